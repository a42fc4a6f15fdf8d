"""The directory and the pages where its people and organisations keep their records."""

from django.urls import path

from members.directory import views

app_name = "directory"

urlpatterns = [
    path("annuaire/", views.directory, name="list"),
    path("annuaire/personnes/<slug:slug>/", views.person, name="person"),
    path("annuaire/organisations/<slug:slug>/", views.organisation, name="organisation"),
]

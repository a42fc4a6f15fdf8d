"""The map of the network."""

from django.urls import path

from maillage.maps import views

app_name = "maps"

urlpatterns = [
    path("carte/", views.full_map, name="full_map"),
]

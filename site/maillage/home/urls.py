"""The home page, and the pages that say who we are."""

from django.urls import path

from maillage.home import views

app_name = "home"
urlpatterns = [path("", views.home, name="home")]

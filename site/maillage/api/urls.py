"""Addresses of the API. They have no language of their own: the request says which it wants."""

from django.urls import include, path, re_path

from maillage.api import views
from maillage.api.door import door
from maillage.api.instance import api

calls, _app_name, _namespace = api.urls
for call in calls:
    if call.callback is not None:
        call.callback = door(call.callback)

app_name = "api"
urlpatterns = [
    path("v1/", door(views.home), name="home"),
    path("v1/openapi.json", door(views.openapi), name="openapi"),
    path("v1/", include(calls)),
    re_path("^(?!v1/docs$)", door(views.nowhere)),  # that page is in every language: maillage.urls
]

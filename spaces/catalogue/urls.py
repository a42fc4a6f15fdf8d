"""The catalogue of spaces."""

from django.urls import path

from spaces.catalogue.views import listing, space

app_name = "catalogue"

urlpatterns = [
    path("lieux/", listing.space_list, name="list"),
    path("lieux.geojson", listing.space_geojson, name="geojson"),
    path("lieux.csv", listing.space_csv, name="csv"),
    path("lieux.json", listing.space_json, name="json"),
    path("lieux/<slug:slug>/", space.space_page, name="space"),
    path("lieux/<slug:slug>.json", space.space_json, name="space_json"),
]

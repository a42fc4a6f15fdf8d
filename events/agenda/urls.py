"""Addresses of the agenda."""

from django.urls import path

from events.agenda.views import listing, pages

app_name = "agenda"
urlpatterns = [
    path("agenda/", listing.agenda, name="list"),
    path("agenda.ics", listing.agenda_ics, name="list-ics"),
    path("agenda.rss", listing.agenda_rss, name="list-rss"),
    path("agenda.json", listing.agenda_json, name="list-json"),
    path("agenda.csv", listing.agenda_csv, name="list-csv"),
    path("agenda/<slug:slug>.ics", listing.event_ics, name="event-ics"),
    path("agenda/<slug:slug>/", pages.event, name="event"),
    path("agenda/<slug:slug>/<str:day>/", pages.occurrence, name="occurrence"),
    path("lieux/<slug:slug>.ics", listing.space_ics, name="space-ics"),
]

"""Addresses of the agenda."""

from datetime import date

from django.urls import path, register_converter

from events.agenda.views import attendance, calendars, listing, pages


class DayConverter:
    """2026-12-05, and no other way to write it."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)


register_converter(DayConverter, "day")

app_name = "agenda"
urlpatterns = [
    path("agenda/", listing.agenda, name="list"),
    path("agenda.ics", listing.agenda_ics, name="list-ics"),
    path("agenda.rss", listing.agenda_rss, name="list-rss"),
    path("agenda.json", listing.agenda_json, name="list-json"),
    path("agenda.csv", listing.agenda_csv, name="list-csv"),
    path("agenda.geojson", listing.agenda_geojson, name="list-geojson"),
    path("agenda/<slug:slug>.ics", calendars.event_ics, name="event-ics"),
    path("agenda/<slug:slug>/", pages.event, name="event"),
    path("agenda/<slug:slug>/<day:day>/", pages.occurrence, name="occurrence"),
    path("agenda/<slug:slug>/<day:day>.ics", calendars.occurrence_ics, name="occurrence-ics"),
    path("agenda/<slug:slug>/<day:day>/presents/", attendance.attendance, name="attendance"),
    path("lieux/<slug:slug>.ics", calendars.space_ics, name="space-ics"),
]

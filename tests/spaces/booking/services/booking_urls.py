"""The addresses that mails about bookings need."""

from django.http import HttpResponse
from django.urls import include, path


def nothing(request, **asked):
    return HttpResponse()


booking = (
    [
        path("reservations/<uuid:uuid>/", nothing, name="booking"),
        path("reservations/series/<uuid:uuid>/", nothing, name="series"),
        path("lieux/<slug:slug>/reserver/<slug:resource_slug>/", nothing, name="reserve"),
        path("reservations/propositions/<str:token>/", nothing, name="proposal"),
        path("lieux/<slug:slug>/arrivee/<str:code>/", nothing, name="arrival"),
        path("compte/reservations/", nothing, name="mine"),
        path("gestion/<slug:slug>/demandes/", nothing, name="requests"),
    ],
    "booking",
)
urlpatterns = [path("", include(booking))]

"""The one address that mails about bookings need."""

from django.http import HttpResponse
from django.urls import include, path

booking = ([path("reservations/<uuid:uuid>/", lambda request, uuid: HttpResponse(uuid), name="booking")], "booking")
urlpatterns = [path("", include(booking))]

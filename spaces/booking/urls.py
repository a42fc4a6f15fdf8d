"""Addresses of booking: of people, then of a space's team."""

from django.urls import path

from spaces.booking.views import (
    board,
    booking,
    decisions,
    habilitations,
    mine,
    planning,
    reschedule,
    reserve,
    series,
    team,
    together,
    welcome,
    why,
)

app_name = "booking"
urlpatterns = [
    path("lieux/<slug:slug>/reserver/", board.board, name="space"),
    path("lieux/<slug:slug>/reserver/<slug:resource_slug>/", reserve.reserve, name="reserve"),
    path("lieux/<slug:slug>/reserver/<slug:resource_slug>/serie/", series.repeat, name="repeat"),
    path("lieux/<slug:slug>/reserver-ensemble/", together.together, name="together"),
    path("reservations/series/<uuid:uuid>/", series.page, name="series"),
    path("reservations/series/<uuid:uuid>/annuler/", series.cancel, name="cancel_series"),
    path("reservations/<uuid:uuid>/", booking.page, name="booking"),
    path("reservations/<uuid:uuid>.ics", booking.calendar, name="calendar"),
    path("reservations/<uuid:uuid>/horaire/", reschedule.reschedule, name="reschedule"),
    path("reservations/<uuid:uuid>/annuler/", booking.cancel, name="cancel"),
    path("reservations/<uuid:uuid>/accepter/", decisions.approve, name="approve"),
    path("reservations/<uuid:uuid>/refuser/", decisions.refuse, name="refuse"),
    path("reservations/<uuid:uuid>/arrivee/", decisions.check_in, name="check_in"),
    path("reservations/<uuid:uuid>/absence/", decisions.release, name="release"),
    path("reservations/<uuid:uuid>/retablir/", decisions.undo, name="undo"),
    path("reservations/<uuid:uuid>/deplacer/", planning.move, name="move"),
    path("compte/reservations/", mine.mine, name="mine"),
    path("compte/reservations/absence/", mine.absence, name="absence"),
    path("gestion/<slug:slug>/", team.today, name="team"),
    path("gestion/<slug:slug>/accueil/", welcome.welcome_somebody, name="welcome"),
    path("gestion/<slug:slug>/planning/", planning.page, name="planning"),
    path("gestion/<slug:slug>/pourquoi/", why.why, name="why"),
    path("gestion/<slug:slug>/planning.json", planning.data, name="planning_data"),
    path("gestion/<slug:slug>/demandes/", decisions.requests, name="requests"),
    path("gestion/<slug:slug>/indisponibilites/", team.block, name="block"),
    path("gestion/<slug:slug>/indisponibilites/<uuid:uuid>/lever/", team.unblock, name="unblock"),
    path("gestion/<slug:slug>/habilitations/", habilitations.habilitations, name="habilitations"),
    path("gestion/<slug:slug>/habilitations/<int:pk>/retirer/", habilitations.revoke, name="revoke"),
]

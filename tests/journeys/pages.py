"""One address of every type of page, for the checks that look at all of them."""

PUBLIC = {
    "home": "/",
    "home-en": "/en/",
    "places": "/lieux/",
    "places-map": "/lieux/?vue=carte",
    "places-none": "/lieux/?q=introuvable",
    "places-bad": "/lieux/?type=inconnu",
    "place": "/lieux/la-centrale/",
    "board": "/lieux/la-centrale/reserver/",
    "board-resource": "/lieux/la-centrale/reserver/?ressource=salle-aneto",
    "agenda": "/agenda/",
    "agenda-week": "/agenda/?vue=semaine",
    "agenda-month": "/agenda/?vue=mois",
    "event": "/agenda/ceramique-du-mercredi/",
    "directory": "/annuaire/",
    "person": "/annuaire/personnes/lea-martin/",
    "organisation": "/annuaire/organisations/cie-du-pont/",
    "map": "/carte/",
    "help": "/aide/",
    "accessibility": "/accessibilite/",
    "accessibility-en": "/en/accessibilite/",
    "legal": "/mentions-legales/",
    "privacy": "/donnees-personnelles/",
    "sign-in": "/compte/login/",
    "sign-up": "/compte/signup/",
    "reset": "/compte/password/reset/",
    "not-found": "/nulle-part/",
}
SIGNED_IN = {
    "account": "/compte/",
    "bookings": "/compte/reservations/",
    "bookings-past": "/compte/reservations/?vue=passees",
    "profile": "/compte/profil/",
    "organisations": "/compte/organisations/",
    "settings": "/compte/reglages/",
    "security": "/compte/2fa/",
    "sessions": "/compte/sessions/",
    "password": "/compte/password/change/",
}
TEAM = {"team": "/gestion/la-centrale/"}
BACK_OFFICE = {
    "dashboard": "/admin/",
    "spaces": "/admin/snippets/catalogue/space/",
    "events": "/admin/snippets/agenda/event/",
    "new-event": "/admin/snippets/agenda/event/add/",
}

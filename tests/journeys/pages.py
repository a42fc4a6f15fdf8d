"""One address of every type of page, for the checks that look at all of them."""

from datetime import date, timedelta
from typing import Any

THEN = "#puis="  # ends the address of a page that is reached by a link of another: the selector of the link follows
SENT = "#envoye"  # ends the address of a page that comes after its form: see `visit`
SEND = """form => {
  const { name, email } = form.elements;
  for (const total of form.querySelectorAll("[name^=total]")) total.value = Math.floor(parseInt(total.value) / 2);
  if (email) [name.value, email.value] = ["Zoé Passante", "zoe@example.org"];
  form.submit();
}"""

TODAY = date.today()
COMING_TUESDAY = TODAY + timedelta(days=(1 - TODAY.weekday()) % 7)
TUESDAY = TODAY + timedelta(days=(1 - TODAY.weekday()) % 7 + 7)  # one that can be booked
BASKET = "&".join(
    f"panier={resource}/{TUESDAY:%Y%m%d}T{start}Z/{TUESDAY:%Y%m%d}T{end}Z/{seats}"
    for resource, start, end, seats in (("salle-aneto", "1000", "1100", 1), ("espace-ouvert", "0900", "1100", 2))
)

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
    "board-week": "/lieux/la-centrale/reserver/?ressource=salle-aneto&vue=semaine",
    "board-week-all": "/lieux/la-centrale/reserver/?vue=semaine",
    "board-week-this": f"/lieux/la-centrale/reserver/?vue=semaine&jour={TODAY}",
    "board-plan": f"/lieux/la-gare-numerique/reserver/?ressource=salle-du-quai&vue=plan&jour={TUESDAY}&heure=10:00&duree=60",
    "board-features": "/lieux/la-gare-numerique/reserver/?avec=wheelchair",
    "board-gathering": "/lieux/la-centrale/reserver/?plusieurs=1",
    "board-basket": f"/lieux/la-centrale/reserver/?jour={TUESDAY}&{BASKET}",
    "board-reserved": "/lieux/babel/reserver/",
    "board-holiday": f"/lieux/la-centrale/reserver/?jour={TODAY.year + (TODAY.month == 12)}-12-25",
    "board-over": f"/lieux/la-centrale/reserver/?jour={TODAY - timedelta(7)}",
    "find-desk": "/reserver/",
    "find-features": "/reserver/?genre=desk&avec=wheelchair",
    "find-none": "/reserver/?genre=desk&avec=wheelchair&avec=hearing_loop",
    "find-refused": "/reserver/?genre=meeting_room&de=14:00&a=13:00",
    "find-week": "/reserver/?vue=semaine",
    "find": "/reserver/?genre=meeting_room&pres=43.29,-0.37",
    "reserve-guest": f"/lieux/les-salines/reserver/petit-salon/?debut={TUESDAY}T10:00&fin={TUESDAY}T12:00",
    "reserve-guest-refused": "/lieux/les-salines/reserver/petit-salon/?debut=2026-01-06T10:00",
    "reserve-guest-dearer": f"/lieux/les-salines/reserver/petit-salon/?debut={TUESDAY}T10:00&fin={TUESDAY}T12:00{SENT}",
    "guest-sent": f"/lieux/les-salines/reserver/petit-salon/confirmer/?debut={TUESDAY}T10:00&fin={TUESDAY}T12:00",
    "no-kiosk": "/lieux/la-centrale/borne/",
    "on-site": "/lieux/la-centrale/sur-place/",
    "on-site-desk": "/lieux/la-centrale/sur-place/?ressource=salle-aneto",
    "agenda": "/agenda/",
    "agenda-week": "/agenda/?vue=semaine",
    "agenda-month": "/agenda/?vue=mois",
    "agenda-map": "/agenda/?vue=carte",
    "agenda-none": "/agenda/?q=introuvable",
    "agenda-bad": "/agenda/?type=inconnu&mode=voiture",
    "event": "/agenda/ceramique-du-mercredi/",
    "event-training": "/agenda/initiation-decoupe-laser/",
    "directory": "/annuaire/",
    "directory-filtered": "/annuaire/?genre=personne&secteur=spectacle-vivant&territoire=64",
    "directory-none": "/annuaire/?q=introuvable",
    "directory-bad": "/annuaire/?genre=robot&territoire=99999",
    "person": "/annuaire/personnes/lea-martin/",
    "organisation": "/annuaire/organisations/cie-du-pont/",
    "map": "/carte/",
    "help": "/aide/",
    "accessibility": "/accessibilite/",
    "accessibility-en": "/en/accessibilite/",
    "legal": "/mentions-legales/",
    "privacy": "/donnees-personnelles/",
    "sign-in": "/compte/login/",
    "sign-in-to-book": f"/compte/login/?next=/lieux/les-salines/reserver/petit-salon/%3Fdebut%3D{TUESDAY}T10:00",
    "sign-up": "/compte/signup/",
    "sign-up-sent": "/compte/confirm-email/",
    "confirm-bad": "/compte/confirm-email/rien/",
    "reset": "/compte/password/reset/",
    "reset-sent": "/compte/password/reset/done/",
    "reset-bad": "/compte/password/reset/key/1-rien/",
    "closed": "/compte/inactive/",
    "not-found": "/nulle-part/",
    "code-unknown": "/lieux/la-centrale/arrivee/222222/",
}
SIGNED_IN = {
    "account": "/compte/",
    "bookings": "/compte/reservations/",
    "bookings-past": "/compte/reservations/?vue=passees",
    "passes": "/compte/forfaits/",
    "my-habilitations": "/compte/habilitations/",
    "reserve": f"/lieux/la-centrale/reserver/espace-ouvert/?debut={TUESDAY}T10:00&fin={TUESDAY}T12:00",
    "reserve-closed": f"/lieux/la-centrale/reserver/salle-aneto/?debut={TUESDAY}T05:00&fin={TUESDAY}T06:00",
    "reserve-reserved": f"/lieux/babel/reserver/grenier/?debut={TUESDAY}T14:00&fin={TUESDAY}T16:00",
    "reserve-dearer": f"/lieux/la-centrale/reserver/salle-aneto/?debut={TUESDAY}T10:00&fin={TUESDAY}T12:00{SENT}",
    "basket": f"/lieux/la-centrale/reserver-ensemble/?{BASKET}",
    "basket-dearer": f"/lieux/la-centrale/reserver-ensemble/?{BASKET}{SENT}",
    "on-site-known": "/lieux/la-centrale/sur-place/",
    "absence": "/compte/reservations/absence/?du=2026-01-01&au=2036-01-01",
    "repeat": "/lieux/la-centrale/reserver/salle-aneto/serie/?debut=2035-06-12T10:00",
    "absence-none": "/compte/reservations/absence/?du=2035-01-01&au=2035-01-02",
    "repeat-dates": "/lieux/la-centrale/reserver/salle-aneto/serie/?debut=2035-06-12T10:00&rythme=semaine&fois=3",
    "repeat-free": f"/lieux/la-centrale/reserver/salle-aneto/serie/?debut={TUESDAY}T10:00&rythme=semaine&fois=3",
    "repeat-dearer": f"/lieux/la-centrale/reserver/salle-aneto/serie/?debut={TUESDAY}T10:00&rythme=semaine&fois=3{SENT}",
    "only-forms": "/compte/reglages/cles/",
    "demo-mails": "/compte/demonstration/mails/",
    "profile": "/compte/profil/",
    "profile-delete": "/compte/profil/supprimer/",
    "organisations": "/compte/organisations/",
    "organisation-new": "/compte/organisations/nouvelle/",
    "settings": "/compte/reglages/",
    "email": "/compte/email/",
    "security": "/compte/2fa/",
    "passkeys": "/compte/2fa/webauthn/",
    "is-it-you": "/compte/reauthenticate/",
    "sign-out": "/compte/logout/",
    "sessions": "/compte/sessions/",
    "password": "/compte/password/change/",
}
BOOKING = f"/compte/reservations/{THEN}main .rows li:last-child a"
SIGNED_IN |= {
    "booking": BOOKING,
    "booking-move": f"{BOOKING}{THEN}main a[href$='/horaire/']",
    "booking-move-asked": f"{BOOKING}{THEN}main a[href$='/horaire/']{THEN}main a.slot-free",
    "booking-cancel": f"{BOOKING}{THEN}main a[href$='/annuler/']",
}
KEEPER = {
    "organisation-edit": "/compte/organisations/cie-du-pont/",
    "organisation-delete": "/compte/organisations/cie-du-pont/supprimer/",
    "organisation-leave": f"/compte/organisations/cie-du-pont/{THEN}#team a[data-dialog]",
}
TEAM = {
    "team": "/gestion/la-centrale/",
    "team-day": f"/gestion/la-centrale/?jour={COMING_TUESDAY}",
    "team-welcome": "/gestion/la-centrale/accueil/",
    "team-scanner": "/gestion/la-centrale/scanner/",
    "team-scanner-unknown": "/gestion/la-centrale/scanner/?code=222222",
    "team-kiosks": "/gestion/la-centrale/borne/",
    "team-labels": "/gestion/la-centrale/etiquettes/",
    "team-planning": "/gestion/la-centrale/planning/",
    "team-planning-week": f"/gestion/la-centrale/planning/?vue=semaine&jour={TUESDAY}",
    "team-why-form": "/gestion/la-centrale/pourquoi/",
    "team-habilitations": "/gestion/la-centrale/habilitations/",
    "team-revoke": "/gestion/la-centrale/habilitations/1/retirer/",
    "team-attendance": f"/agenda/initiation-decoupe-laser/{TUESDAY}/presents/",
    "team-untrained": "/gestion/la-centrale/habilitations/a-regler/",
    "team-passes": "/gestion/la-centrale/forfaits/",
    "team-pass": "/gestion/la-centrale/forfaits/1/2/",
    "team-pass-end": "/gestion/la-centrale/forfaits/1/terminer/",
    "team-why": "/gestion/la-centrale/pourquoi/?resource=salle-aneto&start=2026-06-16T10:00&end=2026-06-16T11:00",
    "team-closures": "/gestion/la-centrale/fermetures/",
    "team-requests": "/gestion/la-centrale/demandes/",
}
TEAM_BOOKING = f"{TEAM['team-day']}{THEN}main a[href*='/reservations/']"
TEAM |= {
    "team-booking": TEAM_BOOKING,
    "team-move": f"{TEAM_BOOKING}{THEN}main a[href*='/deplacer/']",
    "team-cancel": f"{TEAM_BOOKING}{THEN}main a[href*='/annuler/']",
}
BEGINNING = {  # of a team that has nothing yet but its place
    name: path.replace("/la-centrale/", "/la-friche/")
    for name, path in TEAM.items()
    if name
    not in {
        "team-day",
        "team-revoke",
        "team-attendance",
        "team-pass",
        "team-pass-end",
        "team-why",
        "team-scanner-unknown",
        "team-booking",
        "team-move",
        "team-cancel",
    }
}
BEGINNING |= {"board-nothing": "/lieux/la-friche/reserver/"}
REQUESTS = {"team-requests-rivals": "/gestion/le-moulin-d-orthez/demandes/"}
COORDINATOR = {
    "account-coordinator": "/compte/",
    "boards": "/gestion/",
    "boards-found": "/gestion/?q=pau",
    "boards-none": "/gestion/?q=introuvable",
    "team-of-another": "/gestion/la-centrale/demandes/",
}
NETWORK = {
    "dashboard-coordinator": "/admin/",
    "room-plan": "/admin/snippets/catalogue/resource/plan/19/",
    "edit-person": "/admin/snippets/directory/person/edit/1/",
}
NO_PASSES = {"passes-none": "/compte/forfaits/", "bookings-none": "/compte/reservations/"}
BACK_OFFICE = {
    "dashboard": "/admin/",
    "spaces": "/admin/snippets/catalogue/space/",
    "events": "/admin/snippets/agenda/event/",
    "resources": "/admin/snippets/catalogue/resource/",
    "new-resource": "/admin/snippets/catalogue/resource/add/",
    "conditions": "/admin/snippets/booking/bookingpolicy/",
    "new-conditions": "/admin/snippets/booking/bookingpolicy/add/",
    "plans": "/admin/snippets/pricing/plan/",
    "new-plan": "/admin/snippets/pricing/plan/add/",
    "memberships": "/admin/snippets/pricing/membership/",
    "price-audiences": "/admin/snippets/pricing/audience/",
    "new-event": "/admin/snippets/agenda/event/add/",
}
EDITORS = {
    "edit-space": "/admin/snippets/catalogue/space/edit/1/",
    "edit-resource": "/admin/snippets/catalogue/resource/edit/4/",
    "edit-event": "/admin/snippets/agenda/event/edit/1/",
    "edit-plan": "/admin/snippets/pricing/plan/edit/3/",
}


def visit(page: Any, address: str) -> None:
    """Go there, by way of others where it says `THEN`; with `SENT`, send its form as somebody who had been shown half of
    what it costs now.
    """
    first, *links = address.split(THEN)
    page.goto(first)
    for link in links:
        page.goto(str(page.locator(link).first.get_attribute("href")))
    if address.endswith(SENT):
        with page.expect_navigation():
            page.locator("main form[method=post]").first.evaluate(SEND)

"""At the desk, what cannot be booked says why before it is tried, and what is free instead. In English."""

import pytest

from maillage.base import clock
from spaces.booking.forms import LOOK
from spaces.booking.models import Booking
from spaces.booking.pages.welcome import WelcomePage
from spaces.booking.services.welcome import Guest
from spaces.booking.team_forms import WelcomeForm
from spaces.catalogue.models import Resource
from tests.factories.booking import at, booked, on, priced, require_training
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.factories.pricing import carnet
from tests.reading import plain, soup, text
from tests.spaces.booking.views.agreeing import seen

pytestmark = pytest.mark.django_db

WELCOME = "/en/gestion/la-centrale/accueil/"
AT_ONCE = f"{WELCOME}?ressource=salle-aneto"
TAKEN = "Salle Aneto is already taken at that time. Choose another time."


@pytest.fixture(autouse=True)
def _tuesday_morning():
    with clock.fixed(at("2026-06-16 10:07")):
        yield


@pytest.fixture
def desk(as_, teammate):
    """Of the team."""
    return as_(teammate)


def asked(resource, hours=("14:00", "15:00"), who="Zoé Passante", **more) -> dict:
    start, end = (f"2026-06-16T{hour}" for hour in hours)
    return {"resource": resource.pk, "start": start, "end": end, "who": who, "seats": "1", "cle": "k1", **more}


def looked(desk, form: dict):
    return desk.post(WELCOME, form | {LOOK: "oui"})


def told(page) -> str:
    """What follows the form as it changes."""
    return plain(
        " ".join(one.get_text(" ", strip=True) for one in soup(page).select("#pourquoi, #qui, #recapitulatif"))
    )


def offered(page) -> dict[str, str]:
    """What is free instead, and the value of its button."""
    found = soup(page).select("form[hx-post] .refusal-list button")
    return {plain(one.get_text(" ", strip=True)): one["value"] for one in found}


def shown(page) -> dict:
    """What a browser sends of the form as it stands."""
    found = soup(page)
    inputs = {one["name"]: one.get("value", "") for one in found.select("form[hx-post] input[name]")}
    return inputs | {"resource": found.select_one("[name=resource] option[selected]")["value"]}


def test_taken_time_says_so_instead_of_a_price_and_what_is_free(desk, room):
    booked(room, "14-16")

    page = looked(desk, asked(room))

    assert TAKEN in told(page) and "€" not in told(page)
    assert "When Tuesday 16 June, 14:00–15:00" in told(page)
    assert soup(page).select("#totaux input") == []
    assert list(offered(page))[:2] == ["13:00–14:00", "16:00–17:00"]


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (("19:00", "20:00"), "Choose a time within 09:00–18:00."),
        (("14:05", "15:05"), "Bookings of Salle Aneto start every 1 h."),
        (("17:00", "19:00"), "Salle Aneto closes at 18:00."),
    ],
)
def test_rule_that_says_no_is_told_before_it_is_tried(desk, room, hours, said):
    page = looked(desk, asked(room, hours))

    assert said in told(page) and "€" not in told(page) and offered(page)
    assert "€18 incl. VAT" in told(looked(desk, asked(room)))


def test_training_is_of_who_is_named_and_not_before(desk, room, lea):
    require_training(room)

    assert "€18 incl. VAT" in told(looked(desk, asked(room, who="")))
    for who in ("Zoé Passante", lea.email):
        assert "Salle Aneto requires training first" in told(looked(desk, asked(room, who=who)))


def test_try_that_is_refused_offers_what_is_free_and_keeps_what_was_typed(desk, room, centrale):
    other = ResourceFactory(space=centrale, name="Salle Ossau", slug="salle-ossau", kind=room.kind)
    priced(other, 2400)
    booked(room, "14-16")
    form = asked(room, note="Avec le chien")
    refused = desk.post(AT_ONCE, form)
    assert refused.status_code == 422 and text(refused).count(TAKEN) == 1
    assert "Salle Aneto" in told(refused) and "€" not in told(refused)
    choices = offered(refused)
    assert list(choices) == ["13:00–14:00", "16:00–17:00", "12:00–13:00", "17:00–18:00", "14:00–15:00 Salle Ossau"]
    (action,) = {one["formaction"] for one in soup(refused).select("[name=choix]")}

    chosen = desk.post(action, form | {"choix": choices["14:00–15:00 Salle Ossau"]})

    assert not Booking.objects.filter(resource=other).exists() and soup(chosen).select(".errors") == []
    assert "Salle Ossau" in told(chosen) and "€24 incl. VAT" in told(chosen)
    sent = shown(chosen)
    assert (sent["who"], sent["note"], sent["cle"]) == ("Zoé Passante", "Avec le chien", "k1")
    assert desk.post(WELCOME, sent).status_code == 302
    made = Booking.objects.get(resource=other)
    assert (made.start_at, made.guest_name, made.note) == (on("14-15")[0], "Zoé Passante", "Avec le chien")


def test_address_that_nobody_has_is_said_as_it_is_typed(desk, room, lea):
    said = "No account has this address. Write a name to book for somebody without one."

    page = looked(desk, asked(room, who="personne@example.org"))
    assert plain(soup(page).select_one("#qui[data-follow]").get_text()).strip() == said
    assert said not in told(looked(desk, asked(room, who=lea.email)))


def test_notice_goes_when_the_form_changes(desk, room):
    booked(room, "14-16")
    notice = soup(desk.post(WELCOME, asked(room))).select_one("#annonce")
    assert TAKEN in plain(notice.text) and notice.has_attr("data-follow") and not notice.has_attr("hidden")

    notice = soup(looked(desk, asked(room, ("16:00", "17:00")))).select_one("#annonce")

    assert plain(notice.text).strip() == "" and notice.has_attr("hidden")


def test_what_they_have_here_at_that_time_is_told_and_nothing_of_elsewhere(desk, room, centrale, lea):
    other = ResourceFactory(space=centrale, name="Salle Ossau", slug="salle-ossau", kind=room.kind)
    booked(other, "14-16", person=lea)
    booked(ResourceFactory(name="Ailleurs", space=SpaceFactory()), "14-16", person=lea)

    page = looked(desk, asked(room, who=lea.email))

    assert "They have something else here at that time Tuesday 16 June, 14:00–16:00 · Salle Ossau" in told(page)
    assert "Ailleurs" not in text(page)
    assert "something else" not in told(looked(desk, asked(room, ("16:00", "17:00"), who=lea.email)))


def test_time_may_be_chosen_before_anybody_is_named(desk, room):
    booked(room, "14-16")
    form = asked(room, who="")

    chosen = desk.post(WELCOME, form | {"choix": offered(looked(desk, form))["16:00–17:00"]})

    assert shown(chosen)["start"] == "2026-06-16T16:00" and "€18 incl. VAT" in told(chosen)
    assert "This field is required" not in text(chosen)


def test_time_that_is_chosen_is_priced_for_who_is_named_and_has_the_focus(desk, room, centrale, lea):
    carnet(lea, centrale, 5, "days", name="Carnet")
    booked(room, "14-16")
    form = asked(room, who=lea.email)

    chosen = desk.post(WELCOME, form | {"choix": offered(looked(desk, form))["16:00–17:00"]})

    assert "Covered by a pass: 1 day" in told(chosen) and shown(chosen)["who"] == lea.email
    (focused,) = soup(chosen).select("[autofocus]")
    assert (focused["name"], focused["value"]) == ("start", "2026-06-16T16:00")
    assert desk.post(WELCOME, shown(chosen)).status_code == 302


def test_choice_keeps_the_address_that_nobody_has(desk, room):
    booked(room, "14-16")
    form = asked(room, who="personne@example.org")

    chosen = desk.post(WELCOME, form | {"choix": offered(looked(desk, form))["16:00–17:00"]})

    assert shown(chosen)["who"] == "personne@example.org" and soup(chosen).select(".errors") == []


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (("16:00", "15:00"), "The end must be after the start. Choose a later end."),
        (("15:00", "15:00"), "The end must be after the start. Choose a later end."),
    ],
)
def test_time_that_makes_no_sense_is_told_as_it_is_typed(desk, room, hours, said):
    assert told(looked(desk, asked(room, hours))).startswith(said)
    assert "required" not in told(looked(desk, asked(room) | {"end": ""}))
    assert said not in told(desk.post(WELCOME, asked(room, hours)))  # it stands above the form then


@pytest.mark.parametrize("choice", ["", "x", "1/2/3", "1/2026-06-16T10:00", "0/2026-06-16T10:00/2026-06-16T11:00/x"])
def test_choice_that_means_nothing_leaves_the_form_to_be_filled_in(desk, room, choice):
    page = desk.post(WELCOME, asked(room) | {"choix": choice})

    assert page.status_code == 200 and not Booking.objects.exists()


def test_manager_reads_the_reason_beside_the_price_and_goes_beyond_at_once(as_, owner, room):
    late = asked(room, ("19:00", "20:00"))
    page = looked(as_(owner), late)
    assert "Salle Aneto is closed at that time." in told(page) and "€18 incl. VAT" in told(page)
    assert "To book it all the same, give a reason to go beyond the rules." in told(page)

    tried = text(as_(owner).post(WELCOME, seen(as_(owner), WELCOME, late)))
    assert "Choose a time within 09:00–18:00. To book it all the same, give a reason to go beyond the rules." in tried

    sent = seen(as_(owner), WELCOME, late) | {"override_reason": "Assemblée générale"}  # typed last

    assert as_(owner).post(WELCOME, sent).status_code == 302 and Booking.objects.get().price_cents == 1800
    assert "closed" not in told(looked(as_(owner), late | {"override_reason": "Assemblée générale", "cle": "k2"}))


def test_no_reason_does_where_somebody_is(as_, owner, room):
    booked(room, "14-16")

    for reason in ("", "Assemblée générale"):
        page = looked(as_(owner), asked(room, override_reason=reason))
        assert TAKEN in told(page) and "€" not in told(page) and "all the same" not in told(page)


def test_year_of_six_digits_is_said_with_what_to_do(desk, room):
    page = desk.post(WELCOME, asked(room) | {"end": "202612-06-16T15:00"})

    assert page.status_code == 422 and not Booking.objects.exists()
    assert "This year has too many digits: write it with four, like 2026." in text(page)
    assert soup(page).select_one("[name=end]")["max"] == "2198-12-31T23:59"


@pytest.mark.parametrize(("is_taken", "count"), [(False, 6), (True, 6)])
def test_looking_at_a_refusal_asks_little(rf, room, centrale, teammate, django_assert_num_queries, is_taken, count):
    if is_taken:
        booked(room, "14-16")
    request = rf.post(WELCOME)
    request.user = teammate
    form = WelcomeForm(asked(Resource.objects.get(pk=room.pk)), space=centrale, may_override=False)
    form.full_clean()
    page = WelcomePage(request, centrale, form, guest=Guest(name="Zoé Passante"))

    with django_assert_num_queries(count):
        assert (page.refusal is not None) == is_taken

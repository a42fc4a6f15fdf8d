"""Sunday 25 October 2026, when 02:00 comes twice in Paris: the team's forms keep the two apart. In English."""

from datetime import datetime

import pytest

from maillage.base import clock
from spaces.booking.models import Block, Booking, Proposal
from spaces.booking.services.imports import import_booking
from spaces.catalogue.models import Spot
from tests.factories.booking import PersonFactory
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

NIGHT = "2026-10-25"
TEAM = "/en/gestion/la-centrale/"
JSON = {"HTTP_ACCEPT": "application/json"}
ASKED = "The clock shows this hour twice that night. Choose which of the two."
BOTH = ["02:00 (UTC+2), before the clocks go back", "02:00 (UTC+1), after the clocks have gone back"]


@pytest.fixture
def room(owner, teammate):
    space = SpaceFactory.open(
        name="La Centrale", slug="la-centrale", manager=owner, host=teammate, days=EVERY_DAY, hours=("00:00", "24:00")
    )
    return ResourceFactory(space=space, name="Salle Aneto", slug="salle-aneto", step=30)


@pytest.fixture
def second(room):
    """Léa, from the second 02:00 to 03:00."""
    return stands(room, "02:00+01:00", "03:00+01:00")


@pytest.fixture
def move(second):
    return f"/en/reservations/{second.uuid}/deplacer/"


def at_night(hour: str) -> datetime:
    return datetime.fromisoformat(f"{NIGHT}T{hour}")


def stands(room, start: str, end: str) -> Booking:
    person = PersonFactory(name="Léa Martin")
    return import_booking(room, person=person, start=at_night(start), end=at_night(end))


def when(record) -> str:
    record.refresh_from_db()
    return f"{record.start_at:%H:%M}–{record.end_at:%H:%M}"  # in UTC


def shown(response, name: str) -> tuple[str, list[str], str]:
    """What a field shows, its two choices if there are any, and which of them is chosen."""
    page = soup(response)
    both = page.select(f"[name={name}_utc]")
    chosen = [one["value"] for one in both if one.has_attr("checked")]
    return page.select_one(f"[name={name}]")["value"], [one.parent.get_text() for one in both], "".join(chosen)


# Moving


def test_example_2_the_form_says_which_of_the_two_and_leaves_the_start_where_it_is(as_, second, move, teammate):
    page = as_(teammate).get(move)
    assert shown(page, "start") == (f"{NIGHT}T02:00", BOTH, "+01:00")
    assert shown(page, "end") == (f"{NIGHT}T03:00", [], "")

    sent = {"start": f"{NIGHT}T02:00", "start_utc": "+01:00", "end": f"{NIGHT}T04:00"}
    assert as_(teammate).post(move, sent).status_code == 302

    assert when(second) == "01:00–03:00"


@pytest.mark.parametrize("start", ["02:00", "02:00+01:00"])
def test_example_2_what_is_sent_as_it_was_shown_stays_that_instant(as_, second, move, teammate, start):
    assert as_(teammate).post(move, {"start": f"{NIGHT}T{start}", "end": f"{NIGHT}T03:30"}).status_code == 302

    assert when(second) == "01:00–02:30"


@pytest.mark.parametrize("chosen", [{"start": "02:00", "start_utc": "+02:00"}, {"start": "02:00+02:00"}])
def test_example_2_the_other_of_the_two_can_be_chosen(as_, second, move, teammate, chosen):
    sent = {**chosen, "start": f"{NIGHT}T{chosen['start']}", "end": f"{NIGHT}T03:00"}

    assert as_(teammate).post(move, sent).status_code == 302

    assert when(second) == "00:00–02:00"


def test_example_2_a_time_that_comes_twice_is_asked_for_and_nothing_is_lost(as_, second, move, owner):
    sent = {"start": f"{NIGHT}T02:30", "end": f"{NIGHT}T03:30", "override_reason": "Nuit blanche"}

    page = as_(owner).post(move, sent)

    assert page.status_code == 422 and ASKED in text(page) and when(second) == "01:00–02:00"
    value, both, chosen = shown(page, "start")
    assert (value, both, chosen) == (f"{NIGHT}T02:30", [one.replace("02:00", "02:30") for one in BOTH], "")
    assert [shown(page, name)[0] for name in ("end", "override_reason")] == [f"{NIGHT}T03:30", "Nuit blanche"]
    assert as_(owner).post(move, sent | {"start_utc": "+01:00"}).status_code == 302
    assert when(second) == "01:30–02:30"


def test_example_2_a_choice_left_beside_another_time_means_nothing(as_, second, move, teammate):
    sent = {"start": f"{NIGHT}T05:00", "start_utc": "+02:00", "end": f"{NIGHT}T06:00", "end_utc": "+07:00"}

    assert as_(teammate).post(move, sent).status_code == 302

    assert when(second) == "04:00–05:00"


# The planning


def planning(client, day: str = NIGHT):
    return client.get(f"{TEAM}planning.json?jour={day}&vue=jour").json()["events"]


def test_example_2_the_timeline_knows_the_instants_and_drags_nothing_across_that_hour(as_, room, second, teammate):
    first = stands(room, "01:00+02:00", "02:00+02:00")
    across = stands(room, "02:30+02:00", "02:00+01:00")
    plain = stands(room, "10:00+01:00", "11:00+01:00")

    said = {one["id"]: one for one in planning(as_(teammate))}

    times = {key: (one["extendedProps"]["start"][11:], one["extendedProps"]["end"][11:]) for key, one in said.items()}
    assert times == {
        str(first.uuid): ("01:00:00+02:00", "02:00:00+02:00"),
        str(across.uuid): ("02:30:00+02:00", "02:00:00+01:00"),
        str(second.uuid): ("02:00:00+01:00", "03:00:00+01:00"),
        str(plain.uuid): ("10:00:00+01:00", "11:00:00+01:00"),
    }
    assert [key for key, one in said.items() if one["editable"]] == [str(plain.uuid)]
    drawn = said[str(across.uuid)]
    assert (drawn["start"][11:], drawn["end"][11:]) == ("02:30:00", "03:00:00")  # never backwards
    assert "moved with “Move…” below" in text(as_(teammate).get(f"{TEAM}planning/?jour={NIGHT}"))
    assert "moved with “Move…”" not in text(as_(teammate).get(f"{TEAM}planning/?jour=2026-10-26"))


def test_example_2_the_timeline_is_told_to_ask_the_form_when_something_is_dragged_there(as_, room, teammate):
    plain = stands(room, "10:00+01:00", "11:00+01:00")
    url = f"/en/reservations/{plain.uuid}/deplacer/"

    refused = as_(teammate).post(url, {"start": f"{NIGHT}T02:00", "end": f"{NIGHT}T03:00"}, **JSON)
    done = as_(teammate).post(url, {"start": f"{NIGHT}T10:00:00+01:00", "end": f"{NIGHT}T11:30"}, **JSON)

    assert (refused.status_code, "Move the booking by its form" in refused.json()["message"]) == (422, True)
    assert (done.status_code, when(plain)) == (200, "09:00–10:30")


def test_example_2_the_list_of_the_day_says_which_of_the_two(as_, room, second, teammate):
    stands(room, "02:00+02:00", "02:00+01:00")

    said = [
        one.get_text(" ", strip=True)
        for one in soup(as_(teammate).get(f"{TEAM}planning/?jour={NIGHT}")).select(".planning-entry")
    ]

    assert ["02:00 (UTC+2)–02:00 (UTC+1)" in said[0], "02:00 (UTC+1)–03:00" in said[1]] == [True, True], said


# At the desk


def sits_down(page) -> dict[str, str]:
    """What a browser sends of the form as it stands."""
    fields = soup(page).select("form[action*=accueil] [name]")
    return {
        one["name"]: one.get("value", "")
        for one in fields
        if one.name == "input" and (one.get("type") not in ("radio", "checkbox") or one.has_attr("checked"))
    }


@pytest.mark.parametrize(("hour", "expected"), [("02:07+02:00", "00:05–01:05"), ("02:07+01:00", "01:05–02:05")])
@pytest.mark.parametrize("query", ["", "?ressource=salle-aneto"])
def test_example_2_who_comes_in_that_hour_sits_down_now(as_, room, teammate, hour, expected, query):
    url = f"{TEAM}accueil/{query}"
    with clock.fixed(at_night(hour)):
        page = as_(teammate).get(url)
        end = {} if query else {"end": f"{NIGHT}T{expected[-5:]}+00:00"}
        response = as_(teammate).post(url, sits_down(page) | {"who": "Zoé", "resource": room.pk, **end})

    assert response.status_code == 302, text(response)
    assert when(Booking.objects.get()) == expected


# Out of service


def test_example_2_something_is_out_of_service_for_one_of_the_two(as_, room, owner):
    sent = {"resource": room.pk, "start": f"{NIGHT}T02:00", "end": f"{NIGHT}T02:30", "reason": "Ménage"}

    asked = as_(owner).post(f"{TEAM}indisponibilites/", sent)
    done = as_(owner).post(f"{TEAM}indisponibilites/", sent | {"start_utc": "+01:00", "end_utc": "+01:00"})

    assert (asked.status_code, ASKED in text(asked), shown(asked, "start")[1]) == (422, True, BOTH)
    assert (done.status_code, when(Block.objects.get())) == (302, "01:00–01:30")


def test_example_2_a_closure_says_which_hour_it_begins_at_and_keeps_it(as_, room, owner):
    url, sent = f"{TEAM}fermetures/", {"du": NIGHT, "au": NIGHT, "de": "02:00", "a": "05:00"}

    asked = as_(owner).get(url, sent)
    previewed = as_(owner).get(url, sent | {"de_utc": "+01:00"})

    assert (asked.status_code, ASKED in text(asked), shown(asked, "de")) == (422, True, ("02:00", BOTH, ""))
    assert "Sunday 25 October, 02:00 (UTC+1)–05:00" in text(previewed)
    form = soup(previewed).select_one(f"form[method=post][action='{url}']")
    done = as_(owner).post(url, {one["name"]: one["value"] for one in form.select("input[type=hidden]")}, follow=True)
    assert when(Block.objects.get()) == "01:00–04:00"
    link = soup(done).select_one(".team-blocks a")["href"]
    assert shown(as_(owner).get(link), "de") == ("02:00", BOTH, "+01:00")
    assert "closed" in text(as_(owner).get(link))


# Asking


def test_example_2_why_is_asked_of_one_of_the_two(as_, room, second, teammate):
    asked = {"resource": room.slug, "start": f"{NIGHT}T02:00", "end": f"{NIGHT}T02:30"}

    first = as_(teammate).get(f"{TEAM}pourquoi/", asked | {"start_utc": "+02:00", "end_utc": "+02:00"})
    taken = as_(teammate).get(f"{TEAM}pourquoi/", asked | {"start_utc": "+01:00", "end_utc": "+01:00"})

    assert ASKED in text(as_(teammate).get(f"{TEAM}pourquoi/", asked))
    assert ["It can be booked" in text(page) for page in (first, taken)] == [True, False]


def test_example_2_the_plan_shows_both_hours(client, room, second):
    desk = ResourceFactory(space=room.space, name="Aspin", slug="aspin", kind="desk", parent=room)
    Spot.objects.create(resource=desk, x=10, y=10)
    url = f"/en/lieux/la-centrale/reserver/?ressource=salle-aneto&vue=plan&jour={NIGHT}"

    def state(hour: str) -> str:
        return soup(client.get(f"{url}&heure={hour}")).select_one(".plan-desks a").get_text(" ", strip=True)

    hours = {one["value"]: one.get_text() for one in soup(client.get(url)).select("[name=heure] option")}
    assert hours["02:00+02:00"] == "02:00 (UTC+2)" and hours["02:00+01:00"] == "02:00 (UTC+1)"
    assert [state(hour) for hour in ("02:00%2B02:00", "02:00%2B01:00", "02:00")] == [
        "Aspin free", "Aspin taken", "Aspin free"
    ]  # fmt: skip
    assert client.get(f"{url}&heure=02:00%2B99:00").status_code == 400


def test_example_2_a_booking_from_one_to_the_other_can_be_looked_at(as_, room, lea):
    """From 02:30 to the 02:00 that comes half an hour later."""
    asked = {"debut": f"{NIGHT}T02:30:00+02:00", "fin": f"{NIGHT}T02:00:00+01:00"}

    page = as_(lea).get("/en/lieux/la-centrale/reserver/salle-aneto/", asked)

    assert page.status_code == 200 and "02:30 (UTC+2)–02:00 (UTC+1)" in text(page) and "30 min" in text(page)


def test_example_1_an_address_in_the_hour_that_the_clock_skips_is_read_after_it(as_, room, lea):
    page = as_(lea).get("/en/lieux/la-centrale/reserver/salle-aneto/", {"debut": "2027-03-28T02:30"})

    assert page.status_code == 200 and "28 March 2027, 03:30–04:00" in text(page)


def test_example_2_the_team_reads_which_of_the_two_was_offered(as_, room, second, owner):
    offered = [[f"{NIGHT}T02:00:00+01:00", f"{NIGHT}T03:00:00+01:00"]]
    was = {"was_start_at": second.start_at, "was_end_at": second.end_at}
    Proposal.objects.create(booking=second, times=offered, by=owner, **was)

    page = as_(owner).get(f"{TEAM}fermetures/", {"du": NIGHT, "au": NIGHT})

    assert "Offered by e-mail: Sunday 25 October, 02:00 (UTC+1)–03:00" in text(page)

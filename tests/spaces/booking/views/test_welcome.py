"""`/gestion/<slug>/accueil/`: the team books for who stands there or telephones. In English: the code's own words."""

import pytest

from maillage.base import clock
from maillage.curation.models import AuditEvent
from spaces.booking.models import Booking, Source, State
from tests.factories.booking import PersonFactory, at, booked, require_training
from tests.reading import soup, text
from tests.spaces.booking.views.agreeing import seen

pytestmark = pytest.mark.django_db

URL = "/en/gestion/la-centrale/"
WELCOME = f"{URL}accueil/"
AT_ONCE = f"{WELCOME}?ressource=salle-aneto"
NOW = at("2026-06-16 10:07")


@pytest.fixture(autouse=True)
def _tuesday_morning():
    with clock.fixed(NOW):
        yield


def asked(resource, who="Zoé Passante", start="2026-06-16T10:05", end="2026-06-16T11:00", **more) -> dict:
    return {"resource": resource.pk, "start": start, "end": end, "who": who, "seats": "1", "cle": "k1", **more}


def sent(client, form: dict, to: str = WELCOME):
    """The form at the desk, once it has shown what it costs."""
    return client.post(to, seen(client, to, form), follow=True)


def shown(page) -> dict:
    """What a browser sends of the form as it stands."""
    found = soup(page).select("form[hx-post] input[name]")
    return {one["name"]: one.get("value", "") for one in found if one.get("type") != "radio" or one.has_attr("checked")}


def times(response) -> list[str]:
    """What the form proposes."""
    return [soup(response).select_one(f"[name={name}]").get("value", "") for name in ("start", "end")]


def free(response) -> dict[str, str]:
    return {one.b.get_text(): one.small.get_text() for one in soup(response).select(".team-free a")}


def test_board_says_what_is_free_and_until_when(as_, room, desks, teammate):
    booked(room, "12-13")
    booked(desks, "9-14", seats=2)

    assert free(as_(teammate).get(URL)) == {"Salle Aneto": "until 12:00", "Espace ouvert": "until 18:00 · 1 seat"}


def test_who_telephones_about_another_day_is_booked_on_it(as_, room, teammate):
    """Thursday is open from 9."""
    board = as_(teammate).get(f"{URL}?jour=2026-06-18")
    link = soup(board).select_one(f"a[href^='{WELCOME}?jour=']")["href"]
    start, end = times(as_(teammate).get(link))
    assert (start, end) == ("2026-06-18T09:00", "2026-06-18T10:00")

    made = sent(as_(teammate), asked(room, start=start, end=end), to=link)

    assert made.redirect_chain == [(f"{URL}?jour=2026-06-18", 302)]
    assert "Salle Aneto is booked for Zoé Passante: Thursday 18 June, 09:00–10:00." in made.content.decode()


def proposed(response) -> str:
    """What the form says of the time that it proposes."""
    found = soup(response).select_one("main .message")
    return " ".join(found.get_text(" ").split()) if found else ""


def chosen(response) -> str:
    return soup(response).select_one("[name=resource] option[selected]").get_text()


def test_what_is_free_now_is_chosen_already(as_, room, desks, teammate):
    booked(room, "10-12")

    page = as_(teammate).get(WELCOME)

    assert (chosen(page), times(page)) == ("Espace ouvert", ["2026-06-16T10:05", "2026-06-16T11:05"])
    assert proposed(page) == ""


def test_closed_day_proposes_the_next_opening_and_says_so(as_, room, teammate):
    with clock.fixed(at("2026-06-20 10:07")):  # a Saturday
        page = as_(teammate).get(WELCOME)
        start, end = times(page)
        made = as_(teammate).post(WELCOME, seen(as_(teammate), WELCOME, asked(room, start=start, end=end)))

    assert (start, end) == ("2026-06-22T09:00", "2026-06-22T10:00")
    assert "Closed today. Opens on Monday at 09:00" in proposed(page)
    assert "The first time that is free is proposed below: Salle Aneto, Monday 22 June, 09:00–10:00." in proposed(page)
    assert made.status_code == 302 and Booking.objects.get().start_at == at("2026-06-22 09:00")


def test_first_free_time_is_proposed_where_all_is_taken(as_, room, teammate):
    room.min_duration = 120
    room.save()
    booked(room, "10-12"), booked(room, "13-15")

    page = as_(teammate).get(WELCOME)
    named = as_(teammate).get(f"{WELCOME}?ressource=salle-aneto")

    assert times(page) == times(named) == ["2026-06-16T15:00", "2026-06-16T17:00"]
    assert "Nothing is free right now" in proposed(page) and "Salle Aneto is not free right now" in proposed(named)


def test_other_day_that_is_closed_or_full_leads_to_the_next(as_, room, teammate):
    booked(room, "9-18", day="2026-06-17")
    saturday, wednesday = (as_(teammate).get(f"{WELCOME}?jour={day}") for day in ("2026-06-20", "2026-06-17"))

    assert times(saturday)[0] == "2026-06-22T09:00" and "Closed that day" in proposed(saturday)
    assert times(wednesday)[0] == "2026-06-18T09:00" and "Nothing is free that day" in proposed(wednesday)


def test_nothing_is_proposed_where_nothing_opens_within_a_month(as_, room, centrale, teammate):
    centrale.opening_hours.all().delete()

    page = as_(teammate).get(WELCOME)

    assert times(page) == ["", ""]
    assert "Nothing can be booked within a month from then on." in proposed(page)


@pytest.mark.parametrize("jour", ["2026-06-16", "2026-06-01", "demain", ""])
def test_other_days_are_not_those_to_come(as_, room, teammate, jour):
    assert times(as_(teammate).get(f"{WELCOME}?jour={jour}")) == ["2026-06-16T10:05", "2026-06-16T11:05"]


def test_board_does_not_offer_what_is_taken(as_, room, teammate):
    booked(room, "10-11")

    page = as_(teammate).get(URL)

    assert free(page) == {} and "Nothing at this moment." in text(page)


def test_three_clicks_for_somebody_at_the_desk(as_, room, teammate):
    board = as_(teammate).get(URL)
    form = as_(teammate).get(soup(board).select_one(".team-free a")["href"])
    ends = {field["value"]: field.get("checked") is not None for field in soup(form).select("[name=end]")}
    assert ends == {"2026-06-16T10:35": False, "2026-06-16T11:05": True, "2026-06-16T12:05": False,
                    "2026-06-16T13:05": False, "2026-06-16T14:05": False, "2026-06-16T18:00": False}  # fmt: skip
    response = as_(teammate).post(AT_ONCE, shown(form) | {"who": "Zoé Passante"}, follow=True)

    made = Booking.objects.get()
    assert (made.person, made.guest_name, made.created_by) == (None, "Zoé Passante", teammate)
    assert (made.source, made.state, made.checked_in_at) == (Source.STAFF, State.CHECKED_IN, NOW)
    assert (made.start_at, made.end_at, made.price_cents) == (at("2026-06-16 10:05"), at("2026-06-16 11:05"), 1800)
    assert "Zoé Passante is there." in response.content.decode()
    assert "Zoé Passante" in " ".join(soup(response).select_one("#in").stripped_strings)


def test_form_sent_twice_books_once(as_, desks, teammate):
    for _ in range(2):
        as_(teammate).post(WELCOME, asked(desks))

    assert Booking.objects.count() == 1


def test_member_is_found_by_address_or_by_name_when_they_have_been_here(as_, room, desks, lea, teammate):
    sent(as_(teammate), asked(room, who="LEA@example.org"))
    assert Booking.objects.get().person == lea

    ask = as_(teammate).post(WELCOME, asked(desks, who="lea mart"))
    choices = [field["value"] for field in soup(ask).select("[name=person]")]
    assert (ask.status_code, choices) == (422, [str(lea.uuid), "invite"])
    assert "optional" not in soup(ask).select_one(".field:has([name=person]), fieldset:has([name=person])").get_text()
    as_(teammate).post(WELCOME, asked(desks, who="lea mart", person=str(lea.uuid)))
    as_(teammate).post(WELCOME, asked(desks, who="lea mart", person="invite"))
    found = Booking.objects.filter(resource=desks).order_by("pk")
    assert [(one.person, one.guest_name) for one in found] == [(lea, ""), (None, "lea mart")]


def test_accounts_that_have_never_been_here_are_not_listed(as_, room, teammate):
    PersonFactory(name="Inconnue Illustre", email="inconnue@example.org")

    page = as_(teammate).get(WELCOME).content.decode()
    sent(as_(teammate), asked(room, who="Inconnue"))

    assert "inconnue@" not in page
    assert Booking.objects.get().guest_name == "Inconnue"


def test_address_of_no_account_is_named(as_, room, teammate):
    response = as_(teammate).post(WELCOME, asked(room, who="personne@example.org"))

    assert response.status_code == 422 and "No account has this address." in text(response)
    assert not Booking.objects.exists()


def test_later_time_follows_the_rules(as_, room, teammate):
    refused = sent(as_(teammate), asked(room, start="2026-06-17T10:05", end="2026-06-17T11:05"))
    sent(as_(teammate), asked(room, start="2026-06-17T10:00", end="2026-06-17T11:00"))

    assert refused.status_code == 422 and "start every 1 h" in text(refused)
    assert Booking.objects.get().state == State.CONFIRMED


def test_nobody_sits_down_where_somebody_sits_or_without_a_training(as_, room, desks, teammate):
    booked(room, "10-12")
    require_training(desks)

    for resource, said in ((room, "already taken"), (desks, "requires training")):
        response = as_(teammate).post(WELCOME, asked(resource))
        assert response.status_code == 422 and said in text(response)
    assert Booking.objects.count() == 1


def test_manager_goes_beyond_a_rule_with_a_reason_that_history_keeps(as_, room, owner, teammate):
    late = asked(room, start="2026-06-16T19:00", end="2026-06-16T20:00", override_reason="Assemblée générale")
    assert sent(as_(teammate), late).status_code == 422  # a host has no such field
    assert "override_reason" not in as_(teammate).get(WELCOME).content.decode()

    sent(as_(owner), late)

    made = Booking.objects.get()
    line = AuditEvent.objects.get(subject_uuid=made.uuid)
    assert (line.reason, line.after["overridden"]) == ("Assemblée générale", ["closed"])
    assert "Assemblée générale" in text(as_(owner).get(made.get_absolute_url()))


def test_others_find_nothing(as_, room, stranger, lea, other_manager):
    for user in (stranger, lea, other_manager, None):
        assert as_(user).get(WELCOME).status_code == 404
        assert as_(user).post(WELCOME, asked(room)).status_code == 404
    assert not Booking.objects.exists()


def test_resource_is_one_of_this_space(as_, room, teammate, other_manager):
    elsewhere = other_manager.space_roles.get().space.resources.get()

    assert as_(teammate).post(WELCOME, asked(elsewhere)).status_code == 422
    assert as_(teammate).get(f"{WELCOME}?ressource=nulle-part").status_code == 200


def test_name_that_is_too_long_is_said_at_its_field(as_, teammate, room):
    response = as_(teammate).post(WELCOME, asked(room, who="Z" * 121))

    assert response.status_code == 422
    assert "120 characters at most" in text(response)


def test_name_that_is_typed_is_one_line(as_, room, teammate):
    sent(as_(teammate), asked(room, who="Zoé\r\nPassante\x07"))

    assert Booking.objects.get().guest_name == "Zoé Passante"

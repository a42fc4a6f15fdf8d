"""What is written in the form of an event: days, hours and repetitions in people's words."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from events.agenda.models import Event
from maillage.base.zones import get_zone
from maillage.curation.models import State
from maillage.users.models import User
from spaces.booking.services.closures import Closure, close
from tests.events.agenda.event_form import TUESDAY, add_url, posted, told
from tests.factories.catalogue import ResourceFactory, on_dates, open_weekly

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(owner):
    User.objects.filter(pk=owner.pk).update(language="en")


def test_days_on_which_the_place_is_closed_are_named(manager, space, english):
    room = ResourceFactory(space=space)
    open_weekly(space, [TUESDAY], ("09:00", "12:00"))
    on_dates(space, date(2027, 1, 19), label="Inventaire")
    more = {"schedules-0-until_on": "2027-01-26", "action-publish": "1"}

    response = manager.post(add_url(), posted(space, rooms=[room]) | more, follow=True)

    assert Event.objects.get().state == State.PUBLISHED
    assert "La Centrale is closed on Tuesday 19 January 2027. The event is published all the same" in told(response)


@pytest.mark.parametrize(("is_whole", "is_named"), [(True, True), (False, False)])
def test_days_on_which_the_team_has_closed_everything_are_named(manager, owner, space, english, is_whole, is_named):
    rooms = [ResourceFactory(space=space) for _ in range(2)]
    open_weekly(space, [TUESDAY], ("09:00", "12:00"))
    start, end = (datetime(2027, 1, day, tzinfo=get_zone(space.time_zone)) for day in (19, 20))
    closure = Closure(space=space, chosen=[] if is_whole else rooms[:1], start=start, end=end)
    close(closure, by=owner)
    more = {"schedules-0-until_on": "2027-01-26", "action-publish": "1"}

    response = manager.post(add_url(), posted(space) | more, follow=True)

    assert ("La Centrale is closed on Tuesday 19 January 2027." in told(response)) is is_named


def test_many_days_are_counted(manager, space, english):
    open_weekly(space, [TUESDAY + 1], ("09:00", "12:00"))
    more = {"schedules-0-until_on": "2027-02-23", "action-publish": "1"}

    response = manager.post(add_url(), posted(space) | more, follow=True)

    assert "Tuesday 9 February 2027 and 2 other days." in told(response)


@pytest.mark.parametrize("where", [{"attendance": "online"}, {"place": "Au jardin public"}, {"status": "cancelled"}])
def test_hours_of_the_place_do_not_matter_elsewhere(manager, space, english, where):
    open_weekly(space, [TUESDAY + 1], ("09:00", "12:00"))

    response = manager.post(add_url(), posted(space, **where) | {"action-publish": "1"}, follow=True)

    assert Event.objects.get().state == State.PUBLISHED
    assert "is closed on" not in told(response)


def test_place_without_hours_is_not_called_closed(manager, space, english):
    response = manager.post(add_url(), posted(space) | {"action-publish": "1"}, follow=True)

    assert "published" in told(response) and "closed" not in told(response)


def test_event_whose_dates_have_all_passed_asks_for_the_year(manager, space, english):
    once = {"schedules-0-repeats": "", "schedules-0-until_on": "", "schedules-0-except_on": ""}
    past = posted(space) | once | {"schedules-0-first_on": "2025-01-07", "action-publish": "1"}

    response = manager.post(add_url(), past, follow=True)

    assert Event.objects.get().state == State.PUBLISHED
    assert "All its dates have passed" in told(response)


def test_empty_form_says_in_our_words_what_it_needs(manager, space, english):
    empty = dict.fromkeys(("first_on", "starts", "ends", "repeats", "until_on", "except_on"), "")
    form = posted(space, title="") | {f"schedules-0-{name}": value for name, value in empty.items()}

    response = manager.post(add_url(), form | {"action-publish": "1"})

    said = response.content.decode()
    assert "Nothing is saved yet: correct what is marked below." in said
    assert "Say when it takes place: add at least one date." in said
    assert "could not be" not in said and "submit at least" not in said


@pytest.mark.parametrize("written", ["T", "2027-01-12T25:00", "2027-01-12T18:00+01:00", "2027-13-01", "mardi"])
def test_date_that_cannot_be_left_out_is_refused(manager, space, written):
    response = manager.post(add_url(), posted(space) | {"schedules-0-except_on": f"2027-01-12, {written}"})

    assert response.status_code == 200
    assert not Event.objects.exists()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-02", "1900-01-01"])
def test_date_that_no_calendar_can_show_is_refused(manager, space, day):
    dates = {"schedules-0-first_on": day, "schedules-0-repeats": "", "schedules-0-until_on": ""}
    manager.post(add_url(), posted(space) | dates | {"action-publish": "1"})

    assert not Event.objects.exists()


@pytest.mark.parametrize("written", ["2027-01-12T18:00", "2027-01-12T18:00, 2027-01-19"])
def test_one_start_can_be_left_out(manager, space, written):
    manager.post(add_url(), posted(space) | {"schedules-0-except_on": written, "action-publish": "1"})

    assert date(2027, 1, 12) not in [one.first_on for one in Event.objects.get().occurrences.all()]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"schedules-0-first_on": ""}, "first_on"),
        ({"schedules-0-until_on": "2026-12-01"}, "until_on"),
        ({"schedules-0-except_on": "le 12"}, "except_on"),
    ],
)
def test_wrong_date_is_named_beside_its_field(manager, space, changes, field):
    response = manager.post(add_url(), posted(space, **changes) | {"action-publish": "1"})

    (row,) = response.context["form"].formsets["schedules"].forms
    assert field in row.errors
    assert not Event.objects.exists()


def test_edited_event_shows_its_repetition_in_plain_words(manager, space):
    manager.post(add_url(), posted(space) | {"action-publish": "1"})
    event = Event.objects.get()

    response = manager.get(reverse(Event.snippet_viewset.get_url_name("edit"), args=[event.pk]))

    (row,) = response.context["form"].formsets["schedules"].initial_forms
    assert (row.initial["repeats"], row.initial["until_on"], row.initial["except_on"]) == (
        "weekly",
        date(2027, 1, 19),
        "12/01/2027",
    )


def test_draft_may_not_know_its_date_yet_but_a_published_event_must(manager, space):
    nothing = {f"schedules-0-{name}": "" for name in ("first_on", "starts", "ends", "repeats", "until_on", "except_on")}

    refused = manager.post(add_url(), posted(space, **nothing) | {"action-publish": "1"})
    manager.post(add_url(), posted(space, **nothing))

    assert "Dites quand il a lieu" in str(refused.context["form"].non_field_errors())
    event = Event.objects.get()
    assert (event.state, event.schedules.count()) == (State.DRAFT, 0)


@pytest.mark.parametrize(
    ("starts", "ends", "read"), [("9h30", "11h", (9, 30, 11, 0)), ("18:00", "1 h", (18, 0, 1, 0)), ("9", "10.15", (9, 0, 10, 15))]
)  # fmt: skip
def test_times_are_read_as_people_write_them(manager, space, starts, ends, read):
    manager.post(add_url(), posted(space, **{"schedules-0-starts": starts, "schedules-0-ends": ends}))

    schedule = Event.objects.get().schedules.get()
    assert (schedule.starts.hour, schedule.starts.minute, schedule.ends.hour, schedule.ends.minute) == read


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"schedules-0-starts": "14h", "schedules-0-ends": "12h"}, "ends"),  # a slip, not a night
        ({"schedules-0-starts": "midi"}, "starts"),
        ({"schedules-0-ends": ""}, "ends"),
        ({"schedules-0-repeats": "", "schedules-0-until_on": "2027-02-01"}, "repeats"),
    ],
)
def test_slip_is_named_beside_its_field_in_a_draft_too(manager, space, changes, field):
    response = manager.post(add_url(), posted(space, **changes))

    (row,) = response.context["form"].formsets["schedules"].forms
    assert field in row.errors
    assert not Event.objects.exists()


@pytest.mark.parametrize(("hours", "is_named"), [(("09:00", "19:00"), True), (("09:00", "20:00"), False)])
def test_dates_that_last_longer_than_the_doors_are_open_are_named(manager, space, english, hours, is_named):
    open_weekly(space, [TUESDAY], hours)

    response = manager.post(add_url(), posted(space) | {"action-publish": "1"}, follow=True)

    assert ("La Centrale is not open all that time on Tuesday 5 January 2027" in told(response)) is is_named
    assert "is closed on" not in told(response)


def test_night_is_within_the_hours_of_a_place_that_never_closes(manager, space, english):
    open_weekly(space, range(7), ("00:00", "24:00"))

    response = manager.post(
        add_url(), posted(space, **{"schedules-0-ends": "01:00"}) | {"action-publish": "1"}, follow=True
    )

    assert Event.objects.get().occurrences.exists()
    assert "is not open all that time" not in told(response)

"""Events edited in Wagtail by those who run the space, and by nobody else."""

from datetime import date

import pytest
from django.urls import reverse

from events.agenda.models import Event
from maillage.curation.models import State
from maillage.users.models import User
from spaces.booking.models import Occupancy
from spaces.booking.services.imports import import_booking
from spaces.catalogue.services import team
from tests.factories.agenda import EventFactory, paris
from tests.factories.catalogue import ResourceFactory, SpaceFactory, on_dates, open_weekly
from tests.maillage.curation.record_rights import assert_out_of_reach, assert_within_reach, open_back_office

pytestmark = pytest.mark.django_db

TUESDAY = 1


def posted(space, *, rooms=(), title="Apéro", **changes):
    """What the form of a new event posts."""
    data = {
        "title": title, "summary": "", "body": "null", "picture": "", "place": "", "attendance": "in_person",
        "online_url": "", "status": "scheduled", "visibility": "public", "is_free": "on", "price": "", "capacity": "",
        "registration_url": "", "space": str(space.pk), "resources": [str(room.pk) for room in rooms],
        "schedules-TOTAL_FORMS": "1", "schedules-INITIAL_FORMS": "0", "schedules-MIN_NUM_FORMS": "1",
        "schedules-MAX_NUM_FORMS": "1000", "schedules-0-id": "", "schedules-0-ORDER": "1", "schedules-0-DELETE": "",
        "schedules-0-first_on": "2027-01-05", "schedules-0-starts": "18:00", "schedules-0-ends": "20:00",
        "schedules-0-last_on": "", "schedules-0-repeats": "weekly", "schedules-0-until_on": "2027-01-19",
        "schedules-0-except_on": "12/1/2027",
        "changes-TOTAL_FORMS": "0", "changes-INITIAL_FORMS": "0", "changes-MIN_NUM_FORMS": "0",
        "changes-MAX_NUM_FORMS": "1000",
    }  # fmt: skip
    return data | changes


def add_url():
    return reverse(Event.snippet_viewset.get_url_name("add"))


def test_manager_publishes_a_repeated_event_that_takes_its_room(manager, space):
    room = ResourceFactory(space=space)

    response = manager.post(add_url(), posted(space, rooms=[room]) | {"action-publish": "1"}, follow=True)

    event = Event.objects.get()
    assert (event.state, response.status_code) == (State.PUBLISHED, 200)
    assert [one.first_on for one in event.occurrences.all()] == [date(2027, 1, 5), date(2027, 1, 19)]
    assert Occupancy.objects.filter(resource=room, kind="event").count() == 2


def told(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


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


def test_manager_keeps_a_draft_that_nobody_sees(manager, space):
    manager.post(add_url(), posted(space))

    event = Event.objects.get()
    assert (event.state, event.occurrences.count()) == (State.DRAFT, 0)
    manager.logout()
    assert manager.get(event.get_absolute_url()).status_code == 404


def test_room_that_is_taken_refuses_the_publication_and_keeps_the_words(manager, space, owner):
    room = ResourceFactory(space=space, name="Salle Aneto")
    import_booking(room, person=owner, start=paris(2027, 1, 5, 19), end=paris(2027, 1, 5, 21))

    response = manager.post(add_url(), posted(space, rooms=[room]) | {"action-publish": "1"}, follow=True)

    event = Event.objects.get()
    assert (event.state, event.title) == (State.DRAFT, "Apéro")
    assert "Salle Aneto" in " ".join(str(message) for message in response.context["messages"])
    assert not Occupancy.objects.filter(kind="event").exists()


def test_event_cannot_take_a_room_of_another_space(manager, space):
    elsewhere = ResourceFactory()

    response = manager.post(add_url(), posted(space, rooms=[elsewhere]) | {"action-publish": "1"})

    assert response.status_code == 200
    assert "resources" in response.context["form"].errors
    assert not Event.objects.exists()


def test_event_cannot_be_given_to_a_space_that_somebody_else_runs(manager, space):
    other = SpaceFactory()

    response = manager.post(add_url(), posted(other))

    assert "space" in response.context["form"].errors
    assert not Event.objects.exists()


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


def test_event_stays_out_of_reach_of_the_manager_of_another_space(client, stranger):
    other = SpaceFactory()
    team.join(other, user=stranger, role="manager")
    open_back_office(stranger)
    event = EventFactory.published(title="Secret de La Centrale", on=date(2027, 1, 5))
    event.title = "Brouillon de La Centrale"
    event.save_revision()
    client.force_login(stranger)

    assert_out_of_reach(client, event, secrets=["Secret de La Centrale", "Brouillon de La Centrale"])


def test_event_is_within_reach_of_its_manager(manager, space):
    event = EventFactory.published(title="Secret de La Centrale", space=space, on=date(2027, 1, 5))
    event.title = "Brouillon de La Centrale"
    event.save_revision()

    assert_within_reach(manager, event, secrets=["Secret de La Centrale", "Brouillon de La Centrale"])


def test_host_has_no_part_in_events(client, teammate, space):
    team.join(space, user=teammate, role="host")
    client.force_login(teammate)

    assert client.get(add_url()).status_code != 200


def edit_url(event):
    return reverse(Event.snippet_viewset.get_url_name("edit"), args=[event.pk])


def edited(event, **changes):
    """What the form of this event posts."""
    (schedule,) = event.schedules.all()
    kept = {"schedules-INITIAL_FORMS": "1", "schedules-0-id": str(schedule.pk)}
    return posted(event.space, rooms=event.resources.all(), **{"title": event.title, **kept, **changes})


def changed(event, day, **fields):
    """The same with one date that changes."""
    row = {"changes-TOTAL_FORMS": "1", "changes-0-id": "", "changes-0-ORDER": "1", "changes-0-DELETE": ""}
    row |= {f"changes-0-{name}": "" for name in ("new_on", "starts", "ends")}
    return edited(event) | row | {"changes-0-day": day} | {f"changes-0-{name}": value for name, value in fields.items()}


@pytest.fixture
def weekly(manager, space):
    """Published by the form: Tuesdays 5 and 19 January 2027, 18:00 to 20:00, in Salle Aneto."""
    room = ResourceFactory(space=space, name="Salle Aneto")
    manager.post(add_url(), posted(space, rooms=[room]) | {"action-publish": "1"})
    return Event.objects.get()


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


def test_draft_says_its_space_or_its_author_would_lose_it(client, owner):
    for _ in range(2):
        team.join(SpaceFactory(), user=owner, role="manager")
    client.force_login(owner)

    response = client.post(add_url(), posted(SpaceFactory.build(pk="")))

    assert "space" in response.context["form"].errors
    assert not Event.objects.exists()


def test_price_that_is_written_is_the_price(manager, space):
    manager.post(add_url(), posted(space, price="5 €") | {"action-publish": "1"})

    assert Event.objects.get().is_free is False


def test_event_that_is_not_free_says_its_price(manager, space):
    response = manager.post(add_url(), posted(space, is_free="") | {"action-publish": "1"})

    assert "price" in response.context["form"].errors


def test_rooms_of_many_spaces_are_those_of_the_space_chosen(client, coordinator):
    room, *_others = [ResourceFactory() for _ in range(7)]
    client.force_login(coordinator)

    empty = client.get(add_url()).context["form"].fields["resources"].queryset
    client.post(add_url(), posted(room.space, rooms=[room]))

    assert list(empty) == []
    assert list(Event.objects.get().resources.all()) == [room]


def test_one_date_that_is_cancelled_stays_and_frees_its_room(manager, weekly):
    manager.post(edit_url(weekly), changed(weekly, "2027-01-19", status="cancelled") | {"action-publish": "1"})

    dates = weekly.occurrences.order_by("start_at")
    assert [(one.first_on.day, one.status, one.sequence) for one in dates] == [
        (5, "scheduled", 0),
        (19, "cancelled", 1),
    ]
    (held,) = Occupancy.objects.filter(kind="event", active=True)
    assert held.start_at == paris(2027, 1, 5, 18)


def test_one_date_that_moves_takes_its_room_along_and_says_when_it_was(manager, weekly):
    form = changed(weekly, "2027-01-19", status="rescheduled", new_on="2027-01-20", starts="9h", ends="10h30")
    manager.post(edit_url(weekly), form | {"action-publish": "1"})

    moved = weekly.occurrences.get(first_on="2027-01-20")
    assert (moved.start_at, moved.end_at) == (paris(2027, 1, 20, 9), paris(2027, 1, 20, 10, 30))
    assert moved.previous_start_at == moved.recurrence_at == paris(2027, 1, 19, 18)
    held = Occupancy.objects.filter(kind="event", active=True).order_by("start_at")
    assert [row.start_at for row in held] == [paris(2027, 1, 5, 18), paris(2027, 1, 20, 9)]


def test_change_waits_for_its_publication(manager, weekly):
    manager.post(edit_url(weekly), changed(weekly, "2027-01-19", status="cancelled"))

    assert set(weekly.occurrences.values_list("status", flat=True)) == {"scheduled"}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"status": "rescheduled"}, "new_on"),
        ({"status": "cancelled", "new_on": "2027-01-20"}, "status"),
        ({"status": "cancelled", "day": "2027-01-06"}, "day"),
    ],
)
def test_change_that_means_nothing_is_named(manager, weekly, fields, field):
    response = manager.post(
        edit_url(weekly), changed(weekly, **{"day": "2027-01-19", **fields}) | {"action-publish": "1"}
    )

    (row,) = response.context["form"].formsets["changes"].forms
    assert field in row.errors


def test_copy_has_dates_of_its_own_and_leaves_the_original_alone(manager, weekly):
    manager.post(edit_url(weekly), changed(weekly, "2027-01-19", status="cancelled") | {"action-publish": "1"})
    before = list(weekly.schedules.values()), list(weekly.changes.values())
    url = reverse(Event.snippet_viewset.get_url_name("copy"), args=[weekly.pk])

    form = manager.get(url).context["form"]
    (row,) = form.formsets["schedules"].forms
    manager.post(add_url(), edited(weekly, title="Copie", **{"schedules-0-id": str(row["id"].value() or "")}))

    assert list(form.formsets["changes"].forms) == []
    copy = Event.objects.get(title="Copie")
    assert (copy.schedules.count(), copy.changes.count()) == (1, 0)
    assert (list(weekly.schedules.values()), list(weekly.changes.values())) == before
    assert manager.post(url, edited(weekly, title="Écrasé")).status_code == 405


def test_next_date_is_told_in_the_list(manager, weekly):
    listed = manager.get(reverse(Event.snippet_viewset.get_url_name("list"))).content.decode()

    assert "mardi 5 janvier 2027" in listed
    assert "Apéro" in listed


def test_publication_leads_to_the_page(manager, weekly):
    response = manager.post(edit_url(weekly), edited(weekly) | {"action-publish": "1"}, follow=True)

    assert weekly.get_absolute_url() in response.content.decode()


def test_dashboard_leads_to_a_new_event_for_those_who_run_a_space(manager, stranger):
    assert add_url() in manager.get("/admin/").content.decode()
    open_back_office(stranger)
    manager.force_login(stranger)

    assert add_url() not in manager.get("/admin/").content.decode()

"""What the form of an event posts in Wagtail, and what it answers."""

from django.urls import reverse

from events.agenda.models import Event

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


def told(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


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

"""R11: every refusal has one code, shown as a sentence with what to do, in both languages."""

import pytest
from django.utils.translation import override

from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.blocks import block
from spaces.booking.services.booking import book
from spaces.booking.services.refusals import BookingRefused
from tests.factories.booking import PersonFactory, at, booked, limit, on, open_room, require_training, trained
from tests.factories.catalogue import SpaceFactory
from tests.spaces.booking.services.asking import refusal

pytestmark = pytest.mark.django_db

Asked = tuple[object, dict]


def room(**fields):
    return open_room(name="Salle Aneto", **fields)


def in_the_past(person) -> Asked:
    return room(), {"day": "2026-05-30"}


def too_short(person) -> Asked:
    return room(min_duration=180), {}


def too_long(person) -> Asked:
    return room(max_duration=60), {}


def closed(person) -> Asked:
    return room(hours=("14:00", "18:00")), {}


def off_grid(person) -> Asked:
    return room(), {"hours": "10:20-12:20"}


def too_soon(person) -> Asked:
    return room(min_days_before=30), {}


def too_far(person) -> Asked:
    return room(max_days_before=7), {}


def not_allowed(person) -> Asked:
    return room(space=SpaceFactory.open(visibility="team", days=range(7), hours=("00:00", "24:00"))), {}


def habilitation_missing(person) -> Asked:
    laser = room()
    require_training(laser)
    return laser, {}


def habilitation_expired(person) -> Asked:
    laser = room()
    require_training(laser)
    trained(person, valid_until="2026-06-10")
    return laser, {}


def quota(person) -> Asked:
    aneto = room()
    limit(aneto, minutes=60)
    return aneto, {}


def blocked(person) -> Asked:
    aneto = room()
    start, end = on("9-18")
    block(aneto, start=start, end=end, by=None)
    return aneto, {}


def already_booked(person) -> Asked:
    aneto = room()
    booked(aneto, "11-13")
    return aneto, {}


def pool_full(person) -> Asked:
    pool = room(kind="hot_desk", capacity=2)
    booked(pool, "10-12", seats=2)
    return pool, {}


def buffer(person) -> Asked:
    aneto = room(buffer_after=30)
    booked(aneto, "8-10", buffer_after=30)
    return aneto, {}


CASES = [in_the_past, too_short, too_long, closed, off_grid, too_soon, too_far, not_allowed, habilitation_missing,
         habilitation_expired, quota, blocked, already_booked, pool_full, buffer]  # fmt: skip

# What to do, in the words of the sentence.
ACTIONS = {"en": ("Choose", "Ask the team", "Start a little later"), "fr": ("hoisissez", "emandez", "ommencez")}


def test_no_code_is_forgotten():
    assert [case.__name__ for case in CASES] == list(Refusal)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_r11_a_refusal_is_one_code_and_a_sentence_that_says_what_to_do(case, language):
    person = PersonFactory()
    resource, asked = case(person)
    hours = asked.pop("hours", "10-12")
    with override(language):
        error = refusal(resource, hours, person=person, **asked)
    with override({"en": "fr", "fr": "en"}[language]):
        other = refusal(resource, hours, person=person, **asked)

    assert error.code == case.__name__
    assert any(action in error.message for action in ACTIONS[language]), error.message
    assert error.message.endswith(".") and "%(" not in error.message
    assert other.message != error.message


@pytest.mark.parametrize("end", ["2026-05-30 09:00", "2026-06-16 11:00", "2028-06-16 11:00"])
def test_start_that_has_passed_is_said_first_even_where_the_times_make_no_sense(end):
    """Of what ends before it starts, too, or would last for years."""
    person, start = PersonFactory(), on("10-11", "2026-05-30")[0]

    with pytest.raises(BookingRefused) as caught:
        book(room(max_duration=480), person=person, by=person, start=start, end=at(end))

    assert caught.value.code == Refusal.IN_THE_PAST

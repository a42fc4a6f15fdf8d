"""Who may book without an account: the same rules as everybody, and what they leave out."""

import pytest

from spaces.booking.models import Booking, State
from spaces.booking.services.booking import book
from spaces.booking.services.guests import ask, confirm
from spaces.booking.services.refusals import BookingRefused
from spaces.pricing.models import Audience, Price
from tests.factories.booking import PersonFactory, booked, conditions, limit, on, priced, require_training
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.spaces.booking.services.guest_wishes import _in_english, confirmed, room, wish

__all__ = ["_in_english", "room"]

pytestmark = pytest.mark.django_db

# Who may


def test_only_where_the_conditions_say_so(room):
    quiet = ResourceFactory(space=room.space)
    conditions(room.space, name="Machines", resources=[quiet])

    for resource in (quiet, ResourceFactory(space=SpaceFactory.open(days=EVERY_DAY, hours=("08:00", "20:00")))):
        with pytest.raises(BookingRefused) as refusal:
            ask(resource, wish())
        assert (refusal.value.code, "with an account" in refusal.value.message) == ("not_allowed", True)


def test_training_is_asked_of_guests_too(room):
    require_training(room)

    with pytest.raises(BookingRefused) as refusal:
        ask(room, wish(email=PersonFactory().email))

    assert refusal.value.code == "habilitation_missing"


def test_what_is_sold_to_members_alone_is_not_for_guests(room):
    members = Audience.objects.create(space=room.space, name="Adhérents", slug="adherents")
    Price.objects.update(audience=members)

    with pytest.raises(BookingRefused) as refusal:
        ask(room, wish())
    assert refusal.value.code == "not_allowed"

    priced(room, 2000)
    assert ask(room, wish()).price_cents == 4000


def test_space_that_the_public_does_not_read_about_takes_no_guests(room):
    room.space.visibility = "members"
    room.space.save()

    with pytest.raises(BookingRefused):
        ask(room, wish())


@pytest.mark.parametrize(
    ("hours", "code"),
    [("6-8", "closed"), ("10:30-11:30", "off_grid"), ("10-10", "too_short")],
)
def test_rules_of_time_are_those_of_everybody(room, hours, code):
    with pytest.raises(BookingRefused) as refusal:
        ask(room, wish(hours))

    assert refusal.value.code == code


def test_quota_counts_what_the_address_has_only_once_its_mail_is_open(room):
    limit(room, minutes=120)
    lea = PersonFactory(email="lea@example.org")
    booked(room, "8-9", person=lea)

    kept = ask(room, wish("10-12", email="lea@example.org"))  # or whoever types her address would learn of her booking
    with pytest.raises(BookingRefused) as refusal:
        confirm(kept)
    with pytest.raises(BookingRefused) as alone:
        ask(room, wish("13-16"))

    assert refusal.value.code == alone.value.code == "quota"
    assert Booking.objects.get(pk=kept.pk).state == State.HOLD


def test_quota_of_an_account_counts_what_its_address_booked_without(room):
    limit(room, minutes=120)
    lea = PersonFactory(email="lea@example.org")
    confirmed(room, "10-12", email="lea@example.org")

    with pytest.raises(BookingRefused) as refusal:
        book(room, person=lea, by=lea, start=on("13-14")[0], end=on("13-14")[1])

    assert refusal.value.code == "quota"


def test_quota_of_an_account_leaves_out_what_anybody_had_kept_for_its_address(room):
    limit(room, minutes=120)
    lea = PersonFactory(email="lea@example.org")
    kept = ask(room, wish("10-12", email="lea@example.org"))  # by whoever wants her to have nothing left

    booking = book(room, person=lea, by=lea, start=on("13-15")[0], end=on("13-15")[1])
    with pytest.raises(BookingRefused) as refusal:
        confirm(kept)

    assert (booking.state, refusal.value.code) == (State.CONFIRMED, "quota")

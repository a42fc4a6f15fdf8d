"""What is out of service is said by its days, also where the clock skips the midnight of one."""

from django.utils.translation import override

from maillage.base.zones import get_zone
from spaces.booking.models import Block
from spaces.booking.pages.out_of_service import when
from spaces.catalogue.models import Space
from tests.factories.booking import at

CAIRO = get_zone("Africa/Cairo")


def test_whole_days_are_said_by_their_names_also_from_or_to_a_midnight_that_is_skipped():
    space = Space(time_zone="Africa/Cairo")
    dawn, next_one = at("2026-04-24 01:00", CAIRO), at("2026-04-25 00:00", CAIRO)

    with override("en"):
        said = [when(space, Block(start_at=first, end_at=last)) for first, last in (
            (at("2026-04-23 00:00", CAIRO), dawn), (dawn, next_one), (dawn, at("2026-04-24 02:00", CAIRO)),
        )]  # fmt: skip

    assert said[:2] == ["Thursday 23 April", "Friday 24 April"]
    assert "01:00" in said[2] and "02:00" in said[2]

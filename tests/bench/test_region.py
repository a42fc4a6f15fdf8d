"""The benchmark writes its rows straight into the tables: they have to follow the models."""

import pytest
from django.db import connection

from maillage.base import clock
from spaces.booking.models import Booking
from tests.bench.region import NOW, Region


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="the benchmark measures PostgreSQL")
def test_region_is_filled_with_bookings_that_hold_their_places():
    with clock.fixed(NOW):
        region = Region.make(spaces=1, people=2)
        region.fill(200)

        booked = Booking.objects.holding(NOW)

    assert region.bookings == booked.count() > 100
    assert booked.filter(occupancy__active=True).count() == region.bookings

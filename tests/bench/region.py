"""A generated region, the same at every run: spaces open on weekdays, their resources, and any number of bookings.

Bookings are written by the database itself, straight into its tables: a million of them take a minute or two, and
every constraint looks at each row all the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection

from maillage.users.models import User
from spaces.catalogue.models import Resource, Space
from tests.factories.booking import PersonFactory
from tests.factories.catalogue import WEEKDAYS, ResourceFactory, SpaceFactory

TODAY = date(2026, 6, 15)  # a Monday
NOW = datetime(2026, 6, 15, 6, tzinfo=UTC)
YEARS_BACK, YEARS_AHEAD = 2, 1
FIRST_HOUR, HOURS = 7, 9  # in UTC: open from nine to six in summer
GRAINS = 10_000_000

KINDS = [
    ("postes", Resource.Kind.HOT_DESK, 8),
    ("salle", Resource.Kind.MEETING_ROOM, 1),
    ("atelier", Resource.Kind.WORKSHOP, 1),
    ("laser", Resource.Kind.MACHINE, 1),
    ("cabine", Resource.Kind.STUDIO, 1),
]

BOOKINGS = """
WITH slot AS (
    SELECT resource.id AS resource_id, (%(first_on)s::date + day) + make_interval(hours => hour) AS start_at,
           (hashint8(resource.id * 1000003 + day * 131 + hour)::bigint & 2147483647) %% %(grains)s AS grain
    FROM catalogue_resource resource, generate_series(0, %(days)s - 1) day,
         generate_series(%(first_hour)s, %(first_hour)s + %(hours)s - 1) hour
), booked AS (
    INSERT INTO booking_booking (
        uuid, resource_id, person_id, seats, start_at, end_at, state, vat_cents, currency, policy, buffer_before,
        buffer_after, whole_day, guest_name, guest_email, guest_language, code, note, answer, source, sequence, created_at,
        updated_at
    )
    SELECT gen_random_uuid(), resource_id, (%(people)s::bigint[])[1 + grain %% %(how_many_people)s], 1,
           start_at AT TIME ZONE 'UTC', (start_at + interval '1 hour') AT TIME ZONE 'UTC', 'confirmed', 0, 'EUR', '{}',
           0, 0, false, '', '', '', '', '', '', 'web', 0, %(now)s, %(now)s
    FROM slot WHERE grain >= %(from)s AND grain < %(until)s
    RETURNING id, resource_id, start_at, end_at
)
INSERT INTO booking_occupancy (
    resource_id, place, start_at, end_at, active, kind, buffer_before, buffer_after, clear_from, clear_until, booking_id
)
SELECT resource_id, 1, start_at, end_at, true, 'booking', 0, 0, start_at, end_at, id FROM booked
"""


@dataclass
class Region:
    """What has been generated so far."""

    spaces: Sequence[Space]
    people: Sequence[User]
    bookings: int = 0
    grain: int = 0

    @classmethod
    def make(cls, *, spaces: int, people: int = 200) -> "Region":
        """Spaces with as many resources each as there are kinds."""
        found = []
        for number in range(spaces):
            space = SpaceFactory.open(days=WEEKDAYS, hours=("09:00", "18:00"), slug=f"lieu-{number}")
            for slug, kind, capacity in KINDS:
                ResourceFactory(space=space, slug=slug, kind=kind, capacity=capacity)
            found.append(space)
        return cls(found, [PersonFactory() for _ in range(people)])

    @property
    def resources(self) -> list[Resource]:
        return list(Resource.objects.select_related("space").order_by("pk"))

    def fill(self, bookings: int) -> None:
        """Write more of them, until there are about so many: scattered over three years and all resources."""
        days = (YEARS_BACK + YEARS_AHEAD) * 365
        slots = len(self.spaces) * len(KINDS) * days * HOURS
        until = round(bookings / slots * GRAINS)
        with connection.cursor() as cursor:
            cursor.execute(
                BOOKINGS,
                {
                    "first_on": TODAY - timedelta(days=YEARS_BACK * 365),
                    "days": days,
                    "first_hour": FIRST_HOUR,
                    "hours": HOURS,
                    "grains": GRAINS,
                    "people": [person.pk for person in self.people],
                    "how_many_people": len(self.people),
                    "from": self.grain,
                    "until": until,
                    "now": NOW,
                },
            )
            self.bookings += cursor.rowcount
            cursor.execute("VACUUM ANALYZE booking_booking, booking_occupancy")
        self.grain = until

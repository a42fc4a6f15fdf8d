"""A tree of resources and what each booking in it takes, counted by hand: what the engine is held against."""

from collections import Counter
from datetime import datetime, timedelta

from spaces.booking.models import Block, Booking, State
from spaces.catalogue.models import Resource
from tests.factories.booking import at, open_room
from tests.factories.catalogue import ResourceFactory

LATE, DAY = timedelta(minutes=30), timedelta(days=1)
FIRST, HOURS = at("2026-06-16 08:00"), range(12)
CAPACITY = {"hall": 1, "room": 1, "desk": 1, "pool": 3, "booth": 1, "kit": 2, "case": 1, "lamp": 1}
INSIDE_HALL = {"hall": 1, "room": 1, "desk": 1, "pool": 3, "booth": 1}

# What each booking takes, said by hand: (resource, seats) → places of each.
TAKES = {
    ("hall", 1): INSIDE_HALL,
    ("room", 1): {"room": 1, "desk": 1, "kit": 1, "case": 1, "lamp": 1},
    ("desk", 1): {"desk": 1},
    ("pool", 1): {"pool": 1},
    ("pool", 2): {"pool": 2},
    ("pool", 3): {"pool": 3, "booth": 1},
    ("booth", 1): {"booth": 1},
    ("kit", 1): {"kit": 1},
    ("kit", 2): {"kit": 2},
    ("case", 1): {"case": 1, "lamp": 1},
    ("lamp", 1): {"lamp": 1},
}

# What a block takes out of service with each.
INSIDE = {
    "hall": {"hall", "room", "desk", "pool", "booth"},
    "room": {"room", "desk"},
    "desk": {"desk"},
    "pool": {"pool", "booth"},
    "booth": {"booth"},
    "kit": {"kit"},
    "case": {"case", "lamp"},
    "lamp": {"lamp"},
}


def make() -> dict[str, Resource]:
    """The resources, by slug."""
    hall = open_room(hours=("08:00", "20:00"), slug="hall")
    made = {"hall": hall}
    parents = {
        "room": "hall",
        "desk": "room",
        "pool": "hall",
        "booth": "pool",
        "kit": None,
        "case": None,
        "lamp": "case",
    }
    for slug, parent in parents.items():
        made[slug] = ResourceFactory(space=hall.space, slug=slug, parent=made.get(parent), capacity=CAPACITY[slug])
    made["room"].shares.add(made["kit"], made["case"])
    return made


def moment(hour: int) -> datetime:
    return FIRST + timedelta(hours=hour)


def picture(now: datetime, day: int = 0, besides: Booking | None = None) -> list[tuple[Counter[str], set[str]]]:
    """For each hour of a day, how many places are taken of each resource, and what is out of service."""
    bookings = Booking.objects.select_related("resource").prefetch_related("occupancy")
    holding = [booking for booking in bookings if holds(booking, now) and booking != besides]
    blocks = list(Block.objects.standing().select_related("resource"))
    hours = []
    for hour in HOURS:
        start, end, taken = moment(hour) + day * DAY, moment(hour + 1) + day * DAY, Counter[str]()
        for booking in holding:
            if booking.start_at < end and start < booking.end_at:
                taken.update(TAKES[booking.resource.slug, booking.seats])
        closed = [INSIDE[one.resource.slug] for one in blocks if one.start_at < end and start < one.end_at]
        hours.append((taken, set().union(*closed)))
    return hours


def is_closed(booking: Booking) -> bool:
    """Whether the team has closed any of what it takes at any of its hours."""
    takes = TAKES[booking.resource.slug, booking.seats].keys()
    blocks = Block.objects.standing().filter(start_at__lt=booking.end_at, end_at__gt=booking.start_at)
    return any(INSIDE[one.resource.slug] & takes for one in blocks)


def holds(booking: Booking, now: datetime) -> bool:
    """Holds count until they expire; who has not come by half an hour after the start holds nothing."""
    if booking.state == State.HOLD:
        return booking.expires_at > now
    if booking.state == State.CONFIRMED and _is_lapsing(booking):
        return booking.start_at + LATE > now
    return booking.state in State.HOLDING


def _is_lapsing(booking: Booking) -> bool:
    """Unless it was made later than that, or the team has undone something about it."""
    rows = [row for row in booking.occupancy.all() if row.active]
    return booking.created_at < booking.start_at + LATE and all(row.expires_at for row in rows)

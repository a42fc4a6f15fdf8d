"""The demonstration network: invented people and places in real communes, alive today.

Its document is an ordinary network document. Its bookings, blocks and events are written around one
week and moved by whole weeks to the present one, so that the boards are full whenever it is loaded. So are
the memberships; each booking stands there as its person made it, days ahead, and paid for it with a pass.
"""

from datetime import date, timedelta
from functools import partial
from pathlib import Path

from django.db.models import F, OuterRef, Subquery

from maillage.base import clock
from maillage.base.zones import get_zone
from maillage.curation.models import AuditEvent
from maillage.network.document.reading import read
from maillage.network.document.schema import Document
from maillage.network.services.importing import import_network
from maillage.network.services.importing.progress import Progress
from spaces.booking.models import Booking, BookingPolicy, Habilitation, State
from spaces.booking.services import passes
from spaces.booking.services.requests import Request
from spaces.booking.services.turns import take_turn
from spaces.catalogue.models import Space
from spaces.pricing.services import ledger

PATH = Path(__file__).resolve().parents[1] / "demo" / "network.json"
WRITTEN_FOR = date(2026, 1, 5)  # the Monday of the week that the document calls the present one
WELCOMES_GUESTS = "les-salines"
TRAININGS = {"coupe": "Table de coupe", "haccp": "HACCP", "machines-a-bois": "Machines à bois"}  # a code says no accent
BOOKED_AHEAD = timedelta(days=3)
NOT_VERIFIED_FOR = {"la-bergerie-arudy": timedelta(days=500), "l-etape-dax": timedelta(days=420)}


def load_demo() -> Progress | None:
    """Load the demonstration into an empty network; None, and nothing touched, where there are spaces."""
    if Space.objects.exists():
        return None
    today = clock.today(get_zone("Europe/Paris"))
    progress = import_network(document_of(today))
    _welcome_guests()
    _leave_unverified()
    for code, label in TRAININGS.items():
        Habilitation.objects.filter(code=code).update(label=label)
    _book_ahead()
    _use_passes()
    ledger.expire(today)
    return progress


def document_of(day: date) -> Document:
    """The demonstration as it stands in the week of `day`."""
    document = read(PATH.read_bytes())
    weeks = timedelta(weeks=(day - WRITTEN_FOR).days // 7)
    for interval in [*document.bookings, *document.blocks, *document.events]:
        interval.start += weeks
        interval.end += weeks
    for membership in (one for person in document.people for one in person.memberships):
        membership.from_ += weeks
        membership.through = membership.through and membership.through + weeks
    for event in document.events:
        event.exdates = [day + weeks for day in event.exdates]
        for change in event.changes:
            change.day += weeks
            change.new_day = change.new_day and change.new_day + weeks
    return document


def _welcome_guests() -> None:
    """One place lets people book without an account, which no document says."""
    space = Space.objects.get(slug=WELCOMES_GUESTS)
    BookingPolicy.objects.create(space=space, name="Sans compte", welcomes_guests=True)


def _leave_unverified() -> None:
    """Some places have not been looked over for more than a year: coordinators see which."""
    for slug, age in NOT_VERIFIED_FOR.items():
        Space.objects.filter(slug=slug).update(verified_at=clock.now() - age)


def _book_ahead() -> None:
    """Let each history say who booked, and when, rather than that a document brought it in today."""
    Booking.objects.filter(start_at__lt=clock.now() + BOOKED_AHEAD).update(created_at=F("start_at") - BOOKED_AHEAD)
    booking = Booking.objects.filter(uuid=OuterRef("subject_uuid"))
    AuditEvent.objects.filter(subject_type=Booking._meta.label_lower, action="imported").update(
        action="booked", at=Subquery(booking.values("created_at")), actor=Subquery(booking.values("person"))
    )


def _use_passes() -> None:
    """Take what people's passes hold for their bookings, in the order in which they were made."""
    bookings = Booking.objects.filter(person__memberships__plan__entitlements__isnull=False).distinct()
    bookings = bookings.select_related("resource__space", "person").prefetch_related("resource__prices")
    for booking in bookings.exclude(state=State.RELEASED).order_by("start_at", "pk"):
        with clock.fixed(min(clock.now(), booking.start_at - BOOKED_AHEAD)):
            take_turn(partial(_pay, booking), booking.resource.space_id)


def _pay(booking: Booking) -> None:
    passes.pay(booking, Request.again(booking, by=booking.person, now=clock.now()))
    if booking.state == State.CANCELLED:
        passes.give_back(booking, by=booking.person)

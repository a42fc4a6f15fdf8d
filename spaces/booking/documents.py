"""Resources and bookings as programs read them. A resource is said in the words of the network document."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import tzinfo
from decimal import Decimal
from typing import Any

from maillage.base import clock
from maillage.base.feeds import Absolute
from maillage.base.instants import DAY_MIN, local_text, to_instant, to_local
from spaces.booking.models import Booking, BookingSeries, Quota
from spaces.booking.services.movements import Then
from spaces.booking.services.passes import taken_by
from spaces.booking.services.policies import floor_cents
from spaces.catalogue.models import OpeningException, OpeningHours, Resource, Spot
from spaces.catalogue.models.querysets import ResourceQuerySet
from spaces.catalogue.rules.written_hours import write_time
from spaces.pricing.models import LedgerEntry, Membership, Plan, Price
from spaces.pricing.rules import Quote
from spaces.pricing.services.lots import Source

Document = dict[str, Any]

WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
RULES = (
    "slug", "name", "kind", "summary", "features", "people", "capacity", "step", "min_duration", "max_duration",
    "buffer_before", "buffer_after", "block_whole_day", "min_days_before", "max_days_before", "min_notice",
    "requires_approval", "requests_compete", "is_active",
)  # fmt: skip


def with_rules(resources: ResourceQuerySet) -> ResourceQuerySet:
    """With all that a document says. Eleven queries at most, whatever the number of rows."""
    return resources.select_related("space", "parent", "spot").prefetch_related(
        "shares",
        "opening_hours",
        "exceptions__hours",
        "habilitations",
        "admissions__audience",
        "quotas__plan",
        "prices__audience",
    )


def resource_document(resource: Resource) -> Document:
    """A resource and its rules. Durations are whole minutes."""
    return {
        **{name: getattr(resource, name) for name in RULES},
        "parent": resource.parent.slug if resource.parent else None,
        "spot": _spot(resource),
        "shares": sorted(share.slug for share in resource.shares.all()),
        "opening_hours": week(resource.opening_hours.all()) if resource.has_own_hours else None,
        "exceptions": [exceptional_dates(exception) for exception in resource.exceptions.all()],
        "audiences": sorted(admission.audience.slug for admission in resource.admissions.all()),
        "habilitations": sorted(habilitation.code for habilitation in resource.habilitations.all()),
        "quotas": [quota_document(quota) for quota in resource.quotas.all()],
        "prices": [price_document(price) for price in resource.prices.all()],
    }


def _spot(resource: Resource) -> Document | None:
    """Where it stands on the plan of its parent, in hundredths."""
    spot: Spot | None = getattr(resource, "spot", None)
    return asdict(spot.box) if spot else None


def quota_document(quota: Quota) -> Document:
    """A plain quota in four keys; for what and when only where it says so."""
    said = {name: getattr(quota, name) for name in ("audience", "period", "minutes", "count")}
    more = {
        "plan": quota.plan and quota.plan.slug,
        "holder": quota.holder if quota.holder != Quota.Holder.PERSON else None,
        "counts_kind": quota.counts_kind,
    }
    return said | {name: value for name, value in more.items() if value} | _days_and_hours(quota)


def price_document(price: Price) -> Document:
    """A plain price in three keys; for whom and when only where it says so."""
    more = {
        "audience": price.audience and price.audience.slug,
        "valid_from": price.valid_from and price.valid_from.isoformat(),
        "valid_through": price.valid_through and price.valid_through.isoformat(),
    }
    said = {"unit": price.unit, "amount": money(price.amount_cents), "vat_rate": str(price.vat_rate)}
    return said | {name: value for name, value in more.items() if value} | _days_and_hours(price)


def _days_and_hours(row: Price | Quota) -> Document:
    """When it counts, where that is not always."""
    said: Document = {"days": [WEEKDAYS[int(day)] for day in row.weekdays]} if row.weekdays else {}
    if (row.starts_min, row.ends_min) != (0, DAY_MIN):
        said |= {"starts": write_time(row.starts_min), "ends": write_time(row.ends_min)}
    return said


def week(rows: Iterable[OpeningHours]) -> list[Document]:
    """Rows with the same hours and validity become one line with several days."""
    days: dict[tuple[Any, ...], list[int]] = {}
    for row in rows:
        days.setdefault((row.opens_min, row.closes_min, row.valid_from, row.valid_through), []).append(row.weekday)
    return [
        {
            "days": [WEEKDAYS[day] for day in sorted(weekdays)],
            "opens": write_time(opens),
            "closes": write_time(closes),
            "valid_from": valid_from and valid_from.isoformat(),
            "valid_through": valid_through and valid_through.isoformat(),
        }
        for (opens, closes, valid_from, valid_through), weekdays in days.items()
    ]


def exceptional_dates(exception: OpeningException) -> Document:
    return {
        "from": exception.first_on.isoformat(),
        "through": exception.last_on.isoformat(),
        "hours": [
            {"opens": write_time(row.opens_min), "closes": write_time(row.closes_min)} for row in exception.hours.all()
        ],
        "label": exception.label,
    }


def money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def booking_document(booking: Booking, absolute: Absolute) -> Document:
    """For its person and the space's team. `booking` as `for_listing` gives it."""
    return booking_documents([booking], absolute)[0]


def booking_documents(bookings: Collection[Booking], absolute: Absolute) -> list[Document]:
    """The same of several. One query, none where no pass has paid."""
    taken = taken_by(bookings)
    return [_booking_document(booking, absolute, taken.get(booking.uuid, ())) for booking in bookings]


def _booking_document(booking: Booking, absolute: Absolute, taken: Iterable[Document]) -> Document:
    zone, person = booking.zone, booking.person
    return {
        "uuid": str(booking.uuid),
        "url": absolute(booking.get_absolute_url()),
        "resource": booking.resource.path,
        "name": booking.resource.name,
        "space": {"slug": booking.resource.space.slug, "name": booking.resource.space.name},
        "start": local_text(booking.start_at, zone),
        "end": local_text(booking.end_at, zone),
        "time_zone": booking.resource.space.time_zone,
        "seats": booking.seats,
        "state": booking.state_at(clock.now()),
        "expires": booking.expires_at and local_text(booking.expires_at, zone),
        "person": {"name": str(person), "email": person.email} if person else None,
        "guest": booking.guest_name or None,
        "organisation": booking.organisation.slug if booking.organisation else None,
        "price": _price(booking),
        "passes": [{name: one[name] for name in ("plan", "unit", "amount")} for one in taken],
        "conditions": _conditions(booking),
        "kept": None if booking.kept_cents is None else money(booking.kept_cents),
        "note": booking.note,
        "answer": booking.answer,
        "series": str(booking.series.uuid) if booking.series else None,
        "source": booking.source,
        "sequence": booking.sequence,
        "created_at": local_text(booking.created_at, zone),
        "updated_at": local_text(booking.updated_at, zone),
        "cancelled_at": booking.cancelled_at and local_text(booking.cancelled_at, zone),
        "checked_in_at": booking.checked_in_at and local_text(booking.checked_in_at, zone),
    }


def series_document(series: BookingSeries, bookings: Collection[Booking], absolute: Absolute) -> Document:
    return {"series": str(series.uuid), "bookings": booking_documents(bookings, absolute)}


def _conditions(booking: Booking) -> Document:
    terms, zone = booking.terms, booking.zone
    start, end = to_instant(booking.start_at), to_instant(booking.end_at)
    released_at = terms.released_at(start)
    return {
        "cancel_until": to_local(terms.last_cancellation(start, end), zone).isoformat(),
        "cancellation": [
            {"after": to_local(step.after, zone).isoformat(), "kept_percent": step.kept_percent}
            for step in terms.steps(start)
        ],
        "release_at": None if released_at is None else to_local(released_at, zone).isoformat(),
        "no_show_percent": terms.no_show_percent,
        "kept_at_least": money(at_least) if (at_least := floor_cents(booking)) else None,
    }


def _price(booking: Booking) -> Document | None:
    """As it was when booked, VAT included."""
    if booking.price_cents is None:
        return None
    return _said(booking.price_cents, booking.vat_cents, booking.vat_rate, booking.currency)


def quote_document(quote: Quote | None) -> Document | None:
    """What something would cost, in the same words."""
    return None if quote is None else _said(quote.amount_cents, quote.vat_cents, quote.vat_rate, quote.currency)


def _said(cents: int, vat_cents: int, vat_rate: Decimal | None, currency: str) -> Document:
    rate = None if vat_rate is None else str(vat_rate)
    return {"amount": money(cents), "vat": money(vat_cents), "vat_rate": rate, "currency": currency}


def pass_document(membership: Membership, lots: Iterable[Source]) -> Document:
    """A membership and what is left of its lots. With the plan's space and spaces at hand."""
    plan, through = membership.plan, membership.valid_through
    return {
        "plan": plan.name,
        "space": plan.space.slug if plan.space else None,
        "reach": plan.reach,
        "spaces": sorted(space.slug for space in plan.spaces.all()) if plan.reach == Plan.Reach.LISTED else [],
        "valid_from": membership.valid_from.isoformat(),
        "valid_through": through and through.isoformat(),
        "lots": [_lot(lot) for lot in lots],
    }


def _lot(lot: Source) -> Document:
    entitlement = lot.entitlement
    return {
        "unit": entitlement.unit,
        "amount": entitlement.amount,
        "left": lot.left,
        "every": entitlement.every,
        "kinds": entitlement.kinds,
        "valid_from": lot.starts_on.isoformat(),
        "valid_through": lot.last_on and lot.last_on.isoformat(),
    }


def movement_document(entry: LedgerEntry, zone: tzinfo, then: Then | None) -> Document:
    """One line of the ledger, as the person whose pass it is reads it. With its plan and entitlement at hand."""
    return {
        "at": local_text(entry.created_at, zone),
        "kind": entry.kind,
        "amount": entry.amount,
        "unit": entry.entitlement.unit,
        "plan": entry.membership.plan.name,
        "booking": str(entry.booking) if entry.booking else None,
        "start": local_text(then.start_at, then.booking.zone) if then else None,
        "end": local_text(then.end_at, then.booking.zone) if then else None,
        "reason": entry.reason,
    }

"""Whether a booking may be made, and by whom: the rules of time and place, then of the person."""

from datetime import timedelta

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext as _

from maillage.base.errors import NotAllowed
from spaces.booking.models import Booking, Habilitation
from spaces.booking.permissions import can_book, can_book_for_others, can_override
from spaces.booking.rules import availability, entitlements
from spaces.booking.rules.entitlements import Grant, Quota, QuotaPeriod
from spaces.booking.rules.refusals import Refusal
from spaces.booking.rules.resource_rules import LONGEST_MIN
from spaces.booking.services.reading import Reading
from spaces.booking.services.refusals import refused
from spaces.booking.services.requests import Request

# Not even staff with a reason: somebody or something is there.
FIRM = frozenset({Refusal.BLOCKED, Refusal.ALREADY_BOOKED, Refusal.POOL_FULL})
LONGEST_QUOTA = timedelta(days=32)


def check_sense(request: Request) -> None:
    """Refuse what no reason could make a booking, before anything is read."""
    if request.start_at.year not in availability.YEARS:
        raise refused(Refusal.IN_THE_PAST if request.start_at < request.now else Refusal.TOO_FAR, request)
    if request.end_at <= request.start_at:
        raise refused(Refusal.TOO_SHORT, request)
    if request.end_at - request.start_at > timedelta(minutes=LONGEST_MIN):
        raise refused(Refusal.TOO_LONG, request)


def settle(request: Request, reading: Reading, *, may_wait: bool = False) -> list[Refusal]:
    """Let a request pass or raise `BookingRefused` for the first reason against it.

    Returns the rules that it goes beyond, for a reason given by somebody who may. With `may_wait` others
    on the place are no reason: the request queues.
    """
    bookable = reading.bookable(request.resource, request.seats)
    reasons = availability.reasons(bookable, request.wish)
    if may_wait and request.seats <= request.resource.capacity:
        reasons = [code for code in reasons if not code.is_conflict]
    may_override = _may_override(request)
    if may_override or all(code.is_conflict for code in reasons):  # else an earlier reason stands already
        reasons += person_refusals(request)
    return _pass_or_raise(request, reasons, may_override=may_override)


def settle_person(request: Request) -> list[Refusal]:
    """The same for the person alone: at confirmation, approval and check-in the time is theirs already."""
    return _pass_or_raise(request, person_refusals(request), may_override=_may_override(request))


def person_refusals(request: Request) -> list[Refusal]:
    """What speaks against the person: right, habilitation, quota. Up to four queries."""
    checks = (
        None if _is_allowed(request) else Refusal.NOT_ALLOWED,
        _habilitation_refusal(request),
        _quota_refusal(request),
    )
    return [code for code in checks if code]


def _pass_or_raise(request: Request, reasons: list[Refusal], *, may_override: bool) -> list[Refusal]:
    standing = [code for code in reasons if not may_override or code in FIRM]
    if code := Refusal.first_of(standing):
        raise refused(code, request)
    return reasons


def _may_override(request: Request) -> bool:
    if not request.override_reason:
        return False
    if not can_override(request.by, request.resource):
        raise NotAllowed(_("Only a manager of the place may go beyond its rules. Leave the reason empty."))
    return True


def _is_allowed(request: Request) -> bool:
    if request.person is not None and request.by == request.person:
        return can_book(request.person, request.resource)
    return can_book_for_others(request.by, request.resource)


def _habilitation_refusal(request: Request) -> Refusal | None:
    theirs = Q(grants__person=request.person, grants__revoked_at=None)
    rows = (
        Habilitation.objects.filter(resources=request.resource)
        .annotate(grant=FilteredRelation("grants", condition=theirs))
        .values_list("code", "grant", "grant__valid_until")
    )
    required, grants = set(), []
    for code, grant, valid_until in rows:
        required.add(code)
        if grant is not None and request.person is not None:
            grants.append(Grant(code, valid_until))
    return entitlements.habilitation_refusal(
        required, grants, start_at=request.start_at, end_at=request.end_at, zone=request.zone
    )


def _quota_refusal(request: Request) -> Refusal | None:
    if request.person is None:
        return None
    quotas = [
        Quota(QuotaPeriod(quota.period), quota.minutes, quota.count, quota.audience)
        for quota in request.resource.quotas.all()
    ]
    if not quotas:
        return None
    used = Booking.objects.filter(resource=request.resource, person=request.person).holding(request.now)
    used = used.overlapping(request.start_at - LONGEST_QUOTA, request.end_at + LONGEST_QUOTA)
    if request.besides is not None:
        used = used.exclude(pk=request.besides.pk)
    is_team = request.resource.space.role_of(request.person) is not None
    return entitlements.quota_refusal(
        quotas,
        [(request.start_at, request.end_at)],
        used=used.values_list("start_at", "end_at"),
        audiences=["team" if is_team else "members"],
        zone=request.zone,
    )

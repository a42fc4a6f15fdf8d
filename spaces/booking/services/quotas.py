"""What the quotas of a resource leave to a person and to the organisation that they book for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from django.db.models import Q

from maillage.base.instants import local_day, to_instant
from maillage.users.models import User
from spaces.booking.models import Booking, State
from spaces.booking.models import Quota as QuotaRow
from spaces.booking.models.access import plan_audience
from spaces.booking.rules.entitlements import Had, Quota, Usage, quota_usages
from spaces.booking.services.requests import Request
from spaces.pricing.services.audiences import Belonging

LONGEST_QUOTA = timedelta(days=32)  # a month, and a night that belongs to its last day
NOBODY = 0  # the key of no record
UNCONFIRMED = Q(state=State.HOLD, person=None) & ~Q(guest_email="")  # anybody can have typed that address

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Limit:
    """A quota as the team wrote it, and how it stands in one of its periods."""

    row: QuotaRow
    usage: Usage


@dataclass(frozen=True)
class Allowance:
    """The quotas that may hold for who asks, and what they have that may count. `belonging` None: no plan matters."""

    zone: tzinfo
    until: datetime
    rows: dict[Quota, QuotaRow]
    had: list[Had]
    audience: str
    belonging: Belonging | None

    def again(self, request: Request) -> "Allowance":
        """With what they have by now."""
        return replace(self, had=_had(request, self.until, self.rows))

    def limits(self, start_at: datetime, end_at: datetime, *, besides: Sequence[Span] = ()) -> list[Limit]:
        """How each limit stands that holds for a booking of these times."""
        planned = [Had(*span, is_organisations=True) for span in besides]
        usages = quota_usages(
            self.rows,
            [(start_at, end_at)],
            used=[*self.had, *planned],
            audiences=self._audiences(start_at),
            zone=self.zone,
        )
        return [Limit(self.rows[usage.quota], usage) for usage in usages]

    def exceeded(self, start_at: datetime, end_at: datetime, *, besides: Sequence[Span] = ()) -> Limit | None:
        """The first that it goes beyond."""
        return next((one for one in self.limits(start_at, end_at, besides=besides) if not one.usage.is_kept), None)

    def _audiences(self, start_at: datetime) -> list[Collection[str]]:
        """The person's, the nearest first. A booking goes by the plans of its first day, as its price does."""
        if self.belonging is None:
            return [{self.audience}]
        plans = self.belonging.plans_on(local_day(to_instant(start_at), self.zone))
        return [{plan_audience(plan) for plan in sorted(plans)}, {self.audience}]


def read_allowance(request: Request, until: datetime) -> Allowance | None:
    """For bookings from the request's start to `until`; None where nothing limits it.

    Two queries, and one more each where the team has other limits or a plan has its own. Nobody in particular has
    used up nothing; nor has a guest before their address is confirmed: whoever types it would learn what it has.
    Nor does what waits for that count against whose address it may be.
    """
    if request.person is None and request.organisation_id is None and not _is_guests(request):
        return None
    rows = {row.as_ruled: row for row in request.resource.quotas.select_related("plan") if _holds(row, request)}
    if not rows:
        return None
    asks_plan = any(row.plan_id for row in rows.values())
    return Allowance(
        zone=request.zone,
        until=until,
        rows=rows,
        had=_had(request, until, rows),
        audience=_audience(request),
        belonging=Belonging(request.person, request.resource.space) if asks_plan else None,
    )


def _holds(row: QuotaRow, request: Request) -> bool:
    """Whether there is somebody whose bookings it could add up."""
    if row.holder == QuotaRow.Holder.PERSON:
        return request.person is not None or _is_guests(request)
    return request.organisation_id is not None


def _is_guests(request: Request) -> bool:
    """Whether it is for one person, though without an account."""
    return request.is_by_guest or bool(request.guest_email)


def _had(request: Request, until: datetime, rows: dict[Quota, QuotaRow]) -> list[Had]:
    """What may count, in every period of a quota that bookings until then may touch. One query."""
    here = Q(resource=request.resource)
    if any(row.counts_kind for row in rows.values()):
        here |= Q(resource__space=request.resource.space_id, resource__kind=request.resource.kind)
    person_id, address = _whose(request)
    whose = Q(person=person_id) | Q(guest_email=address) if address else Q()
    if any(row.holder == QuotaRow.Holder.ORGANISATION for row in rows.values()):
        organisations = Q(organisation=request.organisation_id)
        whose = whose | organisations if whose else organisations
    if not whose:
        return []
    theirs = Booking.objects.filter(here, whose).holding(request.now).exclude(UNCONFIRMED)
    theirs = theirs.overlapping(request.start_at - LONGEST_QUOTA, until + LONGEST_QUOTA)
    if request.besides is not None:
        theirs = theirs.exclude(pk=request.besides.pk)
    organisation_id = request.organisation_id or NOBODY
    columns = theirs.values_list("start_at", "end_at", "resource", "person", "guest_email", "organisation")
    return [
        Had(
            start,
            end,
            is_here=resource == request.resource.pk,
            is_theirs=person == person_id or (bool(guest) and guest == address),
            is_organisations=organisation == organisation_id,
        )
        for start, end, resource, person, guest, organisation in columns
    ]


def _whose(request: Request) -> tuple[int, str]:
    """The account and the address that it is for: what one has with an account and without counts together."""
    if request.person is not None:
        return request.person.pk, request.person.email
    account = User.objects.find_active(request.guest_email) if request.guest_email else None
    return account.pk if account else NOBODY, request.guest_email


def _audience(request: Request) -> str:
    is_team = request.person is not None and request.resource.space.role_of(request.person) is not None
    return QuotaRow.Audience.TEAM if is_team else QuotaRow.Audience.MEMBERS

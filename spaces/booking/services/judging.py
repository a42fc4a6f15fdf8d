"""Whether a booking may be made, and by whom: the rules of time and place, then of the person."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from functools import cached_property

from django.db.models import BooleanField, ExpressionWrapper, FilteredRelation, Q
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.errors import NotAllowed
from maillage.base.instants import local_day, to_instant
from spaces.booking.models import Habilitation, counts_at
from spaces.booking.permissions import can_book, can_book_as_guest, can_book_for_others, can_override
from spaces.booking.rules import availability, entitlements
from spaces.booking.rules.admission import Admission
from spaces.booking.rules.availability import Bookable
from spaces.booking.rules.entitlements import Grant
from spaces.booking.rules.refusals import FROM_AFAR, OF_THE_START, Refusal
from spaces.booking.rules.resource_rules import LONGEST_MIN
from spaces.booking.services.admissions import FOR_EVERYBODY, admission_of
from spaces.booking.services.lapsing import release_expired
from spaces.booking.services.policies import welcomes_guests
from spaces.booking.services.quotas import Allowance, Limit, Span, read_allowance
from spaces.booking.services.reading import Reading, look_again, read_demands, read_one
from spaces.booking.services.refusals import not_admitted, quota_refused, refused
from spaces.booking.services.requests import Request
from spaces.pricing.services.audiences import Belonging

# Not even staff with a reason: somebody or something is there.
FIRM = frozenset({Refusal.BLOCKED, Refusal.ALREADY_BOOKED, Refusal.POOL_FULL})


def check_sense(request: Request) -> None:
    """Refuse what no reason could make a booking, before anything is read."""
    if request.start_at.year not in availability.YEARS:
        raise refused(Refusal.IN_THE_PAST if request.start_at < request.now else Refusal.TOO_FAR, request)
    is_backwards = request.end_at <= request.start_at
    if is_backwards or request.end_at - request.start_at > timedelta(minutes=LONGEST_MIN):
        code = Refusal.TOO_SHORT if is_backwards else Refusal.TOO_LONG
        raise refused(Refusal.IN_THE_PAST if _starts_too_early(request) else code, request)


def _starts_too_early(request: Request) -> bool:
    """Whether its start has passed, where that counts: that is said first, as of what makes sense."""
    may_be_past = request.is_here or request.keeps_start or request.override_reason
    return request.start_at < request.now and not may_be_past


@dataclass(frozen=True)
class Case:
    """A request with everything that decides about it."""

    request: Request
    reading: Reading
    is_certain: bool = False  # read in the space's turn: nobody can change it before this one has written

    @classmethod
    def read(cls, request: Request) -> "Case":
        """Look at everything, in no turn: whoever is refused now need not wait for one."""
        return cls(request, read_one(request.resource, request.start_at, request.end_at, besides=request.besides))

    @classmethod
    def read_for_certain(cls, request: Request) -> "Case":
        """Look at everything in the space's turn."""
        case = cls.read(request)
        expired = release_expired(case.reading.rows, case.reading.tree, request.now)
        return case.again() if expired else replace(case, is_certain=True)

    def again(self) -> "Case":
        """Look again, in the space's turn, at what others may have changed; let go of holds that expired."""
        request = replace(self.request, now=clock.now())
        reading = self._reread(request)
        if release_expired(reading.rows, reading.tree, request.now):
            reading = self._reread(request)
        case = Case(request, reading, is_certain=True)
        allowance = self.standing.allowance
        case.__dict__["standing"] = replace(self.standing, allowance=allowance and allowance.again(request))
        return case

    def _reread(self, request: Request) -> Reading:
        return look_again(self.reading, request.resource, request.start_at, request.end_at)

    @cached_property
    def standing(self) -> "Standing":
        return read_standing(self.request, self.reading)

    def settle(self, *, may_wait: bool = False, whoever: bool = False) -> list[Refusal]:
        """Let the request pass or raise `BookingRefused` for the first reason against it.

        Returns the rules that it goes beyond, for a reason given by somebody who may. With `may_wait`
        others on the place are no reason: the request queues. `whoever`: it is not known yet for whom, and only the
        time counts.
        """
        request = self.request
        bookable = self.reading.bookable(request.resource, request.seats)
        reasons = refusals_of_time(bookable, request)
        if may_wait and request.seats <= request.resource.capacity:
            reasons = [code for code in reasons if not code.is_conflict]
        may_override = _may_override(request)
        # Else an earlier reason stands already.
        if not whoever and (may_override or all(code.is_conflict for code in reasons)):
            reasons += self.standing.refusals(request.start_at, request.end_at)
        return _pass_or_raise(request, reasons, lambda: self.standing, may_override=may_override)


def refusals_of_time(bookable: Bookable, request: Request) -> list[Refusal]:
    """What speaks against the time that is asked for, whoever asks; in order of precedence."""
    reasons = availability.reasons(bookable, request.wish)
    if request.is_here and can_book_for_others(request.by, request.resource):
        reasons = [code for code in reasons if code not in FROM_AFAR]
    if request.keeps_start:  # what a start has to be was asked when it was booked
        reasons = [code for code in reasons if code not in OF_THE_START]
    keeps_past = request.keeps_start or request.moves_elsewhere
    if keeps_past and request.end_at <= request.now and Refusal.IN_THE_PAST not in reasons:
        reasons.insert(0, Refusal.IN_THE_PAST)
    return reasons


def settle_person(request: Request, *, beyond: Collection[Refusal] = ()) -> list[Refusal]:
    """The same for the person alone: at confirmation, approval and check-in the time is theirs already.

    `beyond`: rules that the team has decided about before.
    """
    standing = read_standing(request, keeps_price=True)
    reasons = [code for code in standing.refusals(request.start_at, request.end_at) if code not in beyond]
    return _pass_or_raise(request, reasons, lambda: standing, may_override=_may_override(request))


@dataclass(frozen=True)
class Standing:
    """What a person may do with a resource, has learnt for it and has of it already."""

    zone: tzinfo
    is_allowed: bool
    admission: Admission
    belonging: Belonging
    required: set[str]
    grants: list[Grant]
    allowance: Allowance | None = None  # None: nothing limits how much

    def refusals(self, start_at: datetime, end_at: datetime, *, besides: Sequence[Span] = ()) -> list[Refusal]:
        """What speaks against this person then. `besides`: what they are to have at other times as well."""
        habilitation = entitlements.habilitation_refusal(
            self.required, self.grants, start_at=start_at, end_at=end_at, zone=self.zone
        )
        quota = Refusal.QUOTA if self.exceeded(start_at, end_at, besides=besides) else None
        may_book = self.is_allowed and self.is_admitted(start_at)
        checks = (None if may_book else Refusal.NOT_ALLOWED, habilitation, quota)
        return [code for code in checks if code]

    def is_admitted(self, start_at: datetime) -> bool:
        """Whether they are among those that the resource is for. A booking goes by the plans of its first day."""
        if self.admission.is_for_everybody:
            return True
        return self.admission.lets_in(self.belonging.audiences_on(local_day(to_instant(start_at), self.zone)))

    def limits(self, start_at: datetime, end_at: datetime) -> list[Limit]:
        """How much of it they may have, and have, around a booking of these times."""
        return self.allowance.limits(start_at, end_at) if self.allowance else []

    def exceeded(self, start_at: datetime, end_at: datetime, *, besides: Sequence[Span] = ()) -> Limit | None:
        """The first limit that a booking of these times would go beyond."""
        return self.allowance.exceeded(start_at, end_at, besides=besides) if self.allowance else None


def read_standing(
    request: Request, reading: Reading | None = None, *, until: datetime | None = None, keeps_price: bool = False
) -> Standing:
    """What speaks for and against a person, for bookings from the request's start to its end or `until`.

    No query for what the resource does not ask; one to know, where `reading` does not. `keeps_price`: the booking
    has its price already, whatever is sold to whom by now.
    """
    demands = (reading and reading.demands) or read_demands(request.resource)
    required, grants = _trainings(request) if demands.asks_training else (set(), [])
    admission = admission_of(request.resource) if demands.is_reserved else FOR_EVERYBODY
    return Standing(
        zone=request.zone,
        is_allowed=_is_allowed(request),
        admission=replace(admission, sold_to=frozenset()) if keeps_price else admission,
        belonging=Belonging(request.person, request.resource.space),
        required=required,
        grants=grants,
        allowance=read_allowance(request, until or request.end_at) if demands.has_quota else None,
    )


def _pass_or_raise(
    request: Request, reasons: list[Refusal], standing: Callable[[], Standing], *, may_override: bool
) -> list[Refusal]:
    code = Refusal.first_of(code for code in reasons if not may_override or code in FIRM)
    if code is Refusal.QUOTA and (limit := standing().exceeded(request.start_at, request.end_at)):
        raise quota_refused(limit, request)
    if code is Refusal.NOT_ALLOWED and not standing().is_admitted(request.start_at):
        raise not_admitted(standing().admission, request)
    if code:
        raise refused(code, request)
    return reasons


def _may_override(request: Request) -> bool:
    if not request.override_reason:
        return False
    if not can_override(request.by, request.resource):
        raise NotAllowed(_("Only a manager of the place may go beyond its rules. Leave the reason empty."))
    return True


def _is_allowed(request: Request) -> bool:
    if request.is_by_guest:
        return can_book_as_guest(request.resource) and welcomes_guests(request.resource)
    if request.person is not None and request.by == request.person:
        return can_book(request.person, request.resource)
    return can_book_for_others(request.by, request.resource)


def _trainings(request: Request) -> tuple[set[str], list[Grant]]:
    """The habilitations that the resource asks for, and those that the person holds and its space recognises.

    One query.
    """
    condition = Q(grants__person=request.person, grants__revoked_at=None)
    counts = counts_at(request.resource.space, training="pk", given_by="theirs__space")
    rows = (
        Habilitation.objects.filter(resources=request.resource)
        .annotate(theirs=FilteredRelation("grants", condition=condition))
        .values_list("code", "theirs", "theirs__valid_until", ExpressionWrapper(counts, BooleanField()))
    )
    required, grants = set(), []
    for code, pk, valid_until, is_recognised in rows:
        required.add(code)
        if pk is not None and is_recognised and request.person is not None:
            grants.append(Grant(code, valid_until))
    return required, grants

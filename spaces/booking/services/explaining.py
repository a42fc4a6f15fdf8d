"""Every rule about one booking, one by one: what holds and what does not. For teams that wonder why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from spaces.booking import quota_wording
from spaces.booking.rules import availability
from spaces.booking.rules.refusals import TRAININGS, Refusal
from spaces.booking.services.alternatives import nearest
from spaces.booking.services.judging import Case, Standing, check_sense
from spaces.booking.services.reading import ALL_DEMANDS
from spaces.booking.services.refusals import SENTENCES, BookingRefused, who_may_book
from spaces.booking.services.requests import Request
from spaces.catalogue.models import Resource


class Verdict(NamedTuple):
    """One rule. `sentence`: what the person would be told, "" where it holds. `notes`: how each limit stands."""

    rule: Refusal
    sentence: str = ""
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.sentence


@dataclass(frozen=True)
class Explanation:
    """The rules in order of precedence, and where one is broken the nearest time that could be booked instead."""

    verdicts: list[Verdict]
    nearest: Request | None = None


def explain(resource: Resource, *, person: Any, start: datetime, end: datetime, by: Any, seats: int = 1) -> Explanation:
    """Look at everything, without writing; the first rule that is broken is the answer.

    `person` asks for themselves; None is somebody the team books for.
    """
    asked = {"person": person, "by": person or by, "seats": seats}
    request = Request.new(resource, start=start, end=end, **asked)
    try:
        check_sense(request)
    except BookingRefused as refusal:
        return Explanation([Verdict(Refusal(refusal.code), refusal.message)])
    case = Case.read(request)
    broken = {
        *availability.reasons(case.reading.bookable(resource, seats), request.wish),
        *case.standing.refusals(request.start_at, request.end_at),
    }
    left_out = _without_meaning(request, case, is_past=Refusal.IN_THE_PAST in broken)
    verdicts = [
        _verdict(rule, request, case.standing, is_broken=rule in broken) for rule in Refusal if rule not in left_out
    ]
    return Explanation(verdicts, nearest(request) if broken else None)


def _without_meaning(request: Request, case: Case, *, is_past: bool) -> set[Refusal]:
    """Rules that say nothing here, whether they hold or not: of what has passed, of training that nobody asks for."""
    demands = case.reading.demands or ALL_DEMANDS
    return {
        *((Refusal.TOO_SOON, Refusal.TOO_FAR) if is_past else ()),
        *(() if demands.asks_training else TRAININGS),
        *(() if demands.has_quota else (Refusal.QUOTA,)),
        *((Refusal.NOT_ALLOWED,) if request.person is None and not demands.is_reserved else ()),
    }


def _verdict(rule: Refusal, request: Request, standing: Standing, *, is_broken: bool) -> Verdict:
    if rule is Refusal.NOT_ALLOWED and not standing.is_admitted(request.start_at):
        return Verdict(rule, who_may_book(standing.admission.whom, request))
    if rule is Refusal.QUOTA:
        limits = standing.limits(request.start_at, request.end_at)
        broken = next((limit for limit in limits if not limit.usage.is_kept), None)
        sentence = quota_wording.refusal(broken, request.resource.name) if broken else ""
        return Verdict(rule, sentence, tuple(quota_wording.used(limit) for limit in limits))
    return Verdict(rule, SENTENCES[rule](request) if is_broken else "")

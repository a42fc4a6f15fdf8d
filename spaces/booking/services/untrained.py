"""Bookings whose people no longer have the training that the resource asks for: which, and what becomes of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.errors import DomainError, NotAllowed
from spaces.booking.models import Booking, Habilitation, HabilitationGrant, State
from spaces.booking.permissions import can_override
from spaces.booking.rules.entitlements import Grant, habilitation_refusal
from spaces.booking.rules.refusals import TRAININGS, Refusal
from spaces.booking.services.going_beyond import lines_about
from spaces.booking.services.training_mails import write_about_bookings
from spaces.booking.services.turns import take_turn
from spaces.booking.services.writing import record
from spaces.catalogue.models import Space

EXPECTED = State.HOLDING - {State.CHECKED_IN}
MOST_LISTED = 200


def untrained(bookings: Iterable[Booking]) -> dict[int, Refusal]:
    """Those to come (read with `noting_training`) whose person may no longer use what they have booked, by key.

    Those about which the team has decided since are not among them. No query where nothing asks for a training,
    three where something does.
    """
    now = clock.now()
    asking: list[Any] = [one for one in bookings if getattr(one, "asks_training", False)]
    asking = [one for one in asking if one.person_id and one.end_at > now and one.state in EXPECTED]
    if not asking:
        return {}
    required = _required({one.resource_id for one in asking})
    by_space: defaultdict[Space, list[Booking]] = defaultdict(list)
    for one in asking:
        by_space[one.resource.space].append(one)
    found: dict[int, Refusal] = {}
    for space, theirs in by_space.items():
        held = _held(space, {one.person_id for one in theirs if one.person_id})
        for one in theirs:
            code = habilitation_refusal(
                required[one.resource_id],
                held[one.person_id or 0],
                start_at=one.start_at,
                end_at=one.end_at,
                zone=one.zone,
            )
            if code is not None:
                found[one.pk] = code
    decided = _decided([one for one in asking if one.pk in found])
    return {pk: code for pk, code in found.items() if pk not in decided}


def to_settle(space: Space) -> list[tuple[Booking, Refusal]]:
    """All of a space that are to come, soonest first."""
    coming = Booking.objects.filter(resource__space=space, state__in=EXPECTED, resource__habilitations__isnull=False)
    whole = coming.upcoming(clock.now()).exclude(person=None).distinct().for_listing().noting_training()
    bookings = list(whole)
    codes = untrained(bookings)
    return [(one, codes[one.pk]) for one in bookings if one.pk in codes][:MOST_LISTED]


def decided_about(booking: Booking) -> set[Refusal]:
    """The rules that the team went beyond for it, with a reason; trainings until one is taken back. Three queries."""
    lines = lines_about([booking])
    beyond = {Refusal(code) for line in lines for code in line.after.get("overridden", [])} - TRAININGS
    return beyond | TRAININGS if booking.person_id and _decided([booking]) else beyond


def keep(bookings: Sequence[Booking], *, by: Any, reason: str) -> None:
    """Let these people come all the same; rule and reason stay in the history of each."""
    if not all(can_override(by, one.resource) for one in bookings):
        raise NotAllowed(_("Only a manager of the place may go beyond its rules. Leave the reason empty."))
    if not reason.strip():
        raise DomainError("reason_missing", _("Say why they may come all the same."))
    codes = untrained(bookings)

    def work() -> None:
        for one in bookings:
            if one.pk in codes:
                record(one, "kept", by=by, overridden=[codes[one.pk]], reason=reason.strip())

    take_turn(work, *{one.resource.space_id for one in bookings})


def write_to(bookings: Sequence[Booking], *, words: str) -> int:
    """Write to the people of these bookings, one mail each with their bookings; how many."""
    if not words.strip():
        raise DomainError("words_missing", _("Write what they should read."))
    by_person: defaultdict[int | None, list[str]] = defaultdict(list)
    for one in bookings:
        by_person[one.person_id].append(str(one.uuid))
    for uuids in by_person.values():
        write_about_bookings.enqueue(booking_uuids=uuids, words=words.strip())
    return len(by_person)


def _required(resource_ids: Collection[int]) -> dict[int, set[str]]:
    required: defaultdict[int, set[str]] = defaultdict(set)
    asked = Habilitation.objects.filter(resources__in=resource_ids).order_by()
    for resource_id, code in asked.values_list("resources", "code"):
        required[resource_id].add(code)
    return required


def _held(space: Space, person_ids: Collection[int]) -> dict[int, list[Grant]]:
    held: defaultdict[int, list[Grant]] = defaultdict(list)
    standing = HabilitationGrant.objects.standing().recognised_at(space).filter(person__in=person_ids).order_by()
    for person_id, code, valid_until in standing.values_list("person", "habilitation__code", "valid_until"):
        held[person_id].append(Grant(code, valid_until))
    return held


def _decided(bookings: Sequence[Booking]) -> set[int]:
    """Keys of those where the team went beyond this rule since a training of the person was last taken back."""
    if not bookings:
        return set()
    taken_back: dict[int, datetime] = {}
    revoked = HabilitationGrant.objects.filter(person__in=[one.person_id for one in bookings], revoked_by__isnull=False)
    for person_id, at in revoked.order_by("revoked_at").values_list("person", "revoked_at"):
        if at is not None:
            taken_back[person_id] = at
    decided = set()
    for line in lines_about(bookings):
        since = taken_back.get(line.booking.person_id or 0)
        if TRAININGS & set(line.after.get("overridden", [])) and (since is None or line.at >= since):
            decided.add(line.booking.pk)
    return decided

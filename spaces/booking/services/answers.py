"""A request sent twice is done once: the first answer to an `Idempotency-Key` is every answer."""

import hashlib
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.errors import DomainError
from maillage.users.permissions import Anyone
from spaces.booking.models import IdempotencyKey
from spaces.booking.services.refusals import CONFLICT, BookingRefused
from spaces.booking.services.turns import take_turn

CREATED = 201
KEPT = timedelta(days=7)

Look = Callable[[], None]
Work = Callable[[], dict[str, Any]]


class Answer(NamedTuple):
    """What is said to a request. `is_repeated`: it had been said before."""

    status: int
    body: dict[str, Any]
    is_repeated: bool = False


class Mismatch(DomainError):
    """The key was used for something else."""

    status = CONFLICT

    def __init__(self) -> None:
        message = _("This Idempotency-Key was sent with another body. Take a new key for a new request.")
        super().__init__("idempotency_mismatch", message)


def answer_once(user: Anyone, *, key: str, asked: str, space_ids: Collection[int], look: Look, work: Work) -> Answer:
    """The answer of `work`, or the one that this person's request with `key` had before.

    `look` raises the BookingRefused that `work` would, without waiting for the turn of its spaces; a refusal
    is an answer too. Of two requests at the same time, one does the work and the other repeats it.
    Raises Mismatch when the key was sent with something else than `asked`.
    """
    row = {"user": user, "key": f"api:{_digest(key)}"}
    digest = _digest(asked)
    if earlier := _earlier(row, digest):
        return earlier
    try:
        look()
        return take_turn(lambda: _claimed(row, digest, work), *space_ids)
    except BookingRefused as refusal:
        status, body = refusal.status, {"code": refusal.code, "message": refusal.message, "detail": refusal.detail}
        return take_turn(lambda: _claimed(row, digest, lambda: body, status=status))


def _claimed(row: dict[str, Any], digest: str, work: Work, *, status: int = CREATED) -> Answer:
    """Take the key, or wait for who has it and say the same. What the person's old keys said is forgotten."""
    too_old = clock.now() - KEPT
    IdempotencyKey.objects.filter(user=row["user"], key__startswith="api:", created_at__lt=too_old).delete()
    IdempotencyKey.objects.bulk_create([IdempotencyKey(**row, body_digest=digest)], ignore_conflicts=True)
    if earlier := _earlier(row, digest):
        return earlier
    answer = Answer(status, work())
    IdempotencyKey.objects.filter(**row).update(status=answer.status, answer=answer.body)
    return answer


def _earlier(row: dict[str, Any], digest: str) -> Answer | None:
    """What was answered; nobody ever sees a key without its answer but who is about to give it."""
    found = IdempotencyKey.objects.filter(**row).first()
    if found is None or found.status is None or found.answer is None:
        return None
    if found.body_digest != digest:
        raise Mismatch
    return Answer(found.status, found.answer, is_repeated=True)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

"""Writers of one space take turns.

The lock is on the space: it is the root of all its trees of resources and of what they take along, so
that one lock, known before anything is read, covers all that a booking needs. PostgreSQL: an advisory
lock until the end of the transaction. SQLite: the transaction itself, begun IMMEDIATE, has one writer.
"""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from spaces.booking.models.guarantee import NAME

Result = TypeVar("Result")

LOCK_FAMILY = 0x626B << 40  # "bk": apart from other advisory locks of the database
ATTEMPTS = 8
LONGEST_PAUSE_S = 0.2
SERIALISATION, DEADLOCK, LOCK_TIMEOUT, EXCLUSION = "40001", "40P01", "55P03", "23P01"


def take_turn(work: Callable[[], Result], *space_ids: int) -> Result:
    """Run `work` in one transaction, alone among the writers of these spaces.

    What the database asks to try again is tried again, with everything read anew: a deadlock, a busy
    SQLite, and an overlap that somebody wrote outside this lock. Inside a caller's transaction only the
    outermost can try again, so that the error goes up to it.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                _lock(space_ids)
                return work()
        except (OperationalError, IntegrityError) as error:
            if connection.in_atomic_block or attempt == ATTEMPTS or not _is_worth_another_try(error):
                raise
        time.sleep(random.uniform(0, LONGEST_PAUSE_S))  # noqa: S311 - only to part the rivals
    raise AssertionError("unreachable")


def _lock(space_ids: tuple[int, ...]) -> None:
    if connection.vendor != "postgresql":
        return
    keys = [LOCK_FAMILY + space_id for space_id in sorted(set(space_ids))]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", [keys])


def _is_worth_another_try(error: DatabaseError) -> bool:
    code = getattr(error.__cause__, "sqlstate", None)
    if code is not None:
        return code in (SERIALISATION, DEADLOCK, LOCK_TIMEOUT, EXCLUSION)
    text = str(error)
    return NAME in text or "locked" in text or "busy" in text

"""Writers of one space take turns.

The lock is on the space: it is the root of all its trees of resources and of what they take along, so
that one lock, known before anything is read, covers all that a booking needs. PostgreSQL: an advisory
lock until the end of the transaction. SQLite: the transaction itself, begun IMMEDIATE, has one writer.
"""

import random
import time
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, TypeVar

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from spaces.booking.models.guarantee import NAME

Result = TypeVar("Result")

LOCK_FAMILY = 0x626B << 40  # "bk": apart from other advisory locks of the database
WAIT_FOR_CLAIM = """
SELECT CASE WHEN pg_try_advisory_xact_lock_shared(%s, %s) THEN false
            ELSE pg_advisory_xact_lock_shared(%s, %s) IS NOT NULL END
"""
ATTEMPTS = 8
LONGEST_PAUSE_S = 0.2
SERIALISATION, DEADLOCK, LOCK_TIMEOUT, EXCLUSION = "40001", "40P01", "55P03", "23P01"


class Busy(Exception):
    """Somebody asks for the very same, or that cannot be told without waiting."""


class Claim(NamedTuple):
    """What several may ask for at once: a resource from an instant on."""

    resource_id: int
    start_at: datetime

    @property
    def keys(self) -> tuple[int, int]:
        """Of its lock: two numbers of four bytes, a name space of their own. Two claims that share them only wait."""
        return self.resource_id % 2**31, int(self.start_at.timestamp() // 60) % 2**31


def let_finish(claim: Claim) -> bool:
    """Wait until nobody has this claim; all who wait go on at once. Whether there was anything to wait for.

    A shared lock for the time of one statement.
    """
    if not _can_claim():
        return False
    with connection.cursor() as cursor:
        cursor.execute(WAIT_FOR_CLAIM, 2 * claim.keys)
        return cursor.fetchone() == (True,)


def take_turn(work: Callable[[], Result], *space_ids: int, claim: Claim | None = None) -> Result:
    """Run `work` in one transaction, alone among the writers of these spaces.

    With a `claim`, raises Busy where somebody else has it, instead of waiting in line for what they may take.

    What the database asks to try again is tried again, with everything read anew: a deadlock, a busy
    SQLite, and an overlap that somebody wrote outside this lock. Inside a caller's transaction only the
    outermost can try again, so that the error goes up to it.
    """
    if claim and not _can_claim():
        raise Busy
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                if claim:
                    _lay(claim)
                _lock(space_ids)
                return work()
        except (OperationalError, IntegrityError) as error:
            if connection.in_atomic_block or attempt == ATTEMPTS or not _is_worth_another_try(error):
                raise
        time.sleep(random.uniform(0, LONGEST_PAUSE_S))  # noqa: S311 - only to part the rivals
    raise AssertionError("unreachable")


def _can_claim() -> bool:
    """SQLite has no such locks; in a caller's transaction they would last, and two who have one wait for each other."""
    return connection.vendor == "postgresql" and not connection.in_atomic_block


def _lay(claim: Claim) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", claim.keys)
        if cursor.fetchone() == (False,):
            raise Busy


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

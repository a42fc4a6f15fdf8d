"""Closures that stand, each as one, and opening again what one has closed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from maillage.base import clock
from spaces.booking.models import Block, BlockQuerySet
from spaces.booking.services.blocks import unblock
from spaces.booking.services.reopening_mails import tell_reopened
from spaces.booking.services.turns import take_turn
from spaces.catalogue.models import Space


@dataclass(frozen=True)
class Closed:
    """What stands of a closure: blocks of one space with the same start, end and reason.

    `is_whole`: they are of all that the space has in service. `told`: how many people are told that it is open again.
    """

    blocks: tuple[Block, ...]
    is_whole: bool
    told: int = 0

    @property
    def first(self) -> Block:
        return self.blocks[0]


def standing_closures(space: Space, *, most: int) -> list[Closed]:
    """What is or will be out of service, soonest first. Two queries, one where nothing is."""
    standing = Block.objects.standing().filter(resource__space=space, end_at__gt=clock.now())
    together = [tuple(blocks) for _, blocks in groupby(_in_order(standing), key=_told_apart)][:most]
    roots = _roots(space) if together else set()
    return [_closed(blocks, roots) for blocks in together]


def reopen(block: Block, *, by: Any) -> Closed:
    """Lift the whole closure that a block is of, in one turn; twice is once. What was lifted, or else that block.

    Whom it had met is told, after commit.
    """

    def work() -> Closed:
        start_at, end_at, reason = _told_apart(block)
        standing = Block.objects.standing().filter(resource__space=block.resource.space_id)
        blocks = tuple(_in_order(standing.filter(start_at=start_at, end_at=end_at, reason=reason)))
        told = _lift(blocks, by=by)
        return replace(_closed(blocks or (block,), _roots(block.resource.space)), told=told)

    return take_turn(work, block.resource.space_id)


def put_back(block: Block, *, by: Any) -> int:
    """Put one thing back into service, and tell whom its block had met; how many people."""

    def work() -> int:
        return _lift(list(Block.objects.standing().filter(pk=block.pk)), by=by)

    return take_turn(work, block.resource.space_id)


def _lift(blocks: Sequence[Block], *, by: Any) -> int:
    for block in blocks:
        unblock(block, by=by)
    return tell_reopened(blocks)


def _told_apart(block: Block) -> tuple[datetime, datetime, str]:
    return block.start_at, block.end_at, block.reason


def _in_order(blocks: BlockQuerySet) -> BlockQuerySet:
    return blocks.select_related("resource").order_by(
        "start_at", "end_at", "reason", "resource__position", "resource__name", "pk"
    )


def _closed(blocks: tuple[Block, ...], roots: set[int]) -> Closed:
    """A single block is called by its resource, even where there is nothing else."""
    return Closed(blocks, len(blocks) > 1 and roots <= {one.resource_id for one in blocks})


def _roots(space: Space) -> set[int]:
    """The keys of what is in service and inside nothing else."""
    return set(space.resources.in_service().filter(parent=None).values_list("pk", flat=True))

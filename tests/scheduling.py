"""Which test process runs which tests, and in which order.

A file stays whole, so that what its module prepares is prepared once; the journeys stay together, so that one
demonstration is loaded, served and walked. What takes longest starts first: no process ends alone on it.
(The `xdist_group` mark would say as much, but xdist 3.8 writes it where pytest 9.2 no longer reads it.)
"""

import pytest
from xdist.scheduler import LoadFileScheduling

JOURNEYS = "tests/journeys"
LONG = ("browser", "storm", "long")


class WholeFiles(LoadFileScheduling):
    """Units of work in the order of the collection: a file each, the journeys one together."""

    def __init__(self, config: pytest.Config, log: object = None) -> None:
        config.option.loadscopereorder = False  # by their number of tests, the longest would come last
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return JOURNEYS if nodeid.startswith(f"{JOURNEYS}/") else super()._split_scope(nodeid)


def longest_first(items: list[pytest.Item]) -> None:
    """Put the journeys first, then the files that are known to take long; the others stay as they are."""
    long = {item.path for item in items if any(item.get_closest_marker(name) for name in LONG)}

    def rank(item: pytest.Item) -> int:
        return 0 if item.nodeid.startswith(f"{JOURNEYS}/") else 1 if item.path in long else 2

    items.sort(key=rank)

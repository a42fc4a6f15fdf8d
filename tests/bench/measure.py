"""How long something takes, how many queries it asks, and how that compares with something else of the same run.

Machines differ and are noisy: a line is worth something by its ratio to a reference measured beside it, or by how much
it grows between two sizes.
"""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import connection

MILLISECONDS = 1000
COLUMNS = ("what", "size", "median", "p95", "queries", "ratio", "growth", "target", "holds")


@dataclass(frozen=True)
class Line:
    """One measure. Times are in milliseconds, rates in events a second."""

    what: str
    size: str
    median: float
    p95: float | None = None
    unit: str = "ms"
    queries: int | None = None
    ratio: float | None = None
    growth: float | None = None
    target: str = ""
    holds: bool | None = None

    def against(self, reference: "Line", *, at_least: float | None = None) -> "Line":
        """With its ratio to a rate of the same run; without `at_least` for whoever reads it only."""
        compared = replace(self, ratio=self.median / reference.median)
        if at_least is None:
            return compared
        return compared._judged(f"≥ {at_least} × {reference.what}", self.median >= at_least * reference.median)

    def grown_from(self, smaller: "Line", *, at_most: float) -> "Line":
        """With how much more it takes than at a smaller size."""
        grown = replace(self, growth=self.median / smaller.median)
        return grown._judged(f"growth ≤ {at_most}", self.median <= at_most * smaller.median)

    def within(self, *, at_most_ms: float, queries: int | None = None) -> "Line":
        """With an upper limit of time, and of queries."""
        is_kept = self.median <= at_most_ms and (queries is None or (self.queries or 0) <= queries)
        said = f"≤ {at_most_ms:g} ms" + (f", ≤ {queries} queries" if queries is not None else "")
        return self._judged(said, is_kept)

    def _judged(self, target: str, is_kept: bool) -> "Line":
        """What has failed once is not mended by another target."""
        targets = ", ".join(filter(None, (self.target, target)))
        return replace(self, target=targets, holds=self.holds is not False and is_kept)

    def cells(self) -> list[str]:
        """As the table shows it."""
        return [
            self.what,
            self.size,
            f"{self.median:,.1f} {self.unit}",
            "" if self.p95 is None else f"{self.p95:,.1f}",
            "" if self.queries is None else str(self.queries),
            "" if self.ratio is None else f"{self.ratio:.2f}",
            "" if self.growth is None else f"{self.growth:.2f}",
            self.target,
            {True: "yes", False: "NO", None: ""}[self.holds],
        ]

    def document(self) -> dict[str, Any]:
        return asdict(self)


def timed(what: str, size: str, work: Callable[[], object], *, times: int = 20) -> Line:
    """Run `work` so many times, after one that warms up and counts its queries."""
    asked: list[str] = []  # not Django's own log, which each request of a test client empties
    with connection.execute_wrapper(lambda execute, sql, *more: asked.append(sql) or execute(sql, *more)):
        work()
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begun) * MILLISECONDS)
    return Line(what, size, statistics.median(spent), _p95(spent), queries=len(asked))


def table(lines: Iterable[Line]) -> str:
    """The lines under each other, columns aligned."""
    rows = [list(COLUMNS), *(line.cells() for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _p95(spent: list[float]) -> float:
    return sorted(spent)[max(0, round(len(spent) * 0.95) - 1)]

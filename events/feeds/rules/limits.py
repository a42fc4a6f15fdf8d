"""How much of a stranger's file we are ready to read."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of one reading; each one crossed is told as a problem.

    `rule_work` and `total_work` count the calendar days that recurrence rules make us look at:
    unlike seconds, they cut at the same place on every machine.
    """

    bytes: int = 5_000_000
    depth: int = 8
    entries: int = 20_000
    zones: int = 50
    rules_per_entry: int = 10
    dates_per_entry: int = 5_000
    occurrences_per_entry: int = 5_000
    occurrences: int = 20_000
    times_per_day: int = 100
    rule_work: int = 50_000
    total_work: int = 2_000_000
    problems: int = 200

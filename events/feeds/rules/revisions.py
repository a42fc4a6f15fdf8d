"""Which of the entries that share a UID speak for it."""

from events.feeds.rules.entries import Entry
from events.feeds.rules.occurrences import Window
from events.feeds.rules.problems import Report
from events.feeds.rules.series_clock import SeriesClock


def latest(members: list[Entry], window: Window, report: Report) -> tuple[Entry | None, list[Entry]]:
    """The master of a series if it is there, and its changes, one for each changed date.

    Among revisions the highest SEQUENCE wins, then the last modified, then the first in the file.
    """
    masters = [entry for entry in members if entry.recurrence_id is None]
    master = max(masters, key=lambda entry: entry.version, default=None)
    for entry in masters:
        if master and entry.version == master.version and entry.start != master.start:
            report.add("same_uid", line=entry.line, uid=entry.uid)
    clock = SeriesClock(master or members[0], window)
    changes: dict[object, Entry] = {}
    for entry in members:
        if entry.recurrence_id is not None:
            date = clock.identity(entry.recurrence_id)
            changes[date] = max(changes.get(date, entry), entry, key=lambda change: change.version)
    return master, list(changes.values())

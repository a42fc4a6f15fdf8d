"""Opening hours as a page says them: the week, open now, until when, the next opening."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from maillage.base.instants import local_day, midnight, to_instant, to_local
from spaces.catalogue.rules.opening import Hours, OpeningLayers, Run

AHEAD_DAYS = (1, 8, 64, 370)  # how far the next opening or closing is looked for


class DayHours(NamedTuple):
    """The hours that begin on one day, as people wrote them. None at all: closed."""

    on: date
    hours: tuple[Hours, ...]
    label: str


class OpenState(NamedTuple):
    """Open, and until when; or closed, and until when. None: not within a year."""

    is_open: bool
    closes_at: datetime | None = None
    opens_at: datetime | None = None


def shown_hours(opening: OpeningLayers, first_on: date, last_on: date) -> list[DayHours]:
    """The hours of each day, for a table."""
    return [
        DayHours(on, tuple(sorted(hours)), exception.label if exception else "")
        for on, (hours, exception) in opening.hours_by_day(first_on, last_on).items()
    ]


def shown_week(opening: OpeningLayers, on: date) -> list[DayHours]:
    """The hours from Monday to Sunday of the week of `on`, exceptions included."""
    monday = on - timedelta(on.weekday())
    return shown_hours(opening, monday, monday + timedelta(6))


def is_open_at(opening: OpeningLayers, at: datetime) -> bool:
    """Whether the doors are open at an instant."""
    instant = to_instant(at)
    on = local_day(instant, opening.zone)
    return any(run.start <= instant < run.end for run in opening.runs(on, on))


def open_state(opening: OpeningLayers, at: datetime) -> OpenState:
    """Open or closed at an instant, with the next change; windows that touch are one opening."""
    run = _current_or_next_run(opening, at)
    if run is None:
        return OpenState(is_open=False)
    if run.start > to_instant(at):
        return OpenState(is_open=False, opens_at=to_local(run.start, opening.zone))
    lasts = run.end >= _end_of_search(opening, at, AHEAD_DAYS[-1])
    return OpenState(is_open=True, closes_at=None if lasts else to_local(run.end, opening.zone))


def _current_or_next_run(opening: OpeningLayers, at: datetime) -> Run | None:
    """The first run not over at the instant, with its real end (or none in sight)."""
    instant = to_instant(at)
    on = local_day(instant, opening.zone)
    run = None
    for ahead in AHEAD_DAYS:
        runs = opening.runs(on, on + timedelta(ahead))
        run = next((run for run in runs if run.end > instant), None)
        if run and run.end < _end_of_search(opening, at, ahead):
            break
    return run


def _end_of_search(opening: OpeningLayers, at: datetime, ahead: int) -> int:
    """The midnight from which windows were not looked for: a run that reaches it may go on."""
    on = local_day(to_instant(at), opening.zone)
    return midnight(on + timedelta(ahead + 1), opening.zone)

"""Between the moments of a series and the clock on its wall."""

from datetime import date, datetime, timedelta

from events.feeds.rules.entries import Entry
from events.feeds.rules.occurrences import Window
from events.feeds.rules.values import Moment, Period, is_day, midnight, wall


class SeriesClock:
    """The wall clock of the entry that leads a series, where other entries may speak of other zones."""

    def __init__(self, leader: Entry, window: Window) -> None:
        self._leader = leader
        self._window = window
        self.zone = leader.start.tzinfo if isinstance(leader.start, datetime) else window.zone

    def bounds(self) -> tuple[datetime, datetime]:
        """The window on this wall."""
        return self.edge(self._window.start), self.edge(self._window.end)

    def edge(self, moment: Moment) -> datetime:
        """Where something starts or ends; a day does at its midnight."""
        if isinstance(moment, datetime):
            return wall(moment.astimezone(self.zone))
        return midnight(moment, None)

    def identity(self, moment: Moment) -> datetime:
        """The date of the series that `moment` names, written as a day or as an instant."""
        if self._leader.all_day:
            return midnight(self._day(moment), None)
        if isinstance(moment, datetime):
            return self.edge(moment)
        return datetime.combine(moment, self.edge(self._leader.start).time())

    def _day(self, moment: Moment) -> date:
        """The day that an instant beside whole days means: some programs write local midnight in UTC."""
        if isinstance(moment, datetime):
            return (moment.astimezone(self.zone) if moment.tzname() == "UTC" else moment).date()
        return moment

    def extra_date(self, value: Moment | Period) -> datetime | tuple[datetime, timedelta]:
        """An RDATE."""
        if not isinstance(value, tuple):
            return self.identity(value)
        start, end = value
        length = end if isinstance(end, timedelta) else end - start
        return self.identity(start), max(length, timedelta(0))

    def excluded_date(self, value: Moment) -> datetime | date:
        """An EXDATE; a day beside instants leaves out all that happens on it."""
        return value if is_day(value) and not self._leader.all_day else self.identity(value)

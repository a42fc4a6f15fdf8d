"""Logical lines into the components of iCalendar, without reading their values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from icalendar.parser import Contentline

from events.feeds.rules.limits import Limits
from events.feeds.rules.problems import EntryError, Report

# Components that stand side by side: one of them cannot be inside another.
_SIBLINGS = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"})
_READ = frozenset({"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"})
_MOMENTS = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"})


@dataclass(frozen=True)
class Property:
    """One line: `name` in capitals, `text` unescaped."""

    line: int
    name: str
    parameters: dict[str, str]
    text: str


@dataclass
class Component:
    """A BEGIN…END block; `parent` is the component it stands in."""

    name: str
    line: int
    parent: "Component | None" = None
    lines: list[tuple[int, str]] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)

    def properties(self, name: str) -> Iterator[Property]:
        """The properties so named, in the order of the file.

        Raises EntryError("property") where such a line cannot be taken apart.
        """
        return (parse_line(number, line) for number, line in self.lines if name_of(line) == name)

    def first(self, name: str) -> Property | None:
        """The first of the properties so named; raises as `properties` does."""
        return next((parse_line(number, line) for number, line in self.lines if name_of(line) == name), None)

    def text(self, name: str) -> str:
        """The text of the first property so named, empty where there is none that can be read."""
        try:
            found = self.first(name)
        except EntryError:
            return ""
        return found.text if found else ""

    def calendar(self) -> "Component | None":
        """The VCALENDAR this component stands in."""
        above = self.parent
        while above is not None and above.name != "VCALENDAR":
            above = above.parent
        return above


def name_of(line: str) -> str:
    """The property's name, in capitals; the whole line where there is no separator."""
    return line.split(":", 1)[0].split(";", 1)[0].strip().upper()


def parse_line(number: int, line: str) -> Property:
    """Take a content line apart."""
    try:
        name, parameters, text = Contentline(line).parts()
    except ValueError as error:
        raise EntryError("property", line, line=number) from error
    firsts = {
        str(key).upper(): str(values[0] if isinstance(values, list) else values) for key, values in parameters.items()
    }
    name = name.upper()
    if name in _MOMENTS and ":" in text:  # a zone with a colon, without its quotes: TZID=(UTC+01:00) Paris
        rest, _, text = text.rpartition(":")
        firsts["TZID"] = f"{firsts.get('TZID', '')}:{rest}"
    return Property(line=number, name=name, parameters=firsts, text=text)


class ComponentReader:
    """Gathers the closed components of a file; those left open become problems."""

    def __init__(self, *, limits: Limits, report: Report) -> None:
        self.events: list[Component] = []
        self.zones: list[Component] = []
        self.found_calendar = False
        self._limits = limits
        self._report = report
        self._open: list[Component] = []

    def read(self, lines: Iterable[tuple[int, str]]) -> None:
        for number, line in lines:
            keyword = line[:6].upper()
            if keyword == "BEGIN:":
                if not self._begin(line[6:].strip().upper(), number):
                    return
            elif keyword[:4] == "END:":
                self._end(line[4:].strip().upper(), number)
            elif self._open and self._open[-1].name in _READ:
                self._open[-1].lines.append((number, line))
        self._close_down_to(0)

    def _begin(self, name: str, number: int) -> bool:
        """Open a component; False where a bound says to stop reading."""
        if name in _SIBLINGS or name == "VCALENDAR":
            self._close_siblings(name)
        if len(self._open) >= self._limits.depth:
            self._report.add("too_deep", line=number, number=self._limits.depth)
            return False
        if name == "VEVENT" and len(self.events) >= self._limits.entries:
            self._report.add("too_many_entries", line=number, number=self._limits.entries)
            return False
        self.found_calendar = self.found_calendar or name == "VCALENDAR"
        self._open.append(Component(name, number, parent=self._open[-1] if self._open else None))
        return True

    def _close_siblings(self, name: str) -> None:
        """An event still open when the next begins lost its end: it cannot be trusted."""
        for level, component in enumerate(self._open):
            if component.name in _SIBLINGS or component.name == name == "VCALENDAR":
                self._close_down_to(level)
                return

    def _end(self, name: str, number: int) -> None:
        if name not in (component.name for component in self._open):
            self._report.add("unexpected_end", line=number, value=name)
            return
        while self._open[-1].name != name:
            self._lost(self._open.pop())
        self._keep(self._open.pop())

    def _keep(self, component: Component) -> None:
        if component.name == "VEVENT":
            self.events.append(component)
        elif component.name == "VTIMEZONE" and len(self.zones) < self._limits.zones:
            self.zones.append(component)
        elif component.name in ("STANDARD", "DAYLIGHT") and component.parent:
            component.parent.children.append(component)

    def _close_down_to(self, level: int) -> None:
        while len(self._open) > level:
            self._lost(self._open.pop())

    def _lost(self, component: Component) -> None:
        if component.name == "VCALENDAR":  # what it holds is kept
            self._report.add("cut", line=component.line, value=component.name)
        elif component.name in _READ:
            self._report.add("never_ends", line=component.line, uid=_uid(component), value=component.name)


def _uid(component: Component) -> str:
    return next((line[4:].strip() for _, line in component.lines if line[:4].upper() == "UID:"), "")

"""The query string of a list, read value by value, with what is wrong with each.

A list that silently ignored a value it does not understand would answer another question.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.base.errors import DomainError
from maillage.base.geo import Box, Point, parse_box, parse_point
from maillage.base.instants import YEARS
from maillage.base.words import fold

MAX_RADIUS_KM = 500
MAX_TEXT = 200
MAX_CHOICES = 50
MOST_DIGITS = 8
PAGE = "page"


@dataclass(frozen=True, slots=True)
class Problem:
    """One value that means nothing here, and what would."""

    name: str
    value: str
    message: str


class BadFilters(DomainError):
    """Some values of the query string are unknown or malformed."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        detail = {"filters": [{"name": p.name, "value": p.value, "message": p.message} for p in problems]}
        super().__init__("bad_filter", " ".join(dict.fromkeys(problem.message for problem in problems)), detail)


class Reader:
    """Values of a query string, with what is wrong with them."""

    def __init__(self, params: QueryDict) -> None:
        self.params = params
        self.problems: list[Problem] = []

    def one(self, name: str, parse: Callable[[str], Any]) -> Any:
        """The value of a filter given once; None when it is absent, empty or refused."""
        values = [value.strip() for value in self.params.getlist(name) if value.strip()]
        if len(values) > 1:
            self.refuse(name, values[1], _("“%(name)s” can be given only once.") % {"name": name})
            return None
        return self._parse(name, values[0], parse) if values else None

    def many(self, name: str, parse: Callable[[str], Any]) -> tuple[Any, ...]:
        """The different values of a filter that can be repeated."""
        values = dict.fromkeys(value.strip() for value in self.params.getlist(name) if value.strip())
        if len(values) > MAX_CHOICES:
            self.refuse(name, "…", _("Choose fewer than %(limit)s values.") % {"limit": MAX_CHOICES})
            return ()
        parsed = [self._parse(name, value, parse) for value in values]
        return tuple(value for value in parsed if value is not None)

    def refuse(self, name: str, value: str, message: str) -> None:
        self.problems.append(Problem(name, value[:MAX_TEXT], message))

    def require_point(self, near: Point | None, *names: str) -> None:
        """Refuse what only means something around a point, when there is none."""
        for name in names:
            if near is None and (value := self.params.get(name)) and self.refused.isdisjoint(("pres", name)):
                self.refuse(name, value, _("A distance needs a point: add “pres=latitude,longitude”."))

    @property
    def refused(self) -> set[str]:
        return {problem.name for problem in self.problems}

    def finish(self) -> None:
        """Raise BadFilters when a value was refused."""
        if self.problems:
            raise BadFilters(self.problems)

    def _parse(self, name: str, value: str, parse: Callable[[str], Any]) -> Any:
        try:
            if "\x00" in value:
                raise ValueError(_("This value holds a character that cannot be read."))
            return parse(value)
        except ValueError as error:
            self.refuse(name, value.replace("\x00", ""), str(error))
            return None


def text(value: str) -> str:
    """Words to search for."""
    if len(value) > MAX_TEXT:
        raise ValueError(_("Search for fewer words: %(limit)s characters at most.") % {"limit": MAX_TEXT})
    if not fold(value):
        raise ValueError(_("Search for at least one letter or figure."))
    return value


def known(codes: Mapping[str, Any], refusal: str) -> Callable[[str], str]:
    """One of `codes`; `refusal` is a sentence with %(value)s."""

    def parse(value: str) -> str:
        if value not in codes:
            raise ValueError(refusal % {"value": value[:MAX_TEXT]})
        return value

    return parse


def only(*allowed: str) -> Callable[[str], str]:
    """One of a few words."""
    return _one_of(allowed, ", ".join(allowed))


def choice(meaning: Mapping[str, Any]) -> Callable[[str], str]:
    """One of these words; a refusal says what each means, for who does not read the language of addresses."""

    def parse(value: str) -> str:
        return _one_of(meaning, ", ".join(f"{word} ({label})" for word, label in meaning.items()))(value)

    return parse


def _one_of(allowed: Collection[str], words: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in allowed:
            said = {"value": value[:MAX_TEXT], "allowed": words}
            raise ValueError(_("“%(value)s” is not possible here. Possible: %(allowed)s.") % said)
        return value

    return parse


def point(value: str) -> Point:
    """latitude,longitude in degrees."""
    try:
        return parse_point(value)
    except ValueError as error:
        raise ValueError(_("Write a point as latitude,longitude, in degrees: “43.2951,-0.3708”.")) from error


def radius_km(value: str) -> float:
    """A distance in kilometres."""
    try:
        radius = float(value.replace(",", "."))
    except ValueError:
        radius = 0.0
    if not 0 < radius <= MAX_RADIUS_KM:
        raise ValueError(_("Write a distance in kilometres, from 1 to %(limit)s.") % {"limit": MAX_RADIUS_KM})
    return radius


def box(value: str) -> Box:
    """west,south,east,north in degrees."""
    try:
        return parse_box(value)
    except ValueError as error:
        raise ValueError(
            _("Write the corners of the map as west,south,east,north, in degrees: “-1.5,43,0.5,44”.")
        ) from error


def day(value: str) -> date:
    """A date of the place, away from the ends of the calendar: days are added to it."""
    try:
        found = date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(_("Write a date as 2026-06-16.")) from error
    if found.year not in YEARS:
        raise ValueError(_("Write a date as 2026-06-16."))
    return found


def whole_number(value: str) -> int | None:
    """A number that an address or a form says; None for anything else, and for more digits than any of ours has."""
    return int(value) if value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS else None


def page(value: str) -> int:
    """The number of a page."""
    if not (number := whole_number(value)):
        raise ValueError(_("“%(value)s” is not the number of a page.") % {"value": value[:MAX_TEXT]})
    return number


class ListAddress:
    """The address of a list in its many states. Any change goes back to the first page."""

    def __init__(self, path: str, params: QueryDict, names: frozenset[str]) -> None:
        self.path = path
        self.params = QueryDict(mutable=True)
        for name, values in params.lists():
            if name in names:
                self.params.setlist(name, [value for value in values if value.strip()])

    def having(self, name: str, value: str) -> str:
        """With this value, instead of another where the filter can be given only once."""
        return self.having_all({name: value})

    def having_all(self, values: Mapping[str, str]) -> str:
        """With these values; an empty one takes its filter away."""
        params = self._changed()
        for name, value in values.items():
            if value:
                params[name] = value
            else:
                params.pop(name, None)
        return self._address(params)

    def without(self, *names: str) -> str:
        params = self._changed()
        for name in names:
            params.pop(name, None)
        return self._address(params)

    def without_value(self, name: str, value: str) -> str:
        """Without one value of a filter that can be repeated."""
        return self.without_values((name, value))

    def without_values(self, *values: tuple[str, str]) -> str:
        """Without these (name, value), as problems tell them: the beginning of a longer value, or none of its own."""
        params = self._changed()
        for name, value in values:
            before = params.getlist(name)
            left = [one for one in before if one.strip().replace("\x00", "")[:MAX_TEXT] != value]
            params.setlist(name, left if len(left) < len(before) else [])
        return self._address(params)

    def as_feed(self, suffix: str, *but: str) -> str:
        """The same question, answered as `csv` or `json`; without the filters named `but`."""
        params = self._changed()
        for name in but:
            params.pop(name, None)
        return self._address(params, f"{self.path.rstrip('/')}.{suffix}")

    def pairs(self, *but: str) -> list[tuple[str, str]]:
        """(name, value) of everything else, to be carried along by a form."""
        kept = [(name, values) for name, values in self._changed().lists() if name not in but]
        return [(name, value) for name, values in kept for value in values]

    def _changed(self) -> QueryDict:
        params = self.params.copy()
        params.pop(PAGE, None)
        return params

    def _address(self, params: QueryDict, path: str = "") -> str:
        query = params.urlencode(safe=":/,")
        return f"{path or self.path}{'?' if query else ''}{query}"

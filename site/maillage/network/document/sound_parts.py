"""What is left of a document without its mistakes, so that one reading names those behind them too.

A mistake takes away as little as it can: its own key, or the item of a list that cannot do without it.
What is left keeps the places it has in the file.
"""

from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from maillage.network.document.schema import Document

Location = tuple[str | int, ...]

ROUNDS = 5  # a key goes, then what needs it, then what needs that
RECORDS = {("spaces",), ("spaces", "resources"), ("people",), ("organisations",)}  # what others refer to
NAMES = {"slug", "email"}


@dataclass
class Places:
    """Where items stood in the file, of lists that others were taken from, by the location of the list there."""

    numbers: dict[Location, list[int]] = field(default_factory=dict)
    lost_records: bool = False  # something is gone that others may refer to

    def in_file(self, location: Location) -> Location:
        """Where in the file something stood that is at `location` now."""
        found: list[str | int] = []
        for part in location:
            numbers = self.numbers.get(tuple(found))
            found.append(numbers[int(part)] if numbers is not None else part)
        return tuple(found)

    def take(self, location: Location, holder: Any) -> None:
        """Something goes from its holder."""
        where, part = self.in_file(location[:-1]), location[-1]
        is_item = isinstance(holder, list)
        if is_item:
            del self.numbers.setdefault(where, list(range(len(holder))))[int(part)]
        if (*where, part)[::2] in RECORDS and len(where) <= 3:
            self.lost_records |= not is_item or _has_name(holder[part])
        del holder[part]


def sound_parts(found: dict[str, Any], errors: list[ErrorDetails]) -> tuple[Document, Places] | None:
    """The document without what `errors` name, or None when that is no document. Changes `found`."""
    places = Places()
    for _ in range(ROUNDS):
        gone = {_what_goes(error) for error in errors}
        if () in gone:
            return None
        for location in sorted(gone, reverse=True):  # last items first: the others keep their numbers meanwhile
            places.take(location, _holder(found, location))
        try:
            return Document.model_validate(found), places
        except ValidationError as error:
            errors = error.errors()
    return None


def _has_name(record: Any) -> bool:
    """Whether others may refer to it: without a name that can be read, nobody can."""
    return isinstance(record, dict) and not record.keys().isdisjoint(NAMES)


def _what_goes(error: ErrorDetails) -> Location:
    """The wrong value itself; for one that is missing, what should have held it."""
    location = error["loc"]
    return location[:-1] if error["type"] == "missing" else location


def _holder(found: Any, location: Location) -> Any:
    for part in location[:-1]:
        found = found[part]
    return found

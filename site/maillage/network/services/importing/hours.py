"""Weekly hours and exceptional dates of the network, of spaces and of resources."""

from collections.abc import Collection, Iterable
from typing import Any

from maillage.network.document import schema
from maillage.network.document.hours import ExceptionalDates, WeekHours
from maillage.network.services.importing.rows import BATCH, OwnedRows, Owner, Values
from spaces.catalogue.models import OpeningException, OpeningExceptionHours, OpeningHours

WINDOW = ("weekday", "opens_min", "closes_min", "valid_from", "valid_through")
DATES = ("first_on", "last_on", "label")


class Hours:
    """The hours of many records. `owner`: "space" or "resource"."""

    def __init__(self, owner: str, known: Collection[Owner]) -> None:
        self.weekly = OwnedRows(OpeningHours, owner, WINDOW, known)
        self.dated = ExceptionRows(OpeningException, owner, DATES, known)

    def should_be(self, owner_id: Owner, part: schema.Space | schema.Resource, *, is_new: bool) -> bool:
        """Say the hours of a record; true when it has others. A key that `part` does not hold changes nothing."""
        changed = False
        if is_new or "opening_hours" in part.model_fields_set:
            changed |= self.weekly.should_be(owner_id, _week(part.opening_hours or ()))
        if is_new or "exceptions" in part.model_fields_set:
            changed |= self.dated.should_be(owner_id, dated(part.exceptions))
        return changed

    def write(self) -> None:
        self.weekly.write()
        self.dated.write()


class ExceptionRows(OwnedRows):
    """Each with its hours, as the last of its values."""

    def _read(self, known: Collection[Owner]) -> Iterable[Values]:
        for row in self._of(known).prefetch_related("hours") if known else ():
            hours = sorted((one.opens_min, one.closes_min) for one in row.hours.all())
            yield getattr(row, f"{self.owner}_id"), *(getattr(row, name) for name in self.names), tuple(hours)

    def _create(self, new: list[tuple[Owner, Values]]) -> None:
        made = self.rows.bulk_create([self._row(owner_id, values[:-1]) for owner_id, values in new], batch_size=BATCH)
        OpeningExceptionHours.objects.bulk_create(
            (
                OpeningExceptionHours(exception=exception, opens_min=opens, closes_min=closes)
                for exception, (_, values) in zip(made, new, strict=True)
                for opens, closes in values[-1]
            ),
            batch_size=BATCH,
        )


class NetworkDates(ExceptionRows):
    """Those of nobody in particular: closures and public holidays of the whole network."""

    def __init__(self) -> None:
        super().__init__(OpeningException, "space", DATES, [None])

    def _of(self, owner_ids: Collection[Owner]) -> Any:
        return OpeningException.objects.of_network()


def dated(parts: Iterable[ExceptionalDates]) -> list[Values]:
    """Exceptional dates as rows."""
    return [
        (part.from_, part.through, part.label or "", tuple(sorted((hours.opens, hours.closes) for hours in part.hours)))
        for part in parts
    ]


def _week(parts: Iterable[WeekHours]) -> list[Values]:
    return [(day, part.opens, part.closes, part.valid_from, part.valid_through) for part in parts for day in part.days]

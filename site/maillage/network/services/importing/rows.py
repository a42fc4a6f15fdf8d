"""Rows that belong to records, as hours, prices and quotas do: read at once, compared, written at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Model

BATCH = 500

Owner = int | None  # a record's key
Values = tuple[Any, ...]


class OwnedRows:
    """The rows of one model that belong to records, each as its values of `names`.

    What every record should have is said one by one and written at once where it differs: three queries,
    whatever the number of records. `known`: the records that may have rows already.
    """

    def __init__(self, model: type[Model], owner: str, names: tuple[str, ...], known: Collection[Owner]) -> None:
        self.rows = model._default_manager
        self.owner, self.names = owner, names
        self._has: defaultdict[Owner, list[Values]] = defaultdict(list)
        self._outdated: list[Owner] = []
        self._new: dict[Owner, list[Values]] = {}
        for owner_id, *values in self._read(known):
            self._has[owner_id].append(tuple(values))

    def should_be(self, owner_id: Owner, rows: Iterable[Values]) -> bool:
        """Say all the rows of a record; true when it has others. Of what is said twice, the last counts."""
        rows = list(rows)
        if sorted(self._has[owner_id], key=str) == sorted(rows, key=str):
            return False
        if self._has[owner_id]:
            self._outdated.append(owner_id)
        self._new[owner_id] = rows
        return True

    def write(self) -> None:
        """Make the rows what has been said."""
        if self._outdated:
            self._of(self._outdated).delete()
        self._create([(owner_id, values) for owner_id, rows in self._new.items() for values in rows])
        self._outdated, self._new = [], {}

    def _of(self, owner_ids: Collection[Owner]) -> Any:
        return self.rows.filter(**{f"{self.owner}__in": owner_ids})

    def _read(self, known: Collection[Owner]) -> Iterable[Values]:
        return self._of(known).values_list(self.owner, *self.names) if known else ()

    def _create(self, new: list[tuple[Owner, Values]]) -> None:
        self.rows.bulk_create((self._row(*one) for one in new), batch_size=BATCH)

    def _row(self, owner_id: Owner, values: Values) -> Any:
        return self.rows.model(**{f"{self.owner}_id": owner_id}, **dict(zip(self.names, values, strict=True)))

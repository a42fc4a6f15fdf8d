"""What an import has done so far: records found, counts, problems."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from maillage.base.errors import DomainError
from maillage.curation.models import Listed, State
from maillage.network.document.reading import Problem, path_text
from maillage.users.models import User
from members.directory.models import Organisation
from spaces.catalogue.models import Resource, Space

Location = tuple[str | int, ...]


@dataclass
class Progress:
    """Carried from room to room of one import."""

    by: User | None = None
    users: dict[str, User] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    spaces: dict[str, Space] = field(default_factory=dict)
    resources: dict[str, Resource] = field(default_factory=dict)
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def count(self, kind: str, outcome: str) -> None:
        """`outcome`: created, updated or unchanged."""
        self.counts.setdefault(kind, Counter(created=0, updated=0, unchanged=0))[outcome] += 1

    def refuse(self, where: Location, message: str) -> None:
        self.problems.append(Problem(path_text(where), message))

    @contextmanager
    def attempt(self, *where: str | int) -> Iterator[None]:
        """Turn what the rooms below refuse inside the block into a problem at `where`."""
        try:
            with transaction.atomic():
                yield
        except DomainError as error:
            self.refuse(where, error.message)
        except ValidationError as error:
            self.refuse(where, " ".join(error.messages))

    def save(self, kind: str, record: models.Model, values: dict[str, Any]) -> bool:
        """Write `values` on `record` if it is new or any differs; true when something was written."""
        is_new = record._state.adding
        changed = {name for name, value in values.items() if is_new or not _same(record, name, value)}
        if not is_new and not changed:
            self.count(kind, "unchanged")
            return False
        for name in changed:
            setattr(record, name, values[name])
        record.save()
        self.count(kind, "created" if is_new else "updated")
        return True

    def touched(self, kind: str) -> None:
        """A record counted unchanged has changed after all, in a part of it."""
        counts = self.counts[kind]
        counts["unchanged"] -= 1
        counts["updated"] += 1


def publish_at_once(record: Listed) -> None:
    """What a network brings was published there: it needs no second moderation."""
    record.live, record.state = True, State.PUBLISHED


def repeated(values: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    """The positions, and values, that say again what an earlier one said."""
    seen = set()
    for position, value in enumerate(values):
        if value in seen:
            yield position, value
        seen.add(value)


def given(part: Any, names: Sequence[str], *, new: bool, renamed: dict[str, str] | None = None) -> dict[str, Any]:
    """The fields `names` of a document's part as values of a record.

    A key that the document does not hold is left out for a record that exists. `None` for text
    means empty.
    """
    values = {}
    for name in names:
        if not new and name not in part.model_fields_set:
            continue
        values[(renamed or {}).get(name, name)] = getattr(part, name)
    return values


def texts(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """`values` with None written as empty text for `names`: our text columns hold no null."""
    return values | {name: values[name] or "" for name in names if name in values}


def _same(record: models.Model, name: str, value: Any) -> bool:
    current = getattr(record, name)
    if hasattr(current, "all"):
        return {item.pk for item in current.all()} == {item.pk for item in value}
    if hasattr(current, "raw_data"):
        return [(block["type"], block["value"]) for block in current.raw_data] == [tuple(block) for block in value]
    return current == value

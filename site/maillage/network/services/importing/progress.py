"""What an import has done so far: records found, counts, problems."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from maillage.base.errors import DomainError
from maillage.base.models import Network
from maillage.curation.models import Listed, State
from maillage.network.document.reading import Problem, path_text
from maillage.network.document.sound_parts import Location, Places
from maillage.users.models import User
from members.directory.models import Organisation
from spaces.catalogue.models import Resource, Space


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
    places: Places = field(default_factory=Places)

    @cached_property
    def network(self) -> Network:
        """The network's own settings, as they are in the course of the import."""
        return Network.default()

    def count(self, kind: str, outcome: str) -> None:
        """`outcome`: created, updated or unchanged."""
        self.counts.setdefault(kind, Counter(created=0, updated=0, unchanged=0))[outcome] += 1

    def space(self, slug: str) -> Space | None:
        """The space at this address, from the file or from before."""
        if slug not in self.spaces and (found := Space.objects.filter(slug=slug).first()):
            self.spaces[slug] = found
        return self.spaces.get(slug)

    def organisation(self, slug: str) -> Organisation | None:
        if slug not in self.organisations and (found := Organisation.objects.filter(slug=slug).first()):
            self.organisations[slug] = found
        return self.organisations.get(slug)

    def user(self, email: str) -> User | None:
        """The account with this address, from the file or from before."""
        if email not in self.users and (found := User.objects.filter(email=email).first()):
            self.users[email] = found
        return self.users.get(email)

    def find_resources(self, paths: Iterable[str]) -> None:
        """Look for these in the network, where the file does not hold them."""
        missing = set(paths) - self.resources.keys()
        spaces = {path.partition("/")[0] for path in missing}
        for resource in Resource.objects.filter(space__slug__in=spaces).select_related("space") if missing else ():
            self.resources.setdefault(resource.path, resource)

    def refuse(self, where: Location, message: str) -> None:
        self.problems.append(Problem(path_text(self.places.in_file(where)), message))

    def miss(self, where: Location, message: str) -> None:
        """Refuse a name that nothing has; unless that may be among what the file says wrongly already."""
        if not self.places.lost_records:
            self.refuse(where, message)

    @contextmanager
    def attempt(self, *where: str | int) -> Iterator[None]:
        """Turn what the rooms below refuse inside the block into a problem at `where`; nothing of it stays."""
        with self.naming(*where), transaction.atomic():
            yield

    @contextmanager
    def naming(self, *where: str | int) -> Iterator[None]:
        """The same around one service, which leaves nothing behind when it refuses."""
        try:
            yield
        except DomainError as error:
            self.refuse(where, error.message)
        except ValidationError as error:
            self.refuse(where, " ".join(error.messages))

    def save(self, kind: str, record: models.Model, values: dict[str, Any], *, also: bool = False) -> None:
        """Write `values` on `record` if it is new or any differs. `also`: something that belongs to it has changed."""
        is_new = record._state.adding
        changed = {name for name, value in values.items() if is_new or not _same(record, name, value)}
        if is_new or changed:
            for name in changed:
                setattr(record, name, values[name])
            record.save()
        self.count(kind, "created" if is_new else "updated" if changed or also else "unchanged")


def publish_at_once(record: Listed) -> None:
    """What a network brings was published there: it needs no second moderation."""
    record.live, record.state = True, State.PUBLISHED


def readable(slug: str) -> str:
    """A name for what came with a slug only."""
    return slug.replace("-", " ").replace("_", " ").capitalize()


def repeated(values: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    """The positions, and values, that say again what an earlier one said."""
    seen = set()
    for position, value in enumerate(values):
        if value in seen:
            yield position, value
        seen.add(value)


def given(part: Any, names: Sequence[str], *, new: bool) -> dict[str, Any]:
    """The fields `names` of a document's part as values of a record.

    A key that the document does not hold is left out for a record that exists. `None` for text
    means empty.
    """
    return {name: getattr(part, name) for name in names if new or name in part.model_fields_set}


def but_none(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """`values` without those of `names` that are None: nothing is said of what cannot be empty."""
    return {name: value for name, value in values.items() if value is not None or name not in names}


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

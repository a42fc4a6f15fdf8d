"""Whatever a document says twice is taken once or named by its place, wherever it stands in it."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from maillage.network.document.reading import DocumentError
from maillage.network.services.importing import import_file
from tests.maillage.network.whole import WHOLE, everything, written

Path = tuple[str | int, ...]


def lists(part: Any, path: Path = ()) -> Iterator[Path]:
    """Where lists stand that hold something."""
    if isinstance(part, list) and part:
        yield path
    for key, value in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        yield from lists(value, (*path, key))


def shapes() -> dict[str, Path]:
    """One list of each kind: `spaces[].resources` is said of the first space that has any."""
    found: dict[str, Path] = {}
    for path in lists(WHOLE):
        found.setdefault(".".join("[]" if isinstance(key, int) else key for key in path), path)
    return found


def at(document: Any, path: Path) -> Any:
    for key in path:
        document = document[key]
    return document


def twice(path: Path) -> bytes:
    said = copy.deepcopy(WHOLE)
    those = at(said, path)
    those.append(copy.deepcopy(those[0]))
    return json.dumps(said).encode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", shapes().values(), ids=shapes())
def test_what_is_said_twice_is_named_or_taken_once(path):
    content = twice(path)

    try:
        import_file(content)
    except DocumentError as refusal:
        assert all(problem.path.startswith(str(path[0])) for problem in refusal.problems)
    else:
        before = everything()
        assert written(import_file(content)) == 0
        assert everything() == before

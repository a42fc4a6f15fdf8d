"""From the bytes of a file to a document, or to every error it holds, each with its path."""

import json
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from maillage.network.document.schema import Document
from maillage.network.document.sound_parts import Location, Places, sound_parts


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to correct in the file: where, and what."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class DocumentError(ValueError):
    """The file cannot be brought in. `problems` names all that is wrong, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Reading:
    """A document, and what is wrong in the file that is not in it any more."""

    document: Document
    problems: list[Problem]
    places: Places


def read(content: bytes) -> Document:
    """The document in `content`. Raises DocumentError."""
    reading = read_sound_parts(content)
    if reading.problems:
        raise DocumentError(reading.problems)
    return reading.document


def read_sound_parts(content: bytes) -> Reading:
    """What can be understood of the document. Raises DocumentError when nothing can."""
    found = _json(content)
    try:
        return Reading(Document.model_validate(found), [], Places())
    except ValidationError as error:
        problems = [_problem(detail) for detail in error.errors()]
        sound = sound_parts(found, error.errors())
        if sound is None:
            raise DocumentError(problems) from error
        return Reading(sound[0], problems, sound[1])


def _json(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_no_repeated_key)
    except UnicodeDecodeError as error:
        raise _unreadable(f"the file is not UTF-8 text (byte {error.start})") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _unreadable(f"the file is not JSON: {error.msg} ({where})") from error
    except RepeatedKey as error:
        raise _unreadable(f"the key {error.args[0]!r} is written twice in one object") from error
    except RecursionError as error:
        raise _unreadable("the file is nested too deeply") from error
    except ValueError as error:  # Python reads whole numbers of some thousand digits only
        raise _unreadable("a number has too many digits") from error
    if not isinstance(found, dict):
        raise _unreadable("the file holds one JSON object, between { and }")
    return found


def _unreadable(message: str) -> DocumentError:
    return DocumentError([Problem("", message)])


class RepeatedKey(ValueError):
    """JSON lets a key appear twice and keeps the last: here, one of the two would be lost."""


def _no_repeated_key(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise RepeatedKey(key)
        found[key] = value
    return found


def _problem(detail: ErrorDetails) -> Problem:
    messages = {
        "extra_forbidden": "unknown key",
        "missing": "this key is required",
        "string_pattern_mismatch": f"{detail['input']!r} is not written as expected ({_pattern(detail)})",
    }
    message = messages.get(detail["type"]) or detail["msg"].removeprefix("Value error, ")
    return Problem(path_text(detail["loc"]), message)


def _pattern(detail: ErrorDetails) -> str:
    return str(detail.get("ctx", {}).get("pattern", ""))


def path_text(location: Location) -> str:
    """("spaces", 3, "step") → "spaces[3].step"."""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text

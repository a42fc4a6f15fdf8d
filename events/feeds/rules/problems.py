"""What was wrong in a file, for programs; `events.feeds.messages` has the sentences."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that was not understood, or not kept.

    `line` counts the lines of the file from 1 and is None where the whole file is meant; `value` is
    what was read, shortened.
    """

    code: str
    line: int | None = None
    uid: str = ""
    value: str = ""
    number: int = 0


class EntryError(ValueError):
    """An entry, or a part of it, cannot be understood."""

    def __init__(self, code: str, value: str = "", *, line: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.value = value
        self.line = line


@dataclass
class Report:
    """Gathers problems up to `limit`; those beyond are only counted."""

    limit: int
    problems: list[Problem] = field(default_factory=list)
    beyond: int = 0
    _seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, code: str, *, line: int | None = None, uid: str = "", value: str = "", number: int = 0) -> None:
        if len(self.problems) >= self.limit:
            self.beyond += 1
            return
        problem = Problem(code=code, line=line, uid=shorten(uid), value=shorten(value), number=number)
        self.problems.append(problem)

    def once(self, code: str, *, line: int | None = None, value: str = "", number: int = 0) -> None:
        """`add`, but the same code and value are told only the first time."""
        self._seen[code, value] += 1
        if self._seen[code, value] == 1:
            self.add(code, line=line, value=value, number=number)

    def refuse(self, refused: EntryError, *, line: int, uid: str) -> None:
        self.add(refused.code, line=refused.line or line, uid=uid, value=refused.value)

    def all(self) -> tuple[Problem, ...]:
        if not self.beyond:
            return tuple(self.problems)
        return (*self.problems, Problem(code="more_problems", number=self.beyond))


def shorten(text: str, length: int = 80) -> str:
    """`text` on one line, without control characters, cut at `length`."""
    line = "".join(character if character.isprintable() else " " for character in text[: length + 1])
    return line if len(text) <= length else line[:length] + "…"

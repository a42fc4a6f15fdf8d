"""Rows of a CSV file, each with the physical line where it starts."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

DELIMITERS = (",", ";", "\t", "|")
LINES_TRIED = 30


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a list, not understood yet. `problem` is the code of what makes it unreadable."""

    line: int
    cells: list[str]
    problem: str = ""
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """The names of the columns as its owner wrote them, and the rows below."""

    header: list[str]
    rows: list[Row]


class _Lines:
    """Physical lines that can be read again from any point."""

    def __init__(self, text: str) -> None:
        self.lines = list(io.StringIO(text, newline=""))  # ends lines at \n, \r and \r\n, and nowhere else
        self.at = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def read_csv(text: str, worth: Callable[[list[str]], int]) -> Table:
    """The table in `text`. `worth` says how many columns of a header are known: the separator
    that gives the most wins, then the one that cuts the rows most evenly.
    """
    text, forced = _announced(text)
    delimiter = forced or max(DELIMITERS, key=lambda one: _fitness(text, one, worth))
    rows = _records(text, delimiter)
    first = next(rows, None)
    header = _trimmed(first.cells) if first else []
    return Table(header, [_measured(row, header) for row in rows if any(map(str.strip, row.cells)) or row.problem])


def _announced(text: str) -> tuple[str, str]:
    """The separator of a `sep=;` first line, as spreadsheets write it; the line is kept, blank, to count."""
    first = text.split("\n", 1)[0].strip()
    if first[:4].lower() == "sep=" and len(first) == 5:
        return text[len(first) :], first[4]
    return text, ""


def _fitness(text: str, delimiter: str, worth: Callable[[list[str]], int]) -> tuple[int, float, int]:
    sample = "".join(islice(io.StringIO(text, newline=""), LINES_TRIED))
    widths = [len(row.cells) for row in _records(sample, delimiter)]
    header = next(_records(text, delimiter), None)
    if header is None or not widths:
        return (0, 0, 0)
    even = sum(width == widths[0] for width in widths) / len(widths)
    return (worth(_trimmed(header.cells)), even if len(header.cells) > 1 else 0, len(header.cells))


def _records(text: str, delimiter: str) -> Iterator[Row]:
    """Rows that are not blank. A quotation mark left open costs its own line, not those below."""
    lines = _Lines(text)
    width = 0
    while lines.at < len(lines.lines):
        start = lines.at
        try:
            cells = next(csv.reader(lines, delimiter=delimiter))
            broken = lines.at > start + 1 and _swallows(lines, start, cells, width, delimiter)
        except csv.Error:  # a cell longer than the reader's limit: nothing else than an open quotation mark
            cells, broken = [], True
        if broken:
            lines.at = start + 1
            yield Row(start + 1, [], "quote_unclosed")
        elif cells:
            width = width or len(_trimmed(cells))
            yield Row(start + 1, cells)


def _swallows(lines: _Lines, start: int, cells: list[str], width: int, delimiter: str) -> bool:
    """Whether a row that spans several lines does so only because a quotation mark was left open."""
    fault = _fault(lines.lines[start : lines.at], delimiter)
    if "end of data" in fault:
        return True
    if not width or (len(_trimmed(cells)) == width and not fault):
        return False
    below = next(csv.reader([lines.lines[start + 1]], delimiter=delimiter), [])
    return len(_trimmed(below)) == width


def _fault(lines: list[str], delimiter: str) -> str:
    """What a strict reader says against the quotation marks of these lines."""
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return str(error)
    return ""


def _trimmed(cells: list[str]) -> list[str]:
    """Cells without the empty ones at the end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _measured(row: Row, header: list[str]) -> Row:
    """The row with as many cells as the header, or refused where some of them have no column."""
    if row.problem:
        return row
    filled = len(_trimmed(row.cells))
    if filled > len(header):
        return Row(row.line, row.cells, "too_many_cells", {"found": filled, "expected": len(header)})
    return Row(row.line, (row.cells + [""] * len(header))[: len(header)])

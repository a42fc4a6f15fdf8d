"""Bytes into the logical lines of an iCalendar file."""

import codecs
from collections.abc import Iterator

from events.feeds.rules.problems import Report

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def logical_lines(content: bytes, report: Report) -> Iterator[tuple[int, str]]:
    """Each unfolded line with the number of its first physical line.

    Unfolds before decoding: writers may cut a line in the middle of a character (RFC 5545, 3.1).
    What is not UTF-8 is read as Windows-1252, line by line, because files are pasted together.
    """
    folded: list[bytes] = []
    first = 0
    for number, line in enumerate(_utf8(content, report).splitlines(), start=1):
        if line[:1] in (b" ", b"\t"):
            folded.append(line[1:])
        elif line:
            if folded:
                yield first, _decode(b"".join(folded), first, report)
            folded, first = [line], number
    if folded:
        yield first, _decode(b"".join(folded), first, report)


def _utf8(content: bytes, report: Report) -> bytes:
    """`content` without byte-order mark, turned into UTF-8 where its mark says UTF-16."""
    if content.startswith(_UTF16):
        report.once("not_utf8", line=1)
        return content.decode("utf-16", errors="replace").encode()
    return content.removeprefix(codecs.BOM_UTF8)


def _decode(line: bytes, number: int, report: Report) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        report.once("not_utf8", line=number)
        return line.decode("cp1252", errors="replace")

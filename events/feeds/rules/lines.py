"""Bytes into the logical lines of an iCalendar file."""

import codecs
from collections.abc import Iterator

from events.feeds.rules.problems import Report

# How a file in UTF-16 begins: with its mark, or at once with the B of BEGIN.
_UTF16 = {
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"B\x00": "utf-16-le",
    b"\x00B": "utf-16-be",
}


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
        elif start := line.lstrip(codecs.BOM_UTF8):  # each of the files that were pasted together may have its mark
            if folded:
                yield first, _decode(b"".join(folded), first, report)
            folded, first = [start], number
    if folded:
        yield first, _decode(b"".join(folded), first, report)


def _utf8(content: bytes, report: Report) -> bytes:
    """`content`, turned into UTF-8 where it is UTF-16."""
    if encoding := _UTF16.get(content[:2]):
        report.once("not_utf8", line=1)
        return content.decode(encoding, errors="replace").encode()
    return content


def _decode(line: bytes, number: int, report: Report) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        report.once("not_utf8", line=number)
        return line.decode("cp1252", errors="replace")

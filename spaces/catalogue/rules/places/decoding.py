"""The text of a file whose encoding nobody wrote down."""

import codecs
import re

from spaces.catalogue.rules.places.problems import PlaceFileError

MAX_BYTES = 50_000_000

SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it starts with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MISREAD_BOM = codecs.BOM_UTF8.decode("cp1252")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
WEB_PAGE = re.compile(r"\s*<(!doctype html|html)\b", re.IGNORECASE)


def decode(content: bytes) -> str:
    """The text of `content`, without byte order marks.

    Tries UTF-8, then Windows-1252, line by line: lists pasted together mix both.
    Raises PlaceFileError when there is no text to read.
    """
    if len(content) > MAX_BYTES:
        raise PlaceFileError("too_large", limit_mb=MAX_BYTES // 1_000_000)
    if content.startswith(SPREADSHEETS):
        raise PlaceFileError("spreadsheet")
    text = _wide(content)
    if text is None:
        text = "".join(_line(line) for line in content.splitlines(keepends=True))
    text = text.lstrip("\ufeff").removeprefix(MISREAD_BOM)
    if len(CONTROL.findall(text.replace("\x00", ""))) > max(10, len(text) / 100):
        raise PlaceFileError("not_text")
    text = text.replace("\x00", "")
    if not text.strip():
        raise PlaceFileError("empty")
    if WEB_PAGE.match(text):
        raise PlaceFileError("web_page")
    return text


def _wide(content: bytes) -> str | None:
    """The text of UTF-16 or UTF-32, announced by its mark or by a zero in every second byte."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    start = content[:2000]
    half = len(start) // 2
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if half > 8 and start[first::2].count(0) > half * 0.6 and start[1 - first :: 2].count(0) < half * 0.1:
            return content.decode(encoding, errors="replace")
    return None


def _line(line: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")  # five bytes mean nothing in Windows-1252

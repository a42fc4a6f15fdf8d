"""Words compared whatever their accents, case and punctuation, and without what no format carries."""

import re
import unicodedata
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'"})

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower-case words without accents or punctuation: "L'Étincelle – Saint-Œuf" → "l etincelle saint oeuf"."""
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).casefold()
    kept = (char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join("".join(kept).split())


def words_of(text: str) -> list[str]:
    """The different folded words of `text`, in order."""
    return list(dict.fromkeys(fold(text).split()))


def search_key(*texts: str) -> str:
    """What a search column holds: folded words, each with a space before it.

    `column__contains=" " + word` then finds words that begin so, on every database alike.
    """
    return "".join(f" {part}" for part in map(fold, texts) if part)


def one_line(text: str) -> str:
    """Words on one line, without control characters."""
    return " ".join(without_controls(text).split())


def without_controls(text: str) -> str:
    """Text without control characters, which neither calendars nor XML can carry; new lines stay."""
    return _CONTROLS.sub("", _BREAKS.sub("\n", text))

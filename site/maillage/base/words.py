"""Words compared whatever their accents, case and punctuation, and without what no format carries."""

import re
import unicodedata
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'"})

_LITTLE_WORDS = frozenset((
    "a", "au", "aux", "avec", "chez", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par",
    "pour", "pres", "sur", "un", "une",
    "an", "and", "at", "by", "for", "from", "in", "near", "of", "on", "or", "the", "to", "with",
))  # fmt: skip

SHORTEST_PLURAL = 4  # letters: “jeux”, not “bus”

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


def asked_words(text: str) -> list[str]:
    """The words to search for: "une salle de réunion" asks for "salle" and "reunion".

    Where there are only little words they are asked for: a place may be called so.
    """
    words = words_of(text)
    return [word for word in words if word not in _LITTLE_WORDS] or words


@lru_cache(maxsize=5_000)
def singulars(word: str) -> tuple[str, ...]:
    """What a folded word may be the plural of, in French and English: "imprimantes" → "imprimante", "locaux" → "local".

    Not all of them are words: compare them with whole words only.
    """
    if len(word) < SHORTEST_PLURAL or word[-1] not in "sx":
        return ()
    found = [word[:-1]]
    if word.endswith("aux"):
        found.append(f"{word[:-2]}l")
    if word.endswith("ies"):
        found.append(f"{word[:-3]}y")
    if word.endswith(("ches", "shes", "ses", "xes")):
        found.append(word[:-2])
    return tuple(found)


def says(key: str, word: str) -> bool:
    """Whether a word of a `search_key` begins with this folded one, or this is the plural of it."""
    return f" {word}" in key or any(f" {one} " in f"{key} " for one in singulars(word))


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

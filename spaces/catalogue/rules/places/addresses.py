"""Whether two streets are one, whatever the abbreviations."""

import re
from functools import lru_cache

from spaces.catalogue.rules.places.names import fold

_WAYS = {
    "r": "rue", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard",
    "boul": "boulevard", "pl": "place", "rte": "route", "che": "chemin", "chem": "chemin", "imp": "impasse",
    "all": "allee", "sq": "square", "fg": "faubourg", "fbg": "faubourg", "crs": "cours", "pass": "passage",
    "quart": "quartier", "za": "zone", "zi": "zone", "zac": "zone", "dr": "docteur", "gal": "general",
    "gen": "general", "mal": "marechal", "pdt": "president", "pr": "professeur", "cdt": "commandant",
}  # fmt: skip
_STREET = re.compile(
    r"(?:^|.*?\b)(?P<number>\d{1,4})(?P<suffix> ?(?:bis|ter|quater|[a-f])\b)?"
    r"(?: (?:a|et|\d+))* (?P<way>(?:rue|avenue|boulevard|place|route|chemin|impasse|allee|square|faubourg|"
    r"cours|passage|quai|esplanade|voie|sentier|montee|cour|cite|villa|parvis|mail|presqu|promenade|terrasse)\b.*)"
)
_IGNORED = frozenset([
    "de", "du", "des", "la", "le", "les", "l", "d", "et", "a", "au", "aux", "bp", "cs", "batiment",
    "bat", "etage",
])  # fmt: skip


@lru_cache(maxsize=20_000)
def _parts(street: str) -> tuple[str, frozenset[str]]:
    """Number and words of a street: "La Paillasse, 226 r. Saint-Denis" → ("226", {rue, st, denis})."""
    folded = " ".join(_WAYS.get(word, word) for word in fold(street).split())
    found = _STREET.match(folded)
    if found:
        return found["number"] + (found["suffix"] or "").strip(), _words(found["way"])
    number = re.match(r"(\d{1,4})\b(?: ?(?:bis|ter)\b)?", folded)
    return number[0].replace(" ", "") if number else "", _words(folded[number.end() :] if number else folded)


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in text.split() if word not in _IGNORED)


def same_address(street: str, other: str) -> bool | None:
    """True for one number in one street, False for different ones, None when that cannot be said."""
    if not street or not other:
        return None
    (number, words), (other_number, other_words) = _parts(street), _parts(other)
    if not words or not other_words:
        return None
    shared = len(words & other_words) / min(len(words), len(other_words))
    if number and other_number:
        return number == other_number and shared >= 0.6
    return None if shared >= 0.6 or not (number or other_number) else False

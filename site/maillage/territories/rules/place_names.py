"""French place names as people and lists write them."""

import re
from functools import lru_cache

from maillage.base.words import fold

_EXPANSIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_ARTICLES = {"le", "la", "les", "l"}
_SPLIT_CITIES = {"paris": ("751", 20), "lyon": ("6938", 9), "marseille": ("132", 16)}
_CEDEX = re.compile(r"\bcedex\b.*$")
_NUMBERED = re.compile(r"^(paris|lyon|marseille) 0?(\d{1,2})(?: ?(?:er|e|eme|nd|nde))?(?: arrondissement)?$")


def spelled_out(text: str) -> str:
    """Folded words with "st" and "ste" in full: "St-Jean de Luz" → "saint jean de luz"."""
    words = fold(re.sub(r"(?i)\bs/", "sur ", text)).split()
    return " ".join(_EXPANSIONS.get(word, word) for word in words)


@lru_cache(maxsize=50_000)
def city_key(text: str) -> str:
    """What two ways of writing a town have in common.

    Without "Cedex 9", "(64)" nor a leading article: "LE PUY EN VELAY CEDEX" → "puy en velay".
    """
    key = _CEDEX.sub("", spelled_out(re.sub(r"\([^)]*\)", " ", text))).strip()
    first, _, rest = key.partition(" ")
    return rest if first in _ARTICLES and rest else key


def arrondissement_code(text: str) -> str | None:
    """The INSEE code said by "Paris 11e", "Lyon 03" or "Marseille 2e arrondissement"."""
    found = _NUMBERED.match(city_key(text))
    if not found:
        return None
    prefix, count = _SPLIT_CITIES[found[1]]
    number = int(found[2])
    return f"{prefix}{number:0{5 - len(prefix)}d}" if 1 <= number <= count else None


def clean_insee(text: str) -> str:
    """An INSEE code as spreadsheets leave it: " 2a004" → "2A004", "1004" and "1004.0" → "01004"."""
    code = text.strip().upper().removesuffix(".0")
    return code.zfill(5) if code.isdigit() and 4 <= len(code) <= 5 else code


def clean_postcode(text: str) -> str:
    """A postcode as spreadsheets leave it: "1 000" → "01000"; anything else gives ""."""
    digits = re.sub(r"\s", "", text).removesuffix(".0")
    return digits.zfill(5) if digits.isdigit() and 4 <= len(digits) <= 5 else ""


def departements_of_postcode(postcode: str) -> tuple[str, ...]:
    """The departments a postcode points to (two in Corsica), also for business postcodes (Cedex)."""
    if postcode.startswith("20"):
        return ("2A", "2B")
    return (postcode[:3],) if postcode.startswith(("97", "98")) else (postcode[:2],)

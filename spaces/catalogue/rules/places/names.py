"""How alike two names of places are, whatever the spelling."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_REWRITES = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"(?<=\w)@(?=\w)", "a"),
        (r"&|\+", " et "),
        (r"\bn[°º]\s?", ""),
        (r"[\W]+", " "),
        (r"\bco ?work(ing|in|ers?)?\b", "coworking"),
        (r"\bfab ?labs?\b", "fablab"),
        (r"\btiers ?lieux?\b", "tierslieu"),
        (r"\bsaint\b", "st"),
        (r"\bsainte\b", "ste"),
    )
)
SLIP = 0.95
"""How alike two names are that differ by a slip of the pen."""

_ASIDE = re.compile(r"\s\([^()]*\)(?!\S)")
_LINKING = frozenset([
    "l", "la", "le", "les", "un", "une", "d", "de", "du", "des", "a", "au", "aux", "en", "et", "y", "s",
    "sur", "par", "pour", "chez", "the", "of", "and", "at", "by", "in",
])  # fmt: skip
_PLAIN = frozenset(["espace", "espaces", "lieu", "lieux", "tierslieu", "association", "asso", "locaux"])
_KINDS = {
    word: kind
    for kind, words in {
        "coworking": "coworking telecentre bureau bureaux teletravail",
        "fablab": "fablab makerspace hackerspace hacklab",
        "library": "mediatheque bibliotheque",
        "museum": "musee museum",
        "festival": "festival festivals",
    }.items()
    for word in words.split()
}
"""Words that say what a place is rather than which one: two kinds under one name are two places."""


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Lower-case words without accents or punctuation, with usual variants written one way."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae"))
    folded = "".join(char for char in plain.lower() if not unicodedata.combining(char))
    for pattern, new in _REWRITES:
        folded = pattern.sub(new, folded)
    return folded.strip()


def normalise_name(name: str) -> str:
    """A name without spelling or asides: "L'Étincelle – Co-working (ex-gare)" → "etincelle coworking"."""
    folded = fold(_ASIDE.sub("", name)) or fold(name)
    return " ".join(word for word in folded.split() if word not in _LINKING) or folded


def normalise_city(city: str) -> str:
    """A town without accents, district or delivery marks: "Paris 11e", "PARIS CEDEX 11" → "paris"."""
    words = fold(city)
    words = re.sub(r"\bcedex\b.*|\b\d+(er|e|eme|nd|nde)?\b.*|\barrondissement\b.*", "", words)
    return words.strip() or fold(city)


def core(name: str, cities: Iterable[str] = ()) -> frozenset[str]:
    """The words that tell this place from others of its kind in its town; all of them if none does."""
    words = frozenset(normalise_name(name).split())
    return words - _PLAIN - _KINDS.keys() - _words_of(tuple(cities)) or words


@lru_cache(maxsize=20_000)
def _words_of(cities: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for city in cities for word in normalise_city(city).split())


def similarity(name: str, other: str, cities: Iterable[str] = ()) -> float:
    """How alike two names are, 0 to 1. `cities` are the towns of both: they distinguish nothing there.

    1 where only spelling, kind or town differs; about 0.85 where one name extends the other; under
    0.7 where each has a word of its own ("La Cordée Perrache", "La Cordée Ainay").
    """
    first, second = normalise_name(name), normalise_name(other)
    if first.replace(" ", "") == second.replace(" ", ""):
        return 1.0
    cities = tuple(cities)
    a, b = core(name, cities), core(other, cities)
    ignored = _LINKING | _PLAIN | _KINDS.keys() | _words_of(cities)
    if a <= ignored or b <= ignored:  # one of them is nothing but its kind: compare every word
        a, b = frozenset(first.split()), frozenset(second.split())
    alike = 1.0 if _squashed(first, a) == _squashed(second, b) else _overlap(a, b)
    if alike < SLIP and _is_slip(first.replace(" ", ""), second.replace(" ", "")):
        alike = SLIP
    return round(alike * (1.0 if _kinds_agree(first, second) else 0.75), 4)


def _squashed(normalised: str, kept: frozenset[str]) -> str:
    return "".join(word for word in normalised.split() if word in kept)


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    pairs = _paired(a, b)
    if not pairs:
        return 0.0
    shared = sum(map(_weight, pairs))
    slips = sum(_weight(word) for word, other in pairs.items() if word != other)
    mine, yours = a - pairs.keys(), b - set(pairs.values())
    part = shared / (shared + sum(map(_weight, mine | yours)))
    if (mine and yours) or any(word.isdigit() for word in mine | yours):  # "Oasis" and "Oasis 2" are two
        alike = 0.7 * part
    elif max(map(len, pairs)) < 4:  # "Le 50" within "Le Loft 50 Partners" says nothing
        alike = part
    else:
        alike = 0.75 + 0.25 * part
    return alike * (1 - (1 - SLIP) * slips / shared)


def _paired(a: frozenset[str], b: frozenset[str]) -> dict[str, str]:
    """Words of `a` with the word of `b` that is the same but for a slip."""
    pairs = {word: word for word in a & b}
    left = sorted(b - a)
    for word in sorted(a - b):
        match = next((one for one in left if _is_slip(word, one)), None)
        if match is not None:
            left.remove(match)
            pairs[word] = match
    return pairs


@lru_cache(maxsize=20_000)
def _is_slip(word: str, other: str) -> bool:
    """Whether two words are one, but for a plural or a letter or two of a long one. Figures must agree."""
    short, long = sorted((word, other), key=len)
    if len(short) > 3 and short.rstrip("sx") == long.rstrip("sx"):
        return True
    most = 2 if len(short) >= 10 else 1 if len(short) + len(long) >= 9 else 0
    if len(long) - len(short) > most or re.sub(r"\D", "", short) != re.sub(r"\D", "", long):
        return False
    return _edits(short, long) <= most


def _edits(word: str, other: str) -> int:
    """Letters to add, drop, change or exchange with their neighbour to go from a word to another."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        above, before, row = before, row, [i]
        for j, one in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != one))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == one:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _weight(word: str) -> int:
    return 1 if word.isdigit() and len(word) < 3 else min(len(word), 8)


def _kinds_agree(first: str, second: str) -> bool:
    """Whether both names speak of one kind, or at least one of them of none."""
    a, b = ({_KINDS[word] for word in name.split() if word in _KINDS} for name in (first, second))
    return not a or not b or bool(a & b)

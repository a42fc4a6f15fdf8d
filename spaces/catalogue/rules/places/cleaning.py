"""Cells put right: the same fact written in many ways becomes one value.

Each function answers "" for a cell that says nothing, and None for one that says nothing it understands.
"""

import html
import re
import unicodedata

import nh3

from maillage.base import telephone
from spaces.catalogue.rules.places.names import fold

CELL_MAX = 4000  # beyond, it is no fact of a place, and patterns would take minutes
NAME_MAX, STREET_MAX, CITY_MAX, WEBSITE_MAX, EMAIL_MAX = 160, 200, 100, 200, 254

_MARKS = frozenset([
    "-", "--", "---", "–", "—", "_", ".", "..", "...", "…", "/", "//", "\\", "?", "??", "*", "#", "n/a",
    "#n/a", "#na", "na", "nc", "n.c.", "n.c", "n/c", "nr", "n.r.", "n.r", "null", "none", "nan",
    "undefined", "#ref!", "#value!", "#valeur!", "#nom?", "(vide)",
])  # fmt: skip
_WORDS_FOR_NOTHING = frozenset(
    ("inconnu", "inconnue", "unknown", "vide", "néant", "aucun", "aucune", "ras", "non renseigné",
     "non renseignée", "non communiqué", "sans objet", "à compléter", "a completer", "en cours")
)  # fmt: skip
"""Not for names and towns: Aucun is a commune."""

_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ ]")
_NO_TAG = re.compile(
    r"<(?=[\w.+-]{1,80}@[\w.-]{1,120}>|(?:https?|mailto):[^\s<>]{1,200}>)"  # « Accueil <a@example.org> »
    r"|<(?!!--|[/!?]?[a-zA-Z][^<>]{0,1000}>)",  # « moins de <18 ans »
    re.IGNORECASE,
)
_PLAIN = nh3.Cleaner(tags=set(), attributes={}, clean_content_tags={"script", "style", "template", "noscript"})
_SMALL_WORDS = frozenset([
    "de", "du", "des", "d", "la", "le", "les", "l", "en", "et", "sur", "sous", "lès", "lez", "aux",
    "au", "à", "près",
])  # fmt: skip

_INSEE = re.compile(r"(?:0[1-9]|[1345678]\d|2[1-9AB]|9[0-8])\d{3}")
_PIVOT = re.compile(r"\d{9,10}|\d{14}|W\d[0-9A-Z]\d{7}")
_EMAIL = re.compile(r"[^@\s<>\",;:|()]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,24}", re.IGNORECASE)
_HOST = r"(?:[\w-]+\.)+(?:[a-z]{2,24}|xn--[\w-]+)"
_ADDRESS = re.compile(
    r"(?:(?P<street>.*?)[\s,;-]+)?(?P<code>\d{5})\s+(?P<city>[^\d,]{2,}?)(?:,?\s*France)?", re.IGNORECASE
)
_URL = re.compile(rf"(?P<scheme>https?://)?(?P<host>{_HOST})(?P<port>:\d+)?(?P<rest>[/?#]\S*)?", re.IGNORECASE)

_COUNTRY_NAMES = {
    "FR": "france|fr|fra|republique francaise|guadeloupe|martinique|guyane|la reunion|reunion|mayotte",
    "MA": "maroc|morocco|mar|المغرب",
    "BE": "belgique|belgium|bel|belgie",
    "CH": "suisse|switzerland|che",
    "LU": "luxembourg|lux",
    "MC": "monaco|mco",
    "AD": "andorre|andorra|and",
    "ES": "espagne|spain|esp",
    "IT": "italie|italy|ita",
    "DE": "allemagne|germany|deu",
    "NL": "pays bas|netherlands|nld",
    "PT": "portugal|prt",
    "GB": "royaume uni|united kingdom|uk|gbr|angleterre|england",
    "IE": "irlande|ireland|irl",
    "TN": "tunisie|tunisia|tun",
    "DZ": "algerie|algeria|dza",
    "SN": "senegal|sen",
    "CI": "cote d ivoire|ivory coast|civ",
    "CM": "cameroun|cameroon|cmr",
    "ML": "mali|mli",
    "BJ": "benin|ben",
    "BF": "burkina faso|bfa",
    "TG": "togo|tgo",
    "MG": "madagascar|mdg",
    "CA": "canada|can",
    "US": "etats unis|united states|usa",
    "NC": "nouvelle caledonie",
    "PF": "polynesie francaise",
}
COUNTRIES = {name: code for code, names in _COUNTRY_NAMES.items() for name in names.split("|")}


def text(cell: str, *, is_name: bool = False) -> str:
    """A cell in one line: no control characters, tags, entities, doubled spaces or placeholders.

    UTF-8 that was once read as Windows-1252 ("chezmÃ©mÃ©") is read again.
    """
    cell = cell[:CELL_MAX]
    if _MOJIBAKE.search(cell):
        cell = _read_again(cell)
    if "&" in cell:
        cell = html.unescape(cell)
    if "<" in cell:
        cell = _without_tags(cell)
    plain = unicodedata.normalize("NFC", cell)
    if not plain.isprintable():
        plain = "".join(map(_visible, plain))
    plain = " ".join(plain.split())
    lower = plain.lower()
    return "" if lower in _MARKS or (lower in _WORDS_FOR_NOTHING and not is_name) else plain


def _without_tags(cell: str) -> str:
    """The words of HTML as a browser would read it; a tag parts words, as a line break does."""
    marked = _NO_TAG.sub("&lt;", cell)
    return html.unescape(_PLAIN.clean(marked.replace("<", " <"))) if "<" in marked else cell


def shorten(plain: str, limit: int) -> str:
    """At most `limit` characters, cut between words."""
    if len(plain) <= limit:
        return plain
    return plain[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;-") + "…"


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    return "" if unicodedata.category(char) == "Cf" else " "  # soft hyphens, zero-width marks


def _read_again(cell: str) -> str:
    try:
        return cell.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return cell


def name(cell: str) -> str:
    """A name as its owner writes it. Several words take a capital ("musée Guimet"); one alone is a brand."""
    plain = text(cell, is_name=True)
    if re.fullmatch(r"[\"“«][^\"“”«»]+[\"”»]", plain):
        plain = plain[1:-1].strip()
    first, _, more = plain.partition(" ")
    if (more and first.isalpha() and first.islower()) or re.match(r"[ld]['’]", plain):
        plain = plain[0].upper() + plain[1:]
    return plain


def city(cell: str) -> str:
    """A town without delivery marks, in French typography when it shouts: "LE MANS CEDEX 2" → "Le Mans"."""
    plain = re.sub(r"\s+cedex\b.*$", "", text(cell, is_name=True), flags=re.IGNORECASE)
    if not plain.isupper() and not plain.islower():
        return plain
    words = re.split(r"([\s'’-]+)", plain.lower())
    return "".join(
        word if index and word in _SMALL_WORDS else word[:1].upper() + word[1:] for index, word in enumerate(words)
    )


def identifier(cell: str) -> str:
    """An identifier of the list; a whole number that a spreadsheet turned into 12.0 is 12 again."""
    return re.sub(r"^(\d+)\.0+$", r"\1", text(cell))


def insee(cell: str) -> str | None:
    """The INSEE code of a commune, with the zero that spreadsheets eat and Corsica's letter in capitals."""
    code = identifier(cell).upper().replace(" ", "")
    if not code.strip("0"):
        return ""
    if re.fullmatch(r"\d{4}|[AB]\d{3}", code):
        code = ("0" if code.isdigit() else "2") + code
    return code if _INSEE.fullmatch(code) else None


def postal_code(cell: str, country: str = "FR") -> str | None:
    """The first postal code of a cell; French ones get back the zero that spreadsheets eat."""
    code = identifier(cell).upper()
    if not code.strip("0 "):
        return ""
    if country and country != "FR":
        return code if re.fullmatch(r"[A-Z0-9][A-Z0-9 -]{1,8}[A-Z0-9]", code) else None
    if re.fullmatch(r"\d{2} \d{3}", code):
        code = code.replace(" ", "")
    if re.fullmatch(r"\d{4}", code):
        return f"0{code}"
    found = re.match(r"(?:FR?\s?-?\s?)?(\d{5})(?!\d)", code)
    return found[1] if found else None


def country(cell: str) -> str | None:
    """The two letters of a country, from its code or its name in French or English."""
    plain = text(cell)
    if re.fullmatch(r"[A-Za-z]{2}", plain) and plain.lower() != "uk":
        return plain.upper()
    return COUNTRIES.get(fold(plain)) if plain else ""


def phone(cell: str, country: str = "FR") -> str | None:
    """The first telephone number of a cell, in international form (+33…); short French ones as they are."""
    plain = identifier(cell)
    return telephone.international(plain, country) if plain else ""


def email(cell: str) -> str | None:
    """The first e-mail address of a cell."""
    plain = text(cell)
    if not plain:
        return ""
    found = _EMAIL.search(re.sub(r"(?i)mailto:", " ", plain))
    if not found or len(found[0]) > EMAIL_MAX:
        return None
    local, _, host = found[0].rpartition("@")
    return f"{local}@{host.lower()}"


def website(cell: str) -> str | None:
    """The first web address of a cell. Without a scheme it gets http://, which every site answers."""
    plain = text(cell).strip()
    if not plain.strip("/"):
        return ""
    whole = plain.lstrip("/").replace(" ", "%20")
    spaced = " " in plain and not re.search(r"\s(https?:|www\.)|\|", plain) and "/" in plain.split(" ", 1)[1]
    parts = [whole] if spaced else [part.lstrip("/") for part in re.split(r"[|\s]+|,\s|;", plain)]
    for part in parts:
        if found := _URL.fullmatch(part.rstrip(".,;")):
            scheme = (found["scheme"] or "http://").lower()
            address = f"{scheme}{found['host'].lower()}{found['port'] or ''}{found['rest'] or ''}"
            return address if len(address) <= WEBSITE_MAX else None
    return None


def pivot(cell: str) -> str | None:
    """A SIRET, SIREN, RNA or RIDET number, without spaces; a number of one repeated digit says nothing."""
    number = re.sub(r"[\s\u202f.-]", "", identifier(cell)).upper()
    if not number or len(set(number)) == 1:
        return ""
    return number if _PIVOT.fullmatch(number) else None


def split_address(cell: str) -> tuple[str, str, str]:
    """Street, postal code and town of an address in one line; only the line when it has no such end."""
    plain = text(cell)
    found = _ADDRESS.fullmatch(plain)
    if not found:
        return plain, "", ""
    return (found["street"] or "").strip(" ,;-"), found["code"], city(found["city"])

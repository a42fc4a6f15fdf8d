"""The main sections, and the same page in another language.

Addresses are those of the public contract. A section shows once its address answers, so that a
network without an observatory has no dead link.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import Resolver404, resolve, translate_url
from django.utils.translation import get_language, get_language_info, override, pgettext_lazy

API, BACK_OFFICE = "/api/", "/admin/"  # where other readers than the site's go in
SECTIONS = (
    ("/lieux/", pgettext_lazy("section", "Places")),
    ("/reserver/", pgettext_lazy("section", "Book")),
    ("/agenda/", pgettext_lazy("section", "Events")),
    ("/annuaire/", pgettext_lazy("section", "Directory")),
    ("/reseau/", pgettext_lazy("section", "Network")),
    ("/observatoire/", pgettext_lazy("section", "Observatory")),
)


@dataclass(frozen=True)
class Section:
    url: str
    label: str
    current: bool


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    url: str
    current: bool


def sections(path: str) -> list[Section]:
    """The sections that exist; the one `path` lies in is current."""
    found = [(address(section), str(label)) for section, label in SECTIONS if exists(section)]
    return [Section(url, label, path.startswith(url)) for url, label in found]


def language_links(full_path: str) -> tuple[LanguageLink, ...]:
    """`full_path` in every language of the site, its query string kept."""
    return _language_links(full_path, get_language())


@lru_cache(maxsize=64)  # a page shows them three times
def _language_links(full_path: str, current: str | None) -> tuple[LanguageLink, ...]:
    return tuple(
        LanguageLink(
            code=code,
            name=get_language_info(code)["name_local"].capitalize(),
            url=translate_url(full_path, code),
            current=code == current,
        )
        for code, _name in settings.LANGUAGES
    )


def address(path: str) -> str:
    """The public address `path` in the language in use: the default language has no prefix."""
    language = get_language() or settings.LANGUAGE_CODE
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


@lru_cache(maxsize=64)
def exists(path: str) -> bool:
    """Whether a view of ours answers at `path` (Wagtail's pages answer for themselves)."""
    if path == "/":
        return True
    with override(settings.LANGUAGE_CODE):
        try:
            match = resolve(path)
        except Resolver404:
            return False
    return match.url_name != "wagtail_serve"

"""The query string of `/annuaire/`, read once for the page, its feeds and the API."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.base import list_filters
from maillage.base.geo import Point
from maillage.territories import filters as territories
from maillage.territories.models import Territory
from members.directory.words import Words

NAMES = frozenset(("q", "genre", "secteur", "competence", "territoire", "pres", "rayon", "disponible", "tri", "page"))
PERSON, ORGANISATION = "personne", "organisation"
KINDS = {PERSON: gettext_lazy("People"), ORGANISATION: gettext_lazy("Organisations")}
SORTS = {
    "nom": gettext_lazy("by name"),
    "recent": gettext_lazy("latest changes first"),
    "proche": gettext_lazy("from the nearest to the farthest"),
}
DEFAULT_RADIUS_KM = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryFilters:
    """What somebody asked of the directory. Codes are known ones."""

    text: str = ""
    kind: str = ""
    sectors: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    territory: Territory | None = None
    near: Point | None = None
    radius_km: float = DEFAULT_RADIUS_KM
    available: bool = False
    sort: str = ""
    page: int = 1

    @property
    def default_order(self) -> str:
        return "proche" if self.near else "nom"

    @property
    def order(self) -> str:
        return self.sort or self.default_order


def read(params: QueryDict, words: Words) -> DirectoryFilters:
    """What the query string asks. Raises BadFilters with every value that means nothing."""
    reader = list_filters.Reader(params)
    near = reader.one("pres", list_filters.point)
    found = DirectoryFilters(
        text=reader.one("q", list_filters.text) or "",
        kind=reader.one("genre", list_filters.choice(KINDS)) or "",
        sectors=reader.many("secteur", list_filters.known(words.sectors, _("There is no sector “%(value)s”."))),
        skills=reader.many("competence", list_filters.known(words.skills, _("There is no skill “%(value)s”."))),
        territory=reader.one("territoire", territories.territory),
        near=near,
        radius_km=reader.one("rayon", list_filters.radius_km) or DEFAULT_RADIUS_KM,
        available=bool(reader.one("disponible", list_filters.only("1"))),
        sort=reader.one("tri", list_filters.choice(SORTS)) or "",
        page=reader.one("page", list_filters.page) or 1,
    )
    reader.require_point(near, "rayon")
    if near is None and found.sort == "proche" and "pres" not in reader.refused:
        reader.refuse("tri", "proche", _("To sort by distance, add a point: “pres=latitude,longitude”."))
    reader.finish()
    return found

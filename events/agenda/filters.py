"""The query string of `/agenda/`, read once for the page, its feeds and the API."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.agenda.models import Accessibility, Attendance
from events.agenda.words import Words
from maillage.base import list_filters as values
from maillage.base.geo import Box, Point
from maillage.base.list_filters import Reader
from maillage.territories.filters import territory
from maillage.territories.models import Territory
from members.directory.models import Organisation
from spaces.catalogue.models import Space

MAX_DAYS = 800
VIEWS = {
    "liste": gettext_lazy("List"),
    "semaine": gettext_lazy("Week"),
    "mois": gettext_lazy("Month"),
    "carte": gettext_lazy("Map"),
}
MODES = {"presentiel": Attendance.IN_PERSON, "en-ligne": Attendance.ONLINE, "mixte": Attendance.MIXED}
NAMES = frozenset(
    {
        "q", "du", "au", "lieu", "organisateur", "type", "public", "territoire", "bbox", "pres", "rayon", "mode",
        "accessibilite", "gratuit", "vue", "page",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaFilters:
    """What somebody asked of the agenda. Days are each place's own."""

    text: str = ""
    first_on: date | None = None
    last_on: date | None = None
    space: Space | None = None
    organiser: Organisation | None = None
    types: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    territory: Territory | None = None
    box: Box | None = None
    near: Point | None = None
    radius_km: float | None = None
    modes: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    free: bool = False
    view: str = "liste"
    page: int = 1

    @property
    def is_a_grid(self) -> bool:
        """Whether a whole week or month is shown, whatever is over in it."""
        return self.view in ("semaine", "mois")

    def period(self, today: date) -> tuple[date, date]:
        """First and last day shown: the asked ones, the week or month around, or from today on."""
        start = self.first_on or today
        if self.view == "semaine":
            monday = start - timedelta(days=start.weekday())
            return monday, monday + timedelta(days=6)
        if self.view == "mois":
            first = start.replace(day=1)
            return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        return start, self.last_on or start + timedelta(days=MAX_DAYS)


def read(params: QueryDict, words: Words) -> AgendaFilters:
    """What the query string asks. Raises BadFilters with every value that means nothing."""
    reader = Reader(params)
    found = AgendaFilters(
        text=reader.one("q", values.text) or "",
        first_on=reader.one("du", values.day),
        last_on=reader.one("au", values.day),
        space=reader.one("lieu", _space),
        organiser=reader.one("organisateur", _organiser),
        types=reader.many("type", values.known(words.types, _("There is no type of event “%(value)s”."))),
        audiences=reader.many("public", values.known(words.audiences, _("There is no audience “%(value)s”."))),
        territory=reader.one("territoire", territory),
        box=reader.one("bbox", values.box),
        near=reader.one("pres", values.point),
        radius_km=reader.one("rayon", values.radius_km),
        modes=reader.many("mode", values.choice({word: mode.label for word, mode in MODES.items()})),
        accessibility=reader.many("accessibilite", values.choice(dict(Accessibility.choices))),
        free=bool(reader.one("gratuit", values.only("1"))),
        view=reader.one("vue", values.choice(VIEWS)) or "liste",
        page=reader.one("page", values.page) or 1,
    )
    _check_together(found, reader, params)
    reader.finish()
    return found


def _check_together(found: AgendaFilters, reader: Reader, params: QueryDict) -> None:
    if found.first_on and found.last_on:
        if found.last_on < found.first_on:
            reader.refuse("au", params.get("au", ""), _("The last day comes before the first."))
        elif (found.last_on - found.first_on).days > MAX_DAYS:
            reader.refuse("au", params.get("au", ""), _("Ask for fewer than %(limit)s days.") % {"limit": MAX_DAYS})
    reader.require_point(found.near, "rayon")


def _space(slug: str) -> Space:
    space = Space.objects.public().filter(slug=slug).first()
    if space is None:
        raise ValueError(_("There is no place “%(value)s”.") % {"value": slug[: values.MAX_TEXT]})
    return space


def _organiser(slug: str) -> Organisation:
    organisation = Organisation.objects.public().filter(slug=slug).first()
    if organisation is None:
        raise ValueError(_("There is no organisation “%(value)s”.") % {"value": slug[: values.MAX_TEXT]})
    return organisation

"""The query string of `/agenda/`, read once for the page, its feeds and the API."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.agenda.models import ACCESSIBILITY, Attendance
from maillage.base import list_filters as values
from maillage.base.geo import Box, Point
from maillage.base.list_filters import BadFilters, Reader
from maillage.territories.models import Territory
from maillage.vocabulary.models import Concept
from members.directory.models import Organisation
from spaces.catalogue.models import Space

MAX_DAYS = 800
VIEWS = {"liste": gettext_lazy("List"), "semaine": gettext_lazy("Week"), "mois": gettext_lazy("Month")}
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


def read(params: QueryDict) -> AgendaFilters:
    """What the query string asks. Raises BadFilters with every value that means nothing."""
    reader = Reader(params)
    found = AgendaFilters(
        text=reader.one("q", values.text) or "",
        first_on=reader.one("du", values.day),
        last_on=reader.one("au", values.day),
        space=reader.one("lieu", _space),
        organiser=reader.one("organisateur", _organiser),
        types=reader.many("type", _concept(Concept.Scheme.EVENT_TYPE)),
        audiences=reader.many("public", _concept(Concept.Scheme.AUDIENCE)),
        territory=reader.one("territoire", _territory),
        box=reader.one("bbox", values.box),
        near=reader.one("pres", values.point),
        radius_km=reader.one("rayon", values.radius_km),
        modes=reader.many("mode", values.only(*MODES)),
        accessibility=reader.many("accessibilite", values.only(*ACCESSIBILITY)),
        free=bool(reader.one("gratuit", values.only("1"))),
        view=reader.one("vue", values.only(*VIEWS)) or "liste",
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


def _concept(scheme: str) -> Any:
    known = {concept.code: concept for concept in Concept.objects.of(scheme)}
    return values.known(known, _("The agenda does not know “%(value)s”."))


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


def _territory(code: str) -> Territory:
    try:
        return Territory.objects.by_public_code(code)
    except Territory.DoesNotExist as error:
        said = {"value": code[: values.MAX_TEXT]}
        raise ValueError(_("There is no territory with the code “%(value)s”.") % said) from error


__all__ = ["NAMES", "VIEWS", "AgendaFilters", "BadFilters", "read"]

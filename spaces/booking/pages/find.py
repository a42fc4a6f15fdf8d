"""What is free across the network, made of components' arguments: place by place, with one link to book."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.base import clock, dates
from maillage.base.instants import DAY_MIN, from_wall, to_local
from maillage.territories import where
from spaces.booking import wording
from spaces.booking.addresses import BoardAddress, form_url
from spaces.booking.find_question import DAY, TYPED, FindQuestion
from spaces.booking.pages.features import chips, has_all
from spaces.booking.questions import WEEK, BoardQuestion, clock_text
from spaces.booking.rules.admission import Admission
from spaces.booking.rules.nearness import Apart
from spaces.booking.services.admissions import admissions_of
from spaces.booking.services.finding import Offer, offers
from spaces.catalogue.cards import distance_said
from spaces.catalogue.models import Feature, Resource, Space

PER_PAGE = 20
AROUND_KM = 50
RESULTS = "#trouve"  # who looks for something lands there

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class FindPage:
    """The spaces with something free then, the nearest first; after them those that have it at another time."""

    request: HttpRequest
    asked: FindQuestion

    @cached_property
    def today(self) -> date:
        return clock.today(timezone.get_current_timezone())

    @cached_property
    def spaces(self) -> list[Space]:
        asked, found = self.asked, Space.objects.listed_for(self.request.user).defer("body")
        if asked.territory:
            found = found.in_territory(asked.territory)
        if asked.near is None:
            return list(found.by_name())
        radius_m = (asked.radius_km or AROUND_KM) * 1000
        return list(found.near(*asked.near, radius_m=radius_m).nearest_first())

    @cached_property
    def of_kind(self) -> list[Resource]:
        """All that is of the kind in these spaces."""
        return list(
            Resource.objects.in_service()
            .filter(kind__in=self.asked.kinds, space__in=[space.pk for space in self.spaces])
            .prefetch_related("prices", "habilitations")
            .order_by("name", "pk")
        )

    @property
    def has_kind(self) -> bool:
        """Whether a place has it at all, perhaps farther than was asked."""
        everywhere = Space.objects.listed_for(self.request.user).order_by()
        elsewhere = Resource.objects.in_service().filter(kind__in=self.asked.kinds, space__in=everywhere.values("pk"))
        return bool(self.of_kind) or elsewhere.exists()

    @cached_property
    def resources(self) -> list[Resource]:
        """Those of them that have what is needed, with their space: space by space, in its order."""
        by_key = {space.pk: space for space in self.spaces}
        rank = {pk: number for number, pk in enumerate(by_key)}
        found = [resource for resource in self.of_kind if has_all(resource, self.asked.features)]
        for resource in found:
            resource.space = by_key[resource.space_id]
        return sorted(found, key=lambda one: rank[one.space_id])

    @cached_property
    def found(self) -> Sequence[tuple[Space, Any]]:
        """What each space offers: at the time asked for, or else its nearest free time."""
        made = offers(self.resources, self.asked.hours, on=self.asked.day)
        whole = [(space, list(those)) for space, those in groupby(made, key=lambda one: one.resource.space)]
        then = [(space, [one for one in those if one.is_then]) for space, those in whole]
        other = [(space, [min(those, key=_apart)]) for space, those in whole if not any(one.is_then for one in those)]
        return [one for one in then if one[1]] + sorted(other, key=lambda one: self._how_far(one[1][0]))

    def _how_far(self, one: Offer) -> Any:
        """The nearest time first; near somebody, those of one day stay in the order of their distance."""
        return one.apart.days if self.asked.near else one.apart

    @cached_property
    def page(self) -> Page:
        return Paginator(self.found, PER_PAGE).get_page(self.asked.page)

    @cached_property
    def admissions(self) -> dict[int, Admission]:
        """Whom those on this page are for that are for some people only."""
        return admissions_of(one.resource for _space, those in self.page for one in those)

    def asks_of_people(self, resource: Resource) -> list[str]:
        """What somebody has to be or to have, in a few words."""
        admission = self.admissions.get(resource.pk)
        whom = [_("only for: %(whom)s") % {"whom": ", ".join(admission.whom)}] if admission else []
        return whom + ([_("training needed")] if resource.habilitations.all() else [])

    def context(self) -> Item:
        return self.frame() | {
            "spaces": [self._space(space, those) for space, those in self.page],
            "count": sum(those[0].is_then for _space, those in self.found),
        }

    def refused(self, wrong: dict[str, str]) -> Item:
        """The form as it was filled in, with what is wrong in it by name of field: nothing is looked for."""
        fields = self._fields()
        for field in fields:
            if field["name"] in TYPED:
                field["value"] = self.request.GET.get(field["name"], field["value"])
                field["error"] = wrong.get(field["name"], "")
        today_url = self.url(jour=[self.today.isoformat()]) + RESULTS if wrong.keys() == {"jour"} else ""
        action = reverse("booking:find") + RESULTS
        return {"action": action, "fields": fields, "keep": self._keep(), "is_refused": True, "today_url": today_url}

    def frame(self) -> Item:
        """What a day and a week share."""
        return {
            "action": reverse("booking:find") + RESULTS,
            "fields": self._fields(),
            "keep": self._keep(),
            "features": chips(self.of_kind, self.asked.features, self._having),
            "page": self.page,
            "views": self._views(),
            "when": self.when(),
            "kind": self._kinds()[self.asked.kind],
            "has_kind": self.has_kind,
            "is_near": self.asked.near is not None,
            "chosen": self._chosen(),
            "without_url": self._having(()) if self.asked.features else "",
            "near_url": self.request.get_full_path(),
            "places_url": reverse("catalogue:list"),
        }

    def days_said(self) -> str:
        return dates.day_long(self.asked.day)

    def when(self) -> str:
        zone, asked = timezone.get_current_timezone(), self.asked  # only its words: each place has its own clock
        hours = (asked.from_min, asked.until_min)
        start, end = (to_local(from_wall(asked.day, minute, zone), zone) for minute in hours)
        said = {"day": self.days_said(), "hours": dates.hours(start, end, zone)}
        return (_("%(day)s, %(hours)s the next day") if asked.ends_next_day else _("%(day)s, %(hours)s")) % said

    @staticmethod
    def _kinds() -> dict[str, str]:
        """What can be asked for: first a desk of either kind, which is what most need."""
        desks = {
            Resource.Kind.DESK.value: _("Any desk"),
            Resource.Kind.HOT_DESK.value: _("Shared desk only"),
        }
        return desks | {value: str(capfirst(label)) for value, label in Resource.Kind.choices if value not in desks}

    def _fields(self) -> list[Item]:
        asked = self.asked
        kinds = [
            {"value": value, "label": label, "selected": value == asked.kind} for value, label in self._kinds().items()
        ]
        shown = Space.objects.listed_for(self.request.user)
        regions = where.regions(where.counts(shown, "commune"), asked.territory)
        return [
            {"name": "genre", "label": _("What"), "options": kinds},
            {"name": "jour", "label": _("Day"), "type": "date", "value": asked.day.isoformat()},
            {"name": "de", "label": pgettext("hour", "From"), "type": "time", "value": clock_text(asked.from_min)},
            {
                "name": "a",
                "label": pgettext("hour", "To (next day)") if asked.ends_next_day else pgettext("hour", "To"),
                "type": "time",
                "value": clock_text(asked.until_min % DAY_MIN),
            },
            {"name": "places", "label": _("People"), "type": "number", "value": str(asked.people)},
            where.field(regions, asked.territory, near=asked.near),
        ]

    def _keep(self) -> list[tuple[str, str]]:
        kept = [(name, self.request.GET[name]) for name in ("pres", "rayon", "vue") if self.request.GET.get(name)]
        return kept + [("avec", feature.value) for feature in self.asked.features]

    def _chosen(self) -> list[Item]:
        """What was asked beside the form, each with the address that asks no longer for it."""
        if self.asked.near is None:
            return []
        return [{"text": where.around(self.asked.radius_km or AROUND_KM), "url": self.url(pres=[], rayon=[])}]

    def _having(self, features: tuple[Feature, ...]) -> str:
        """The same question with other wishes."""
        return self.url(avec=[feature.value for feature in features])

    def url(self, **changes: list[str]) -> str:
        """The same question with other values, from the first page."""
        query = self.request.GET.copy()
        for name, values in changes.items():
            query.setlist(name, values)
        query.pop("page", None)
        said = query.urlencode()
        return f"{reverse('booking:find')}?{said}" if said else reverse("booking:find")

    def _views(self) -> list[Item]:
        view = self.asked.view
        return [
            {"label": pgettext("view", "Day"), "icon": "list", "url": self.url(vue=[]), "current": view == DAY},
            {
                "label": pgettext("view", "Week"),
                "icon": "calendar-days",
                "url": self.url(vue=[WEEK]),
                "current": view == WEEK,
            },
        ]

    def _where(self, space: Space) -> str:
        return ", ".join(part for part in (space.city, distance_said(space.point, self.asked.near)) if part)

    def _space(self, space: Space, those: list[Offer]) -> Item:
        day = those[0].start.date()
        board = BoardAddress(space, BoardQuestion(day=day))
        other = _("free at another time") if day == self.asked.day else _("free on another day")
        return {
            "name": space.name,
            "url": space.get_absolute_url(),
            "where": self._where(space),
            "apart": "" if those[0].is_then else other,
            "slots": [self._slot(one) for one in those],
            "board_url": board.having(),
        }

    def _slot(self, one: Offer) -> Item:
        """A link to the form, the resource as its label."""
        said = [] if one.is_then else [dates.when(one.start, one.end)]
        said += [_price(one), *self.asks_of_people(one.resource)]
        return {
            "label": one.resource.name,
            "note": " · ".join(part for part in said if part),
            "features": one.resource.offers,
            "url": form_url(one.resource, one.start, one.end, one.seats),
        }


def amount(one: Offer) -> str:
    """« 24 € » as everybody pays; nothing where it is sold to some people only."""
    if one.quote is None and one.resource.prices.all():
        return ""
    return wording.amount(one.quote) if _is_sold(one) else _("free of charge")


def _price(one: Offer) -> str:
    """« 24 € TTC en tout »."""
    return _("%(amount)s incl. VAT in all") % {"amount": amount(one)} if _is_sold(one) else amount(one)


def _is_sold(one: Offer) -> bool:
    return bool(one.quote and one.quote.amount_cents)


def _apart(one: Offer) -> Apart:
    return one.apart

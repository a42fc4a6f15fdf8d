"""What is free across the network, made of components' arguments: place by place, with one link to book."""

from dataclasses import dataclass
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

from maillage.base import dates
from maillage.base.instants import DAY_MIN, from_wall, to_local
from maillage.territories import where
from spaces.booking import wording
from spaces.booking.addresses import BoardAddress, form_url
from spaces.booking.find_question import FindQuestion
from spaces.booking.pages.features import chips, has_all
from spaces.booking.questions import BoardQuestion, clock_text
from spaces.booking.rules.nearness import Apart
from spaces.booking.services.finding import Offer, offers
from spaces.catalogue.cards import distance_said
from spaces.catalogue.models import Feature, Resource, Space

PER_PAGE = 20
AROUND_KM = 50

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class FindPage:
    """The spaces with something free then, the nearest first; after them those that have it at another time."""

    request: HttpRequest
    asked: FindQuestion

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
            .filter(kind=self.asked.kind, space__in=[space.pk for space in self.spaces])
            .prefetch_related("prices", "habilitations")
            .order_by("name", "pk")
        )

    @cached_property
    def found(self) -> list[tuple[Space, list[Offer]]]:
        """What each space offers: at the time asked for, or else its nearest free time."""
        by_key = {space.pk: space for space in self.spaces}
        asked = self.asked
        resources = [resource for resource in self.of_kind if has_all(resource, asked.features)]
        for resource in resources:
            resource.space = by_key[resource.space_id]
        rank = {pk: number for number, pk in enumerate(by_key)}
        made = offers(resources, on=asked.day, from_min=asked.from_min, until_min=asked.until_min, people=asked.people)
        made.sort(key=lambda one: rank[one.resource.space_id])
        whole = [(by_key[pk], list(those)) for pk, those in groupby(made, key=lambda one: one.resource.space_id)]
        then = [(space, [one for one in those if one.is_then]) for space, those in whole]
        other = [(space, [min(those, key=_apart)]) for space, those in whole if not any(one.is_then for one in those)]
        return [one for one in then if one[1]] + sorted(other, key=lambda one: self._how_far(one[1][0]))

    def _how_far(self, one: Offer) -> Any:
        """The nearest time first; near somebody, those of one day stay in the order of their distance."""
        return one.apart.days if self.asked.near else one.apart

    @cached_property
    def page(self) -> Page:
        return Paginator(self.found, PER_PAGE).get_page(self.asked.page)

    def context(self) -> Item:
        path = reverse("booking:find")
        return {
            "action": path,
            "fields": self._fields(),
            "keep": self._keep(),
            "features": chips(self.of_kind, self.asked.features, self._having),
            "page": self.page,
            "spaces": [self._space(space, those) for space, those in self.page],
            "count": sum(those[0].is_then for _space, those in self.found),
            "when": self._when(),
            "kind": self._kinds()[self.asked.kind],
            "is_near": self.asked.near is not None,
            "near_url": self.request.get_full_path(),
            "places_url": reverse("catalogue:list"),
        }

    def _when(self) -> str:
        zone, asked = timezone.get_current_timezone(), self.asked  # only its words: each place has its own clock
        hours = (asked.from_min, asked.until_min)
        start, end = (to_local(from_wall(asked.day, minute, zone), zone) for minute in hours)
        said = {"day": dates.day_long(asked.day), "hours": dates.hours(start, end, zone)}
        return _("%(day)s, %(hours)s") % said

    @staticmethod
    def _kinds() -> dict[str, str]:
        return {str(value): str(capfirst(label)) for value, label in Resource.Kind.choices}

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
                "label": pgettext("hour", "To"),
                "type": "time",
                "value": clock_text(asked.until_min % DAY_MIN),
            },
            {"name": "places", "label": _("People"), "type": "number", "value": str(asked.people)},
            where.field(regions, asked.territory),
        ]

    def _keep(self) -> list[tuple[str, str]]:
        around = [(name, self.request.GET[name]) for name in ("pres", "rayon") if self.request.GET.get(name)]
        return around + [("avec", feature.value) for feature in self.asked.features]

    def _having(self, features: tuple[Feature, ...]) -> str:
        """The same question with other wishes, from the first page."""
        query = self.request.GET.copy()
        query.setlist("avec", [feature.value for feature in features])
        query.pop("page", None)
        return f"{reverse('booking:find')}?{query.urlencode()}"

    def _space(self, space: Space, those: list[Offer]) -> Item:
        board = BoardAddress(space, BoardQuestion(day=self.asked.day))
        return {
            "name": space.name,
            "url": space.get_absolute_url(),
            "where": ", ".join(part for part in (space.city, distance_said(space.point, self.asked.near)) if part),
            "is_then": those[0].is_then,
            "slots": [self._slot(one) for one in those],
            "board_url": board.having(),
        }

    def _slot(self, one: Offer) -> Item:
        """A link to the form, the resource as its label."""
        price = wording.amount(one.quote) if one.quote and one.quote.amount_cents else _("free of charge")
        said = [] if one.is_then else [dates.when(one.start, one.end)]
        said.append(price)
        if one.resource.habilitations.all():
            said.append(_("training needed"))
        return {
            "label": one.resource.name,
            "note": " · ".join(said),
            "features": one.resource.offers,
            "url": form_url(one.resource, one.start, one.end, one.seats),
        }


def _apart(one: Offer) -> Apart:
    return one.apart

"""What somebody has gathered on a space's board, to be booked together: lines, total, ways to change them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.base import dates
from maillage.base.zones import get_zone
from spaces.booking import wording
from spaces.booking.addresses import BoardAddress
from spaces.booking.forms import TogetherForm
from spaces.booking.models import Booking
from spaces.booking.pages import same_time
from spaces.booking.pages.together_cost import TogetherCost
from spaces.booking.questions import BoardQuestion
from spaces.booking.services.pricing import price_of
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.requests import Request
from spaces.booking.services.same_time import theirs_at_each
from spaces.booking.services.together import Line
from spaces.catalogue.models import Resource, Space
from spaces.pricing.rules import Quote
from spaces.pricing.services.audiences import Belonging

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Basket:
    """The lines of `asked.basket`, on resources of `space` in service, as `person` pays them.

    Two queries, three where some prices are for certain people; none when it is empty. Memberships are read once. The
    total of the board takes one more, four where they have passes.
    """

    space: Space
    asked: BoardQuestion
    person: Any

    @cached_property
    def lines(self) -> list[Line]:
        slugs = {one.resource for one in self.asked.basket}
        found = self.space.resources.in_service().filter(slug__in=slugs).prefetch_related("prices", "habilitations")
        by_slug: dict[str, Resource] = {one.slug: one for one in found} if slugs else {}
        for resource in by_slug.values():
            resource.space = self.space
        return [
            Line(by_slug[one.resource], one.start, one.end, one.seats)
            for one in self.asked.basket
            if one.resource in by_slug
        ]

    @property
    def requests(self) -> list[Request]:
        """What its lines ask for."""
        return [one.asked_by(self.person) for one in self.lines]

    @cached_property
    def belonging(self) -> Belonging:
        return Belonging(self.person, self.space)

    @cached_property
    def quotes(self) -> list[Quote | None]:
        return [price_of(one, self.belonging) for one in self.requests]

    @property
    def url(self) -> str:
        """Where they are booked."""
        query = urlencode([("panier", str(one)) for one in self.asked.basket])
        return f"{reverse('booking:together', args=[self.space.slug])}?{query}"

    def without(self, number: int) -> BoardQuestion:
        """The question with one line less."""
        basket = self.asked.basket
        return replace(self.asked, basket=basket[:number] + basket[number + 1 :], gathering=True)

    def items(self) -> list[Item]:
        """A line of the list: what, when, how much."""
        zone = get_zone(self.space.time_zone)
        return [
            {
                "name": line.resource.name,
                "when": dates.when(line.start, line.end, zone),
                "places": line.resource.counted(line.seats) if line.resource.is_pool else "",
                "price": wording.amount(quote) if quote and quote.amount_cents else _("free of charge"),
            }
            for line, quote in zip(self.lines, self.quotes, strict=True)
        ]

    def on_board(self) -> Item:
        """For the board: the list, and how to go on."""
        items = [
            item | {"remove_url": BoardAddress(self.space, self.without(number)).having()}
            for number, item in enumerate(self.items())
        ]
        address = BoardAddress(self.space, self.asked)
        cost = TogetherCost(self.requests, self.belonging).context() if items else {}
        return {
            "items": items,
            "total": cost.get("total", ""),
            "total_note": cost.get("total_note", ""),
            "url": self.url if items else "",
            "stop_url": address.having(basket=(), gathering=False),
        }


@dataclass(frozen=True, eq=False)
class BasketPage:
    """The basket about to be booked by `request.user`. `refusals`: by the number of its line.

    `asks`: whether the `problem` is a question about the cost.
    """

    request: HttpRequest
    basket: Basket
    form: TogetherForm
    refusals: Mapping[int, BookingRefused] = field(default_factory=dict)
    problem: str = ""
    asks: bool = False

    def context(self) -> Item:
        space, board = self.basket.space, BoardAddress(self.basket.space, replace(self.basket.asked, gathering=True))
        waits = any(line.resource.requires_approval for line in self.basket.lines)
        return {
            "space": space,
            "items": [self._item(number, item) for number, item in enumerate(self.basket.items())],
            **self._cost.context(),
            "problem": self.problem,
            "can_book": not self.refusals,
            "form": self.form,
            "action": self.basket.url,
            "board_url": board.having(),
            "facts": [{"label": _("Where"), "value": space.name, "detail": space.postal_address}],
            "submit": _("Send my requests") if waits else self._cost.yes if self.asks else _("Book all of it"),
            "breadcrumb": [
                {"label": space.name, "url": space.get_absolute_url()},
                {"label": pgettext("page", "Book"), "url": board.having()},
                {"label": pgettext("page", "Together")},
            ],
        }

    @cached_property
    def _cost(self) -> TogetherCost:
        return TogetherCost(self.basket.requests, self.basket.belonging, self.form.on_site)

    @cached_property
    def _theirs(self) -> list[list[Booking]]:
        """What they have at the time of each line. One query."""
        return theirs_at_each(self.request.user, [(line.start, line.end) for line in self.basket.lines])

    def _item(self, number: int, item: Item) -> Item:
        refusal = self.refusals.get(number)
        less = Basket(self.basket.space, self.basket.without(number), self.request.user)
        return item | {
            "refusal": refusal.message if refusal else "",
            "same_time": [] if refusal else same_time.lines(self._theirs[number]),
            "remove_url": less.url if less.asked.basket else BoardAddress(less.space, less.asked).having(),
        }

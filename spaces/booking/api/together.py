"""Several bookings in one go, whatever the place: all of them or none, and why."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_noop
from ninja import Router
from ninja.responses import Status

from maillage.base.api.errors import NotFound
from maillage.users.requests import MemberRequest
from spaces.booking.api.asker import Asker
from spaces.booking.api.once import Key, done_once
from spaces.booking.api.schemas.bookings import SeriesDocument
from spaces.booking.api.schemas.together import TogetherAsked, TogetherPreview
from spaces.booking.documents import Document, quote_document, series_document
from spaces.booking.models import Source
from spaces.booking.services.answers import CREATED
from spaces.booking.services.previews import prices_of, refusals_of
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.together import Line, NotAllBooked, book_together
from spaces.catalogue.models import Resource
from spaces.pricing.rules import Quote

router = Router(tags=["bookings"])


@router.post(
    "/bookings/together",
    response={CREATED: SeriesDocument},
    operation_id="book_together",
    summary=gettext_noop("Book several things together"),
    description=gettext_noop(
        "All of them, or none: a refusal has “detail.lines”, with the code of each line that cannot be booked and, "
        "where somebody has the place, its “alternatives”."
    ),
)
def make(request: MemberRequest, response: HttpResponse, asked: TogetherAsked, idempotency_key: Key) -> Status:
    wish = TogetherWish(request, asked)
    spaces = {line.resource.space_id for line in wish.lines}
    made = done_once(request, idempotency_key, response, space_ids=spaces, look=wish.look, work=wish.book)
    return Status(CREATED, made)


@router.post(
    "/bookings/together/preview",
    response=TogetherPreview,
    operation_id="preview_together",
    summary=gettext_noop("Look before booking together"),
    description=gettext_noop(
        "What speaks against each line on its own, and what it would leave to pay, without writing."
    ),
)
def preview(request: MemberRequest, asked: TogetherAsked) -> dict[str, Any]:
    return {"lines": TogetherWish(request, asked).preview()}


@dataclass(frozen=True)
class TogetherWish:
    """The lines that somebody wants, and for whom."""

    request: MemberRequest
    asked: TogetherAsked

    @cached_property
    def lines(self) -> list[Line]:
        """Raises NotFound for a resource that the asker may not see."""
        paths = {one.resource for one in self.asked.lines}
        slugs = {path.partition("/")[2] for path in paths}
        found = Resource.objects.visible_to(self.request.user).filter(slug__in=slugs).select_related("space")
        by_path = {one.path: one for one in found.prefetch_related("prices")}
        for path in sorted(paths - by_path.keys()):
            raise NotFound(detail={"resource": path})
        return [Line(by_path[one.resource], one.start, one.end, one.seats) for one in self.asked.lines]

    @cached_property
    def _asker(self) -> Asker:
        return Asker(self.request.user, self.asked.on_behalf_of, [line.resource for line in self.lines])

    def look(self) -> None:
        """Overrides and what a team books for others are judged when they are made."""
        person, organisation = self._asker.person, self._asker.organisation  # who may not ask this leaves no trace
        if self.asked.override_reason or person != self.request.user:
            return
        if refusals := refusals_of(self.lines, person=person, organisation=organisation):
            raise NotAllBooked(refusals)

    def book(self) -> Document:
        series, bookings = book_together(
            self.lines,
            person=self._asker.person,
            by=self.request.user,
            organisation=self._asker.organisation,
            note=self.asked.note,
            source=Source.API,
            with_passes=self.asked.with_passes,
            override_reason=self.asked.override_reason,
        )
        return series_document(series, bookings, self.request.build_absolute_uri)

    def preview(self) -> list[Document]:
        person, organisation = self._asker.person, self._asker.organisation
        refusals = refusals_of(self.lines, person=person, organisation=organisation)
        accepted = {number: line for number, line in enumerate(self.lines) if number not in refusals}
        prices = prices_of(accepted.values(), person=person, with_passes=self.asked.with_passes)
        quotes = dict(zip(accepted, prices, strict=True))
        return [self._line(line, refusals.get(number), quotes.get(number)) for number, line in enumerate(self.lines)]

    @staticmethod
    def _line(line: Line, refusal: BookingRefused | None, quote: Quote | None) -> Document:
        return {
            "resource": line.resource.path,
            "code": refusal.code if refusal else None,
            "message": refusal.message if refusal else None,
            "alternatives": refusal.detail.get("alternatives", []) if refusal else [],
            "price": quote_document(quote),
        }

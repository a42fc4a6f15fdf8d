"""Several bookings in one go."""

from typing import Annotated

from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

from maillage.base.api.values import Body, Instant, LocalTime
from spaces.booking.api.schemas.bookings import PricePaid
from spaces.booking.api.schemas.values import Note, OnBehalf, Reason, ResourcePath, Seats, WithPasses
from spaces.booking.questions import MOST_PICKED


class LineAsked(Body):
    """A time of a resource."""

    resource: ResourcePath
    start: Instant
    end: Instant
    seats: Annotated[Seats, Field(strict=True)] = 1


class TogetherAsked(Body):
    """What is to be booked, all or none."""

    lines: list[LineAsked] = Field(
        min_length=1, max_length=MOST_PICKED, description=gettext_noop("In the order in which they are answered.")
    )
    note: Note = ""
    on_behalf_of: OnBehalf = None
    with_passes: WithPasses = True
    override_reason: Reason = ""


class OtherChoice(BaseModel):
    """What could be had instead."""

    resource: str
    start: LocalTime
    end: LocalTime


class LinePreview(BaseModel):
    """One line, looked at on its own."""

    resource: str
    code: str | None = Field(description=gettext_noop("Why it is refused; null where it can be booked."))
    message: str | None
    alternatives: list[OtherChoice]
    price: PricePaid | None = Field(
        description=gettext_noop(
            "What would be left to pay once passes have paid for what comes before, then for this; all of it where "
            "“with_passes” is false. Null where nothing is asked for, or it is refused."
        )
    )


class TogetherPreview(BaseModel):
    lines: list[LinePreview]

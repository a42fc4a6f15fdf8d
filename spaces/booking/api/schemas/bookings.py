"""Bookings: asked for, read, decided."""

from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, Field

from maillage.base.api.paging import Listing
from maillage.base.api.values import WRITABLE, Body, Day, Instant, LocalTime, Text
from spaces.booking.api.schemas.values import Note, OnBehalf, Reason, ResourcePath, Seats, Slug, WithPasses
from spaces.booking.models import Source, State


class BookingAsked(Body):
    """A time of a resource."""

    resource: ResourcePath
    start: Instant
    end: Instant
    seats: Annotated[Seats, Field(strict=True)] = 1
    note: Note = ""
    on_behalf_of: OnBehalf = None
    rrule: Annotated[str, Field(min_length=1, max_length=200), WRITABLE] | None = Field(
        default=None,
        description=gettext_noop(
            "A series: recurrence rule of RFC 5545, with COUNT or UNTIL. “start” is its first date."
        ),
        examples=["FREQ=WEEKLY;COUNT=10"],
    )
    on_conflict: Literal["fail", "skip"] = Field(
        default="fail", description=gettext_noop("Of a series: book nothing when a date is refused, or leave it out.")
    )
    with_passes: WithPasses = True
    override_reason: Reason = ""


class BookingMoved(Body):
    """The new time or place. What is left out stays as it is."""

    resource: ResourcePath | None = None
    start: Instant | None = None
    end: Instant | None = None
    seats: Annotated[Seats, Field(strict=True)] | None = None
    override_reason: Reason = ""


class Decision(Body):
    override_reason: Reason = ""


class Approval(Decision):
    sequence: Annotated[
        int | None,
        Field(
            ge=0, description=gettext_noop("Of the request as it was read: one that has moved since is not approved.")
        ),
    ] = None


class RefusalGiven(Body):
    reason: Text = Field(min_length=1, max_length=1000, description=gettext_noop("Words that the person can act on."))


class DateRead(Body):
    """A request of a series, as it was read."""

    booking: UUID
    sequence: Annotated[
        int | None, Field(ge=0, description=gettext_noop("One that has moved since is not approved."))
    ] = None


class SeriesApproval(Decision):
    dates: list[DateRead] = Field(
        default=[], max_length=366, description=gettext_noop("Which of its requests; none named: all that wait.")
    )


class SeriesRefusal(RefusalGiven):
    dates: list[DateRead] = Field(
        default=[], max_length=366, description=gettext_noop("Which of its requests; none named: all that wait.")
    )


class SpaceName(BaseModel):
    slug: str
    name: str


class PersonName(BaseModel):
    name: str
    email: str


class PricePaid(BaseModel):
    """As it was when booked, VAT included."""

    amount: str
    vat: str
    vat_rate: str | None
    currency: str


class PassTaken(BaseModel):
    """What a pass paid when it was booked or last moved; given back where the booking is."""

    plan: str
    unit: Literal["minutes", "days"]
    amount: int = Field(description=gettext_noop("Nothing of a day that the pass had paid already."))


class CancellationStep(BaseModel):
    """After this instant a cancellation by the person costs so much of the price."""

    after: LocalTime
    kept_percent: int


class ConditionsDocument(BaseModel):
    """What changing one's mind or not coming costs, as it was when booked."""

    cancel_until: LocalTime = Field(description=gettext_noop("Later, only the team of the space cancels it."))
    cancellation: list[CancellationStep]
    release_at: LocalTime | None = Field(description=gettext_noop("When the place of who has not come goes to others."))
    no_show_percent: int
    kept_at_least: str | None = Field(
        description=gettext_noop("Of the price it had when a cancellation cost something already, and it was moved.")
    )


class BookingDocument(BaseModel):
    """A booking, as its person and the space's team see it."""

    uuid: str
    url: str
    resource: str
    name: str = Field(description=gettext_noop("Of the resource."))
    space: SpaceName
    start: LocalTime
    end: LocalTime
    time_zone: str
    seats: int
    state: State
    expires: LocalTime | None = Field(description=gettext_noop("Until when it is held."))
    person: PersonName | None
    guest: str | None = Field(description=gettext_noop("Name of somebody without an account."))
    organisation: str | None
    price: PricePaid | None
    passes: list[PassTaken] = Field(
        description=gettext_noop("What it takes of which passes; once it is cancelled, what stays taken.")
    )
    conditions: ConditionsDocument
    kept: str | None = Field(description=gettext_noop("Of the price, once it was cancelled or nobody came."))
    note: str
    answer: str = Field(description=gettext_noop("What the team answered."))
    series: str | None
    source: Source
    sequence: int
    created_at: LocalTime
    updated_at: LocalTime
    cancelled_at: LocalTime | None
    checked_in_at: LocalTime | None


class SeriesDocument(BaseModel):
    """Bookings made together."""

    series: str
    bookings: list[BookingDocument]


class LeftDocument(BaseModel):
    """A request that waits on."""

    booking: str
    code: str
    message: str


class SeriesAnswered(BaseModel):
    """What became of each request of a series, and of others for the same time."""

    accepted: list[BookingDocument]
    refused: list[BookingDocument]
    left: list[LeftDocument]


class BookingList(Listing[BookingDocument]):
    pass


class PreviewedDate(BaseModel):
    """One date of a series."""

    start: LocalTime
    end: LocalTime
    moved: bool = Field(description=gettext_noop("The clock skips its time that day: it starts after the gap."))
    code: str | None = Field(description=gettext_noop("Why it is refused; null where it can be booked."))


class Preview(BaseModel):
    dates: list[PreviewedDate]


class BookingsAsked(BaseModel):
    """Which bookings."""

    model_config = ConfigDict(extra="ignore")

    space: Slug | None = Field(
        default=None,
        description=gettext_noop("Address (slug) of a space in whose team you are: all of its bookings."),
    )
    from_: Day | None = Field(default=None, alias="from", description=gettext_noop("First day, of the place."))
    until: Day | None = Field(default=None, description=gettext_noop("Last day, included."))
    state: list[State] = Field(default=[], description=gettext_noop("Any of those given."))

"""The shapes of what is asked and answered about bookings."""

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, Field

from maillage.base.api.paging import Listing
from maillage.base.api.values import WRITABLE, Body, Day, Instant, LocalTime, Text
from spaces.booking.models import Source, State
from spaces.booking.models.access import Quota as QuotaRow
from spaces.catalogue.models import Feature, Resource
from spaces.pricing.models import Price as PriceRow

ResourcePath = Annotated[
    str,
    Field(
        pattern=r"^[-a-zA-Z0-9_]{1,80}/[-a-zA-Z0-9_]{1,80}$",
        description=gettext_noop("space/resource."),
        examples=["la-centrale/salle-a"],
    ),
]
Slug = Annotated[str, Field(max_length=80), WRITABLE]
Seats = Annotated[int, Field(ge=1, le=500, description=gettext_noop("How many places of a pool."))]
Reason = Annotated[
    Text,
    Field(
        max_length=500,
        description=gettext_noop("Why a rule may be gone beyond: for managers of the space, kept in the history."),
    ),
]


class DayHours(BaseModel):
    opens: str = Field(examples=["09:00"])
    closes: str = Field(description=gettext_noop("At or before “opens”: on the next day."), examples=["18:00"])


class WeekHours(DayHours):
    days: list[Literal["mo", "tu", "we", "th", "fr", "sa", "su"]]
    valid_from: date | None
    valid_through: date | None


class ExceptionalDates(BaseModel):
    from_: date = Field(alias="from")
    through: date
    hours: list[DayHours]
    label: str


class QuotaDocument(BaseModel):
    """How much one person, or one organisation, may book."""

    audience: QuotaRow.Audience
    period: QuotaRow.Interval
    minutes: int | None
    count: int | None
    plan: str | None = Field(default=None, description=gettext_noop("For those who have this plan only."))
    holder: QuotaRow.Holder = QuotaRow.Holder.PERSON
    counts_kind: bool = Field(
        default=False, description=gettext_noop("The space's other resources of its kind count as well.")
    )
    days: list[str] = Field(default=[], description=gettext_noop("Days of the week; none: every day."))
    starts: str = Field(default="00:00", description=gettext_noop("Hours of the day, of the place."))
    ends: str = "24:00"


class PriceDocument(BaseModel):
    """The price of one unit of time, VAT included."""

    unit: PriceRow.Unit
    amount: str = Field(examples=["12.00"])
    vat_rate: str = Field(examples=["20.00"])
    audience: str | None = Field(default=None, description=gettext_noop("For these people only; null: for everybody."))
    valid_from: str | None = None
    valid_through: str | None = None
    days: list[str] = Field(default=[], description=gettext_noop("Days of the week; none: every day."))
    starts: str = Field(default="00:00", description=gettext_noop("Hours of the day, of the place."))
    ends: str = "24:00"


class SpotDocument(BaseModel):
    """Where it stands on the plan of its parent, in hundredths of the plan, from its upper left corner."""

    x: int
    y: int
    width: int
    height: int


class ResourceDocument(BaseModel):
    """A resource and its rules, in the words of the network document. Durations are whole minutes."""

    resource: str
    url: str
    space: str
    time_zone: str
    slug: str
    name: str
    kind: Resource.Kind
    summary: str
    features: list[Feature] = Field(description=gettext_noop("What it has for those who need it."))
    people: int | None = Field(description=gettext_noop("How many people it holds."))
    capacity: int = Field(description=gettext_noop("Interchangeable places: more than one is a pool."))
    parent: str | None
    spot: SpotDocument | None = Field(description=gettext_noop("null: on no plan."))
    shares: list[str]
    opening_hours: list[WeekHours] | None = Field(description=gettext_noop("null: those of the space."))
    exceptions: list[ExceptionalDates]
    step: int
    min_duration: int | None = Field(description=gettext_noop("null: one step."))
    max_duration: int | None = Field(description=gettext_noop("null: no limit."))
    buffer_before: int
    buffer_after: int
    block_whole_day: bool
    min_days_before: int
    max_days_before: int | None
    min_notice: int
    requires_approval: bool
    requests_compete: bool
    is_active: bool = Field(description=gettext_noop("In service. Others are shown to the team of the space only."))
    habilitations: list[str]
    quotas: list[QuotaDocument]
    prices: list[PriceDocument]


class AvailabilityAsked(BaseModel):
    """Days of the place and what is wanted."""

    model_config = ConfigDict(extra="ignore")

    from_: Day = Field(alias="from", description=gettext_noop("First day, of the place."))
    until: Day | None = Field(
        default=None, description=gettext_noop("Last day, included; 31 days at most. Without it, the first alone.")
    )
    duration: int = Field(ge=1, description=gettext_noop("Minutes."), examples=[60])
    seats: Seats = 1
    explain: bool = Field(default=False, description=gettext_noop("Say also why the other starts are refused."))


class RefusedStart(BaseModel):
    start: LocalTime
    code: str


class Availability(BaseModel):
    """When a booking of this duration may start."""

    time_zone: str
    duration: int
    starts: list[LocalTime]


class ExplainedAvailability(Availability):
    refused: list[RefusedStart]


class AvailabilityOfOne(BaseModel):
    """The same, of one of many resources. `refused` with `explain` only."""

    resource: str
    time_zone: str
    duration: int
    starts: list[LocalTime]
    refused: list[RefusedStart] | None = None


class AvailabilityList(Listing[AvailabilityOfOne]):
    pass


class BookingAsked(Body):
    """A time of a resource."""

    resource: ResourcePath
    start: Instant
    end: Instant
    seats: Annotated[Seats, Field(strict=True)] = 1
    note: Text = Field(default="", max_length=1000, description=gettext_noop("For the team."))
    on_behalf_of: Annotated[str, Field(max_length=254), WRITABLE] | None = Field(
        default=None,
        description=gettext_noop(
            "Address (slug) of an organisation in whose team you are; for the space's team, a person's e-mail address."
        ),
    )
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
    override_reason: Reason = ""


class BookingMoved(Body):
    """The new time. What is left out stays as it is."""

    start: Instant | None = None
    end: Instant | None = None
    seats: Annotated[Seats, Field(strict=True)] | None = None
    override_reason: Reason = ""


class Decision(Body):
    override_reason: Reason = ""


class RefusalGiven(Body):
    reason: Text = Field(min_length=1, max_length=1000, description=gettext_noop("Words that the person can act on."))


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
    expires: LocalTime | None = Field(description=gettext_noop("Until when the place is held."))
    person: PersonName | None
    guest: str | None = Field(description=gettext_noop("Name of somebody without an account."))
    organisation: str | None
    price: PricePaid | None
    conditions: ConditionsDocument
    kept: str | None = Field(description=gettext_noop("Of the price, once it was cancelled or nobody came."))
    note: str
    answer: str = Field(description=gettext_noop("What the team answered."))
    series: str | None
    source: Source
    created_at: LocalTime
    updated_at: LocalTime
    cancelled_at: LocalTime | None
    checked_in_at: LocalTime | None


class SeriesDocument(BaseModel):
    """Bookings made together."""

    series: str
    bookings: list[BookingDocument]


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

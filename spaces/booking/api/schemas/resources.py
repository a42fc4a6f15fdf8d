"""What can be booked, by which rules, and when."""

from datetime import date
from typing import Literal

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, Field

from maillage.base.api.paging import Listing
from maillage.base.api.values import Day, LocalTime
from spaces.booking.api.schemas.values import Seats
from spaces.booking.models.access import Quota as QuotaRow
from spaces.catalogue.models import Feature, Resource
from spaces.pricing.models import Price as PriceRow


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
        default=False, description=gettext_noop("The space’s other resources of its kind count as well.")
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
    capacity: int = Field(description=gettext_noop("Interchangeable seats: more than one is a pool."))
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
    audiences: list[str] = Field(description=gettext_noop("Who may book it; none: everybody."))
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

"""What can be booked in a space, as the network document says it: its rules, prices and place on a plan."""

from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from maillage.base.instants import DAY_MIN
from maillage.network.document.hours import ExceptionalDates, Part, WeekHours
from maillage.network.document.values import Closes, Code, Day, Duration, Minutes, Money, Opens, Slug, Weekday
from spaces.catalogue.rules.plan import Box

Kind = Literal[
    "hot_desk", "desk", "office", "meeting_room", "event_room", "workshop", "machine", "studio", "equipment", "vehicle"
]

Feature = Literal[
    "wheelchair", "adjustable", "toilets", "hearing_loop", "quiet", "soft_light", "daylight", "entrance"
]  # fmt: skip


class Quota(Part):
    """For each person at any time, unless it says more. `plan`: of the space, or else of the network."""

    audience: Literal["all", "members", "team"] = "all"
    period: Literal["day", "week", "month"]
    minutes: Duration | None = None
    count: int | None = Field(default=None, ge=1, le=10_000, strict=True)
    plan: Slug | None = None
    holder: Literal["person", "organisation"] = "person"
    counts_kind: bool = Field(default=False, strict=True)
    days: list[Weekday] = []
    starts: Opens = Field(default="00:00", validate_default=True)
    ends: Closes = Field(default="24:00", validate_default=True)

    @model_validator(mode="after")
    def limits_something(self) -> Self:
        if self.minutes is None and self.count is None:
            raise ValueError("a quota limits minutes, count or both")
        if self.plan and self.audience != "all":
            raise ValueError("a quota is for a plan or for an audience")
        self.ends = self.ends or DAY_MIN  # 00:00 ends a day as 24:00 does
        return self


class Price(Part):
    """For everybody at any time, unless it says more. `audience`: of the space, or else of the network."""

    unit: Literal["hour", "half_day", "day", "week", "month"]
    amount: Money
    vat_rate: Money = Field(default="20.00", validate_default=True, le=100)
    audience: Slug | None = None
    valid_from: Day | None = None
    valid_through: Day | None = None
    days: list[Weekday] = []
    starts: Opens = Field(default="00:00", validate_default=True)
    ends: Closes = Field(default="24:00", validate_default=True)

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.valid_from and self.valid_through and self.valid_through < self.valid_from:
            raise ValueError("valid_through comes before valid_from")
        self.ends = self.ends or DAY_MIN  # 00:00 ends a day as 24:00 does
        return self


class Spot(Part):
    """On the plan of the parent, in hundredths of it, from its upper left corner."""

    x: int = Field(ge=0, le=99, strict=True)
    y: int = Field(ge=0, le=99, strict=True)
    width: int = Field(default=15, ge=1, le=100, strict=True)
    height: int = Field(default=15, ge=1, le=100, strict=True)

    @model_validator(mode="after")
    def inside(self) -> Self:
        if not Box(self.x, self.y, self.width, self.height).is_inside:
            raise ValueError("it stands beyond the edge of the plan")
        return self


class Resource(Part):
    slug: Slug
    name: str | None = Field(default=None, min_length=1, max_length=120)
    kind: Kind = "meeting_room"
    summary: str | None = Field(default=None, max_length=200)
    features: list[Feature] = []
    people: int | None = Field(default=None, ge=1, le=10_000, strict=True)
    capacity: int = Field(default=1, ge=1, le=500, strict=True)
    parent: Slug | None = None
    spot: Spot | None = None
    shares: list[Slug] = []
    opening_hours: list[WeekHours] | None = None
    exceptions: list[ExceptionalDates] = []
    step: Duration = 60
    min_duration: Minutes | None = None
    max_duration: Duration | None = None
    buffer_before: Minutes = 0
    buffer_after: Minutes = 0
    block_whole_day: bool = Field(default=False, strict=True)
    min_days_before: int = Field(default=0, ge=0, le=3660, strict=True)
    max_days_before: int | None = Field(default=None, ge=0, le=3660, strict=True)
    min_notice: Minutes = 0
    requires_approval: bool = Field(default=False, strict=True)
    requests_compete: bool = Field(default=False, strict=True)
    is_active: bool = Field(default=True, strict=True)
    audiences: list[Slug] = []
    habilitations: list[Code] = []
    quotas: list[Quota] = []
    prices: list[Price] = []

    @field_validator("features", "audiences")
    @classmethod
    def each_once(cls, codes: list[str]) -> list[str]:
        return list(dict.fromkeys(codes))

    @model_validator(mode="after")
    def somebody_may_book(self) -> Self:
        sold_to = {price.audience for price in self.prices}
        if self.audiences and sold_to and None not in sold_to and sold_to.isdisjoint(self.audiences):
            raise ValueError("none of its audiences has a price: nobody could book it")
        return self

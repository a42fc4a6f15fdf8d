"""The network document, `maillage-network/1`: its keys, their types and their defaults.

Every key but `format` and what names a record (slug, e-mail, resource and times) is optional. A
missing key keeps what a record already has, and takes the default on a new one.
"""

from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from maillage.base.instants import DAY_MIN
from maillage.network.document.hours import ExceptionalDates, Part, WeekHours
from maillage.network.document.values import (
    Closes,
    Code,
    Day,
    Degrees,
    Duration,
    Email,
    Instant,
    InstantOrDay,
    Minutes,
    Money,
    Opens,
    Password,
    ResourcePath,
    Slug,
    Weekday,
    Zone,
)
from spaces.booking.rules.policy import CancellationTier as Tier
from spaces.booking.rules.policy import Policy as Terms
from spaces.catalogue.rules.plan import Box

FORMAT = "maillage-network/1"

Kind = Literal[
    "hot_desk", "desk", "office", "meeting_room", "event_room", "workshop", "machine", "studio", "equipment", "vehicle"
]

Feature = Literal[
    "wheelchair", "adjustable", "toilets", "hearing_loop", "quiet", "soft_light", "daylight", "entrance"
]  # fmt: skip


class Address(Part):
    street: str | None = Field(default=None, max_length=200)
    postal_code: str | None = Field(default=None, max_length=10)
    city: str | None = Field(default=None, max_length=100)
    insee: str | None = Field(default=None, pattern=r"^\d[\dAB]\d{3}$")
    country: str = Field(default="FR", pattern=r"^[A-Z]{2}$")


class Audience(Part):
    """People for whom there are prices of their own."""

    slug: Slug
    name: str | None = Field(default=None, min_length=1, max_length=80)


class Entitlement(Part):
    """So many minutes or days of one place."""

    unit: Literal["minutes", "days"]
    amount: int = Field(ge=1, le=1_000_000, strict=True)
    every: Literal["once", "month"] = "once"
    kinds: list[Kind] = []


class Plan(Part):
    """What people subscribe to. `audience`: of the same space, or of the network."""

    slug: Slug
    name: str | None = Field(default=None, min_length=1, max_length=120)
    audience: Slug | None = None
    price: Money = Field(default="0.00", validate_default=True)
    reach: Literal["own", "listed", "network"] = "own"
    spaces: list[Slug] = []
    entitlements: list[Entitlement] = []


class Network(Part):
    name: str = Field(default="Maillage", min_length=1, max_length=80)
    tagline: str = Field(default="", max_length=140)
    headline: str = Field(default="", max_length=120)
    introduction: str = Field(default="", max_length=400)
    contact_email: Email | None = None
    publisher: str = Field(default="", max_length=2000)
    publication_director: str = Field(default="", max_length=120)
    host: str = Field(default="", max_length=2000)
    time_zone: Zone = "Europe/Paris"
    language: Literal["fr", "en", "ar"] = "fr"
    public_holidays: Literal["open", "closed"] = "open"
    exceptions: list[ExceptionalDates] = []
    audiences: list[Audience] = []
    plans: list[Plan] = []


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


class CancellationTier(Part):
    notice: Duration
    kept_percent: int = Field(ge=0, le=100, strict=True)


class Policy(Part):
    """Booking conditions. Without resources they hold for all of the space that have none of their own."""

    name: str = Field(min_length=1, max_length=120)
    resources: list[Slug] = []
    cancellation: list[CancellationTier] = []
    cancel_notice: Minutes | None = None
    release_after: Minutes | None = None
    no_show_percent: int = Field(default=0, ge=0, le=100, strict=True)
    remind_before: Duration | None = Field(default=24 * 60, le=7 * 24 * 60)

    @model_validator(mode="after")
    def one_tier_per_notice(self) -> Self:
        if len({tier.notice for tier in self.cancellation}) < len(self.cancellation):
            raise ValueError("two cancellation tiers of one notice")
        return self

    @property
    def terms(self) -> Terms:
        """As the rules read it."""
        latest_last = sorted(self.cancellation, key=lambda tier: -tier.notice)
        return Terms(
            tiers=tuple(Tier(tier.notice, tier.kept_percent) for tier in latest_last),
            cancel_notice_min=self.cancel_notice,
            release_after_min=self.release_after,
            no_show_percent=self.no_show_percent,
            remind_before_min=self.remind_before,
        )


class Recognition(Part):
    """A training that counts here when another space gave it: one of `from`, or null: any."""

    code: Code
    from_: list[Slug] | None = Field(alias="from", default=None, min_length=1)


class Space(Part):
    slug: Slug
    name: str | None = Field(default=None, min_length=1, max_length=160)
    types: list[Code] = []
    summary: str | None = Field(default=None, max_length=200)
    story: list[str] = []
    story_html: list[str] = []
    address: Address = Address()
    latitude: Degrees | None = Field(default=None, ge=-90, le=90)
    longitude: Degrees | None = Field(default=None, ge=-180, le=180)
    time_zone: Zone | None = None
    public_holidays: Literal["network", "open", "closed"] = "network"
    phone: str | None = Field(default=None, max_length=30)
    email: Email | None = None
    website: str | None = Field(default=None, pattern=r"^https?://\S+$", max_length=200)
    access: str | None = Field(default=None, max_length=600)
    visibility: Literal["public", "members", "team"] = "public"
    state: Literal["draft", "to_check", "published", "refused", "archived"] = "published"
    amenities: list[Code] = []
    accessibility: list[Code] = []
    opening_hours: list[WeekHours] = []
    exceptions: list[ExceptionalDates] = []
    resources: list[Resource] = []
    policies: list[Policy] = []
    audiences: list[Audience] = []
    plans: list[Plan] = []
    recognises: list[Recognition] = []

    @model_validator(mode="after")
    def both_coordinates(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude go together")
        return self


class Grant(Part):
    """A training that somebody has followed, with a space or (null) for the whole network."""

    code: Code
    valid_until: Day | None = None
    space: Slug | None = None


class Membership(Part):
    """A plan of the network ("slug") or of a space ("space/slug")."""

    plan: str = Field(pattern=r"^[-a-zA-Z0-9_]{1,80}(/[-a-zA-Z0-9_]{1,80})?$")
    from_: Day = Field(alias="from")
    through: Day | None = None

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.through and self.through < self.from_:
            raise ValueError("through comes before from")
        return self


class Person(Part):
    email: Email
    name: str | None = Field(default=None, max_length=120)
    password: Password | None = None
    roles: list[Literal["coordinator", "administrator"]] = []
    manages: list[Slug] = []
    hosts: list[Slug] = []
    habilitations: list[Grant] = []
    memberships: list[Membership] = []
    headline: str | None = Field(default=None, max_length=140)
    body: str | None = Field(default=None, max_length=4000)
    skills: list[Code] = []
    sectors: list[Code] = []
    insee: str | None = Field(default=None, pattern=r"^\d[\dAB]\d{3}$")
    visibility: Literal["public", "members", "team"] | None = None


class Organisation(Part):
    slug: Slug
    name: str | None = Field(default=None, min_length=1, max_length=160)
    summary: str | None = Field(default=None, max_length=200)
    body: str | None = Field(default=None, max_length=4000)
    legal_form: str | None = Field(default=None, max_length=80)
    siret: str | None = Field(default=None, pattern=r"^\d{14}$")
    sectors: list[Code] = []
    insee: str | None = Field(default=None, pattern=r"^\d[\dAB]\d{3}$")
    website: str | None = Field(default=None, pattern=r"^https?://\S+$", max_length=200)
    team: list[Email] = []


class Interval(Part):
    """A stretch of time. Without offset, wall-clock time of the space."""

    start: Instant
    end: Instant


class Booking(Interval):
    resource: ResourcePath
    person: Email | None = None
    guest: str | None = Field(default=None, max_length=120)
    seats: int = Field(default=1, ge=1, le=500, strict=True)
    state: Literal[
        "hold", "pending", "awaiting_payment", "confirmed", "checked_in", "cancelled", "refused", "expired", "released"
    ] = "confirmed"  # fmt: skip
    expires: Instant | None = None
    buffer_before: Minutes | None = None
    buffer_after: Minutes | None = None
    note: str | None = Field(default=None, max_length=500)

    @model_validator(mode="after")
    def hold_expires(self) -> Self:
        if self.state == "hold" and self.expires is None:
            raise ValueError("a hold says when it expires: add expires")
        return self


class Block(Interval):
    resource: ResourcePath
    reason: str | None = Field(default=None, max_length=200)


class DateChange(Part):
    """What becomes of the date that an event has on `day`; a new day and new times are the event's own clock's."""

    day: Day
    status: Literal["cancelled", "rescheduled", "moved_online", "postponed", "full"] = "cancelled"
    new_day: Day | None = None
    starts: Opens | None = None
    ends: Opens | None = None


class Event(Interval):
    slug: Slug
    title: str | None = Field(default=None, min_length=1, max_length=160)
    summary: str | None = Field(default=None, max_length=200)
    body: str | None = Field(default=None, max_length=8000)
    body_html: str | None = Field(default=None, max_length=40_000)
    types: list[Code] = []
    audiences: list[Code] = []
    accessibility: list[Literal["hi", "vi", "pi", "mi", "ii"]] = []
    space: Slug | None = None
    place: str | None = Field(default=None, max_length=200)
    attendance: Literal["in_person", "online", "mixed"] = "in_person"
    online_url: str | None = Field(default=None, pattern=r"^https?://\S+$", max_length=200)
    resources: list[Slug] = []
    organisers: list[Slug] = []
    rrule: str | None = Field(default=None, max_length=400)
    exdates: list[InstantOrDay] = []
    status: Literal["scheduled", "rescheduled", "moved_online", "postponed", "full", "cancelled"] = "scheduled"
    changes: list[DateChange] = []
    capacity: int | None = Field(default=None, ge=1, le=100_000, strict=True)
    price: str | None = Field(default=None, max_length=80)
    registration_url: str | None = Field(default=None, pattern=r"^https?://\S+$", max_length=200)
    habilitation: Code | None = None
    habilitation_months: int | None = Field(default=None, ge=1, le=1200, strict=True)


class Document(Part):
    """The whole network."""

    format: Literal["maillage-network/1"]
    network: Network | None = None
    spaces: list[Space] = []
    people: list[Person] = []
    organisations: list[Organisation] = []
    bookings: list[Booking] = []
    blocks: list[Block] = []
    events: list[Event] = []

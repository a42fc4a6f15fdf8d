"""The network document, `maillage-network/1`: its keys, their types and their defaults.

Every key but `format` and what names a record (slug, e-mail, resource and times) is optional. A
missing key keeps what a record already has, and takes the default on a new one.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from maillage.network.document.hours import ExceptionalDates, Part, WeekHours
from maillage.network.document.resources import Kind, Resource
from maillage.network.document.values import (
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
    Zone,
)
from spaces.booking.rules.policy import CancellationTier as Tier
from spaces.booking.rules.policy import Policy as Terms

FORMAT = "maillage-network/1"


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

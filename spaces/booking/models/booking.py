"""Somebody's use of a resource for a time, and its states."""

from collections.abc import Collection
from datetime import datetime, timedelta, tzinfo
from enum import nonmember
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.base.instants import to_instant, to_utc
from maillage.base.models import Identified
from maillage.base.zones import get_zone
from maillage.users.permissions import Anyone
from members.directory.models import Organisation
from spaces.booking.models.access import Habilitation
from spaces.booking.rules.codes import spaced
from spaces.booking.rules.policy import Policy
from spaces.catalogue.models import Resource, Space

UNDO_WITHIN = timedelta(minutes=10)


class State(models.TextChoices):
    """hold → pending or awaiting payment → confirmed → checked in; the others hold nothing any more."""

    HOLD = "hold", pgettext_lazy("booking", "held while you decide")
    PENDING = "pending", pgettext_lazy("booking", "waiting for the team's answer")
    AWAITING_PAYMENT = "awaiting_payment", pgettext_lazy("booking", "waiting for payment")
    CONFIRMED = "confirmed", pgettext_lazy("booking", "confirmed")
    CHECKED_IN = "checked_in", pgettext_lazy("booking", "arrived")
    CANCELLED = "cancelled", pgettext_lazy("booking", "cancelled")
    REFUSED = "refused", pgettext_lazy("booking", "refused")
    EXPIRED = "expired", pgettext_lazy("booking", "expired")
    RELEASED = "released", pgettext_lazy("booking", "released: nobody came")

    HOLDING = nonmember(frozenset({"hold", "pending", "awaiting_payment", "confirmed", "checked_in"}))
    SETTLED = nonmember(frozenset({"confirmed", "checked_in"}))
    SEEN = nonmember(frozenset({"checked_in", "released"}))


class Source(models.TextChoices):
    WEB = "web", _("website")
    API = "api", _("API")
    STAFF = "staff", _("team")
    KIOSK = "kiosk", _("on site")
    IMPORT = "import", _("import")


class GuestAddress(NamedTuple):
    """Where somebody without an account is written to, and in which language."""

    email: str
    language: str


WITHOUT_PASSES = "without_passes"  # in `policy`: its person has chosen to pay on site


class BookingSeries(Identified):
    """Bookings made together, each of which lives its own life. Without a recurrence rule (RFC 5545): one by one."""

    rrule = models.CharField(_("recurrence"), max_length=200)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return self.rrule or str(self.uuid)

    def get_absolute_url(self) -> str:
        return reverse("booking:series", args=[self.uuid])


class BookingQuerySet(models.QuerySet["Booking"]):
    def holding(self, at: datetime) -> Self:
        """Those that keep their place at `at`: an expired hold does not, even if nobody cleaned up."""
        return self.filter(state__in=State.HOLDING).exclude(state=State.HOLD, expires_at__lte=at)

    def overlapping(self, start_at: datetime, end_at: datetime) -> Self:
        """Those sharing at least one instant with [start_at, end_at)."""
        return self.filter(start_at__lt=end_at, end_at__gt=start_at)

    def upcoming(self, at: datetime) -> Self:
        """Not over at `at`, the next first."""
        return self.filter(end_at__gt=at).order_by("start_at", "pk")

    def past(self, at: datetime) -> Self:
        """Over at `at`, the latest first."""
        return self.filter(end_at__lte=at).order_by("-start_at", "-pk")

    def of(self, person: Any) -> Self:
        """Made for this person."""
        return self.filter(person=person) if person.is_authenticated else self.none()

    def of_guests(self, addresses: Collection[str]) -> Self:
        """Made without an account, under one of these addresses."""
        return self.filter(person=None, guest_email__in=[address for address in addresses if address])

    def visible_to(self, user: Anyone) -> Self:
        """Theirs, or in a space on whose team they are; all for coordinators."""
        if not user.is_authenticated:
            return self.none()
        if user.is_coordinator:
            return self
        return self.filter(Q(person=user) | Q(resource__space__in=Space.objects.staffed_by(user)))

    def unconfirmed(self, email: str, at: datetime) -> Self:
        """What is held at `at` for a guest who has not opened the mail yet."""
        return self.filter(state=State.HOLD, expires_at__gt=at, guest_email=email)

    def told(self) -> Self:
        """Whose person can be written to: with an account, or a guest who left an address."""
        return self.exclude(person=None, guest_email="")

    def to_decide(self) -> Self:
        """Requests that wait for the team, the earliest first."""
        return self.filter(state=State.PENDING).order_by("start_at", "pk")

    def noting_training(self) -> Self:
        """With `asks_training`: whether the resource asks for any, so that nothing more is read where it does not."""
        return self.annotate(asks_training=Exists(Habilitation.objects.filter(resources=OuterRef("resource"))))

    def kept_first(self) -> Self:
        """What its person has yet to take before all others, the first to lapse first; then by date."""
        kept = Case(When(state=State.HOLD, then="expires_at"))
        return self.order_by(kept.asc(nulls_last=True), "start_at", "pk")

    def for_listing(self) -> Self:
        """With all that a line of a list says."""
        return self.select_related("resource__space", "person", "organisation", "series")


class Booking(Identified):
    """A booking keeps price, tax, policy and buffers as they were when it was made."""

    resource = models.ForeignKey(
        Resource,
        on_delete=models.PROTECT,
        related_name="bookings",
        db_index=False,
        verbose_name=_("resource"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, db_index=False,
        related_name="bookings", verbose_name=_("person"),
        help_text=_("Empty once the person has had their account erased."),
    )  # fmt: skip
    guest_name = models.CharField(
        _("name of a guest"), max_length=120, blank=True, help_text=_("Of somebody without an account.")
    )
    guest_email = models.EmailField(
        _("address of a guest"), blank=True, help_text=_("Of somebody who booked by mail, without an account.")
    )
    guest_language = models.CharField(_("language of a guest"), max_length=12, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="bookings",
        verbose_name=_("organisation"),
    )  # fmt: skip
    seats = models.PositiveSmallIntegerField(_("seats"), default=1, validators=[MinValueValidator(1)])
    start_at = models.DateTimeField(_("start"))
    end_at = models.DateTimeField(_("end"))
    state = models.CharField(_("state"), max_length=16, choices=State)
    expires_at = models.DateTimeField(_("held until"), null=True, blank=True)
    price_cents = models.PositiveIntegerField(_("price in cents, VAT included"), null=True, blank=True)
    vat_cents = models.PositiveIntegerField(_("VAT in cents"), default=0)
    vat_rate = models.DecimalField(_("VAT rate (%)"), max_digits=5, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    kept_cents = models.PositiveIntegerField(
        _("kept in cents, VAT included"), null=True, blank=True,
        help_text=_("Of the price, once it was cancelled or nobody came. Empty: nothing was settled."),
    )  # fmt: skip
    policy = models.JSONField(_("rules when booked"), default=dict, blank=True)
    buffer_before = models.PositiveIntegerField(_("time kept before (min)"), default=0)
    buffer_after = models.PositiveIntegerField(_("time kept after (min)"), default=0)
    whole_day = models.BooleanField(_("keeps the whole day"), default=False)
    code = models.CharField(
        _("code"), max_length=6, blank=True, editable=False,
        help_text=_("What its person shows or says at the door. Empty: it was over before it came here."),
    )  # fmt: skip
    note = models.TextField(_("note for the team"), max_length=1000, blank=True)
    answer = models.TextField(_("answer of the team"), max_length=1000, blank=True)
    source = models.CharField(_("made through"), max_length=8, choices=Source, default=Source.WEB)
    sequence = models.PositiveIntegerField(_("version for calendars"), default=0, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)
    team_told_at = models.DateTimeField(
        _("team written to"), null=True, blank=True, editable=False,
        help_text=_("About the request that waits for its answer."),
    )  # fmt: skip
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    checked_in_at = models.DateTimeField(_("arrived"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    series = models.ForeignKey(BookingSeries, on_delete=models.SET_NULL, null=True, blank=True, related_name="bookings")

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["start_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="booking_in_order"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="booking_has_a_seat"),
            models.CheckConstraint(
                condition=~Q(state="hold") | Q(expires_at__isnull=False), name="booking_hold_expires"
            ),
        ]
        indexes = [
            models.Index(fields=["resource", "start_at"], name="booking_of_resource"),
            models.Index(fields=["person", "start_at"], name="booking_of_person"),
            models.Index(fields=["code"], name="booking_by_code"),
            models.Index(fields=["expires_at"], condition=Q(state="hold"), name="booking_hold_expiry"),
            models.Index(fields=["resource"], condition=Q(state="pending"), name="booking_to_decide"),
            models.Index(
                fields=["start_at"], condition=Q(state="confirmed", reminded_at=None), name="booking_to_remind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.start_at:%Y-%m-%d %H:%M}"

    @property
    def counted(self) -> str:
        """« 2 places », « 2 machines »."""
        return self.resource.counted(self.seats)

    def get_absolute_url(self) -> str:
        return reverse("booking:booking", args=[self.uuid])

    @property
    def zone(self) -> tzinfo:
        """The wall clock that its times are read on."""
        return get_zone(self.resource.space.time_zone)

    @property
    def addressee(self) -> Any:
        """Who is written to (`email`, `language`): its person or a guest; None where nobody can be."""
        return self.person or (GuestAddress(self.guest_email, self.guest_language) if self.guest_email else None)

    @property
    def themselves(self) -> Anyone:
        """Who acts where its person does: a guest who follows a signed link is nobody with an account."""
        return self.person or AnonymousUser()

    def is_of(self, user: Any) -> bool:
        """Whether `user` acts for themselves: its person, or nobody with an account for a guest's.

        Doors let nobody without an account act but by the signed link of that booking.
        """
        if self.person is not None or not self.guest_email:
            return self.person is not None and user == self.person
        return user is not None and user.is_anonymous

    @property
    def spaced_code(self) -> str:
        """« 7KM 2PX »: its code, as one reads it aloud."""
        return spaced(self.code)

    @property
    def terms(self) -> Policy:
        """The conditions that held when it was booked."""
        return Policy.of(self.policy.get("terms", {}))

    @property
    def pays_with_passes(self) -> bool:
        """Whether passes of its person pay what they can: not where they have chosen to pay on site."""
        return not self.policy.get(WITHOUT_PASSES)

    @property
    def due_cents(self) -> int:
        """What there is to pay: its price, or what is kept of it once it no longer holds a place.

        What was due when its person moved it is due in any case.
        """
        if self.state not in State.HOLDING:
            return self.kept_cents or 0
        return max(self.price_cents or 0, self.terms.floor_cents)

    @property
    def lapses_at(self) -> datetime | None:
        """When its place goes to others if nothing happens: a hold's end, or when its person should have come.

        Nobody has to come in time for what was booked later than that, or became certain once it had begun.
        """
        if self.state == State.HOLD:
            return self.expires_at
        return self._released_at if self.state == State.CONFIRMED else None

    @property
    def given_back_at(self) -> datetime | None:
        """Since when the place of who did not come is free: by the conditions, or since somebody said so."""
        if self.state != State.RELEASED:
            return None
        return min(self.updated_at, self._released_at or self.updated_at)

    @property
    def _released_at(self) -> datetime | None:
        released = self.terms.released_at(to_instant(self.start_at))
        return None if released is None or released <= to_instant(self.created_at) else to_utc(released)

    def holds_at(self, at: datetime) -> bool:
        """Whether it keeps its place at `at`."""
        return self.state in State.HOLDING and not self.is_expired_at(at)

    def is_expired_at(self, at: datetime) -> bool:
        """Whether it is a hold whose time is up, cleaned up or not."""
        return self.state == State.HOLD and self.expires_at is not None and self.expires_at <= at

    def state_at(self, at: datetime) -> State:
        """How it stands: a hold has expired once its time is up, cleaned up or not."""
        return State.EXPIRED if self.is_expired_at(at) else State(self.state)

    def can_be_undone_at(self, at: datetime) -> bool:
        """Whether somebody has just said that the person came, or did not: mistakes are seen at once."""
        return self.state in State.SEEN and at < self.updated_at + UNDO_WITHIN

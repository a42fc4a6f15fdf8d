"""One date of an event: what lists, calendars and rooms know."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.agenda.models.event import Event, Status
from maillage.curation.models import State, Visibility
from spaces.catalogue.models import Space

CANCELLED_KEPT = timedelta(days=30)


def lived_on(first_on: date, last_on: date) -> Q:
    """A condition on dates: lived, even in part, on one of these days of their own place."""
    return Q(first_on__lte=last_on, last_on__gte=first_on)


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def public(self) -> Self:
        """Dates of events that everybody may see."""
        return self.filter(event__state=State.PUBLISHED, event__visibility=Visibility.PUBLIC)

    def visible_to(self, user: Any) -> Self:
        """Dates of events that `user` may see in lists."""
        if not user.is_authenticated:
            return self.public()
        mine = Q(event__in=Event.objects.editable_by(user))
        shown = Q(event__visibility__in=[Visibility.PUBLIC, Visibility.MEMBERS])
        return self.filter(event__state=State.PUBLISHED).filter(shown | mine)

    def upcoming(self, at: datetime) -> Self:
        """Not over at `at`, the next first."""
        return self.filter(end_at__gt=at).order_by("start_at", "pk")

    def from_now_until(self, at: datetime, last_on: date) -> Self:
        """Not over at `at`, also what began the evening before; begun on that day at the latest."""
        return self.upcoming(at).filter(first_on__lte=last_on)

    def meeting(self, start_at: datetime, end_at: datetime) -> Self:
        """Sharing an instant with [start_at, end_at)."""
        return self.filter(start_at__lt=end_at, end_at__gt=start_at)

    def on_days(self, first_on: date, last_on: date) -> Self:
        """As `lived_on`."""
        return self.filter(lived_on(first_on, last_on))

    def cancelled_lately(self, at: datetime) -> Self:
        """Cancelled, and over for less than 30 days: programs that follow a calendar must see them go."""
        gone = Q(status=Status.CANCELLED) | Q(event__status=Status.CANCELLED)
        return self.filter(gone, end_at__gt=at - CANCELLED_KEPT, end_at__lte=at)

    def on_map(self) -> Self:
        """Dates at a place that everybody may see, whose coordinates are known."""
        return self.filter(event__space__in=Space.objects.public().on_map().order_by().values("pk"))

    def for_listing(self) -> Self:
        """With all that a line of the agenda says. Three queries more, whatever the number of rows."""
        return self.select_related("event__space", "event__picture").prefetch_related(
            "event__types", "event__organisers", "event__picture__renditions"
        )


class Occurrence(models.Model):
    """One date. `recurrence_at` is the start that the schedule gave it: only new zone data change it.

    `tzdata`: the version of the data by which the hours that the team wrote became these instants.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="occurrences")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    start_at = models.DateTimeField(_("start"))
    end_at = models.DateTimeField(_("end"))
    first_on = models.DateField(editable=False)
    last_on = models.DateField(editable=False)
    recurrence_at = models.DateTimeField(editable=False)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.SCHEDULED)
    previous_start_at = models.DateTimeField(null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    tzdata = models.CharField(max_length=20, blank=True, default="", editable=False)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("date of an event")
        verbose_name_plural = _("dates of events")
        ordering = ["start_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "recurrence_at"], name="occurrence_once"),
            models.CheckConstraint(condition=Q(end_at__gte=F("start_at")), name="occurrence_in_order"),
        ]
        indexes = [
            models.Index(fields=["end_at"], name="occurrence_end"),
            models.Index(fields=["first_on", "last_on"], name="occurrence_days"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.first_on}"

    def get_absolute_url(self) -> str:
        return reverse("agenda:occurrence", args=[self.event.slug, self.first_on.isoformat()])

    @property
    def is_changed(self) -> bool:
        """Whether this date is not as its schedule says."""
        return self.status != Status.SCHEDULED or self.start_at != self.recurrence_at

    @property
    def moved_with_its_schedule(self) -> bool:
        """Whether the schedule itself changed, so that this date is where it says, and was elsewhere before."""
        return self.previous_start_at is not None and self.start_at == self.recurrence_at

    @property
    def is_off(self) -> bool:
        """Whether nothing happens then."""
        return self.effective_status in (Status.CANCELLED, Status.POSTPONED)

    @property
    def days_before(self) -> set[date]:
        """Days of its place on which it was once announced."""
        told = [at for at in (self.recurrence_at, self.previous_start_at) if at]
        return {at.astimezone(self.event.zone).date() for at in told}

    @property
    def effective_status(self) -> str:
        """The event's status wins over the date's, unless the event goes as planned."""
        return self.status if self.event.status == Status.SCHEDULED else self.event.status

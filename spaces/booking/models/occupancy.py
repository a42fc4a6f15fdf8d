"""What stands where and when: the table that decides whether a place is free."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.base.models import Identified
from spaces.booking.models.booking import Booking
from spaces.booking.models.guarantee import NoOverlap
from spaces.booking.models.reach import ReachIndex
from spaces.catalogue.models import Resource


class BlockQuerySet(models.QuerySet["Block"]):
    def standing(self) -> Self:
        return self.filter(lifted_at=None)

    def overlapping(self, start_at: datetime, end_at: datetime) -> Self:
        """Those sharing at least one instant with [start_at, end_at)."""
        return self.filter(start_at__lt=end_at, end_at__gt=start_at)


class Block(Identified):
    """A time when the team takes a resource out of service. Bookings already there stay until decided on.

    `clock`: how its hours were read on the wall clock of the place, for the day that the rules of its zone change.
    """

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="blocks", verbose_name=_("resource"))
    start_at = models.DateTimeField(_("start"))
    end_at = models.DateTimeField(_("end"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    clock = models.JSONField(default=dict, blank=True, editable=False)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["start_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="block_in_order")]

    def __str__(self) -> str:
        return self.reason or f"{self.resource} {self.start_at:%Y-%m-%d %H:%M}"


class Use(models.Model):
    """One period for which something outside this room takes a resource: an event, an outside calendar.

    `key` is its owner's own identifier: all periods of one event share it.
    """

    class Kind(models.TextChoices):
        EVENT = "event", _("event")
        OUTSIDE = "outside", _("outside calendar")

    key = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.EVENT)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="uses")
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    label = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("use of a resource")
        verbose_name_plural = _("uses of resources")
        constraints = [models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="use_in_order")]

    def __str__(self) -> str:
        return self.label or str(self.key)


class OccupancyQuerySet(models.QuerySet["Occupancy"]):
    def active(self) -> Self:
        return self.filter(active=True)


class Occupancy(models.Model):
    """One place of one resource, held for [start_at, end_at) by exactly one owner.

    A booking of a hall writes a row for the hall and one for each room and desk inside; whatever two
    bookings cannot both have is a row that they both need. Buffers and `expires_at` are copies, so that
    the reads which decide look at this table only; [clear_from, clear_until) is the period with its
    buffers, so that they can ask the index for all that may be in the way.
    """

    class Kind(models.TextChoices):
        BOOKING = "booking", _("booking")
        BLOCK = "block", _("block")
        EVENT = "event", _("event")
        OUTSIDE = "outside", _("outside calendar")

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="occupancy", db_index=False)
    place = models.PositiveSmallIntegerField(default=1)
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    active = models.BooleanField(default=True)
    kind = models.CharField(max_length=8, choices=Kind)
    buffer_before = models.PositiveIntegerField(default=0)
    buffer_after = models.PositiveIntegerField(default=0)
    clear_from = models.DateTimeField()
    clear_until = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, null=True, related_name="occupancy")
    block = models.ForeignKey(Block, on_delete=models.CASCADE, null=True, related_name="occupancy")
    use = models.ForeignKey(Use, on_delete=models.CASCADE, null=True, related_name="occupancy")

    objects = OccupancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("occupancy")
        verbose_name_plural = _("occupancy")
        constraints = [
            NoOverlap(),
            models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="occupancy_in_order"),
            models.CheckConstraint(
                condition=Q(clear_from__lte=F("start_at"), clear_until__gte=F("end_at")),
                name="occupancy_clear_around",
            ),
            models.CheckConstraint(condition=Q(place__gte=1), name="occupancy_place_from_1"),
            models.CheckConstraint(
                condition=Q(kind="booking", booking__isnull=False, block=None, use=None)
                | Q(kind="block", booking=None, block__isnull=False, use=None)
                | Q(kind__in=["event", "outside"], booking=None, block=None, use__isnull=False),
                name="occupancy_one_owner",
            ),
        ]
        indexes = [
            ReachIndex(name="occupancy_within_reach"),
            models.Index(
                fields=["expires_at"], condition=Q(active=True, expires_at__isnull=False), name="occupancy_lapsing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id}#{self.place} {self.start_at:%Y-%m-%d %H:%M} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.widen()
        super().save(*args, **kwargs)

    def widen(self) -> Self:
        """Work out the period with its buffers. `bulk_create` does not: call it there."""
        self.clear_from = self.start_at - timedelta(minutes=self.buffer_before)
        self.clear_until = self.end_at + timedelta(minutes=self.buffer_after)
        return self

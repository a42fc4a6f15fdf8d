"""Other times that the team has offered to somebody whose booking a closure meets."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.base.models import Identified
from spaces.booking.models.booking import Booking
from spaces.catalogue.models import Resource


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def latest_of(self, bookings: list[Booking]) -> dict[int, "Proposal"]:
        """The last one of each booking, by the booking's key; none of a closure that has been lifted since."""
        found = self.filter(booking__in=bookings, reopened_at=None).order_by("created_at", "pk")
        return {proposal.booking_id: proposal for proposal in found}

    def standing_for(self, bookings: list[Booking]) -> Self:
        """Those of these bookings that are where they were when it was sent (`is_open`)."""
        there = Q(was_resource=None) | Q(was_resource=F("booking__resource"))
        then = {"was_start_at": F("booking__start_at"), "was_end_at": F("booking__end_at")}
        return self.filter(there, booking__in=bookings, taken_at=None, reopened_at=None, **then)


class Proposal(Identified):
    """Times sent by mail, each with a link that moves the booking.

    `times`: [[start, end]] in ISO 8601 with offset, on the clock of the place. None: nothing was free.
    """

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="proposals")
    was_resource = models.ForeignKey(
        Resource, on_delete=models.CASCADE, null=True, related_name="+", db_index=False,
        help_text=_("Empty: sent before bookings could move to another resource."),
    )  # fmt: skip
    was_start_at = models.DateTimeField()
    was_end_at = models.DateTimeField()
    times = models.JSONField(default=list)
    taken_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)  # its person was told that the place is open again
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of other times")
        verbose_name_plural = _("proposals of other times")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.was_start_at:%Y-%m-%d %H:%M}"

    def is_open(self) -> bool:
        """Whether the booking still is where it was when this was sent."""
        was, booking = (self.was_start_at, self.was_end_at), self.booking
        return (
            self.taken_at is None
            and self.reopened_at is None
            and self.is_of_its_resource
            and was == (booking.start_at, booking.end_at)
        )

    @property
    def is_of_its_resource(self) -> bool:
        """Whether its times are of the resource that the booking has: it may have moved to another."""
        return self.was_resource_id in (None, self.booking.resource_id)

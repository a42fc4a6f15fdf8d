"""When an event takes place, as people write it: a date, times on the wall, perhaps a repetition."""

from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from events.agenda.models.event import Event
from events.agenda.rules.schedule import Pattern, ScheduleError, read_exclusions
from maillage.base.instants import YEARS

LATEST_NIGHT = time(8)  # a night may end on the next morning without saying so; an afternoon may not


def validate_rrule(text: str) -> None:
    """Refuse a rule of repetition that cannot be followed."""
    try:
        Pattern.check_rule(text)
    except ScheduleError as error:
        raise ValidationError(error.message) from error


class Schedule(Orderable):
    """One date, or a date and its repetition (RFC 5545). Times are wall-clock times of the event's zone."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="schedules")
    first_on = models.DateField(_("date"))
    starts = models.TimeField(_("from"))
    last_on = models.DateField(_("last day"), null=True, blank=True, help_text=_("Only if it ends on another day."))
    ends = models.TimeField(_("to"))
    rrule = models.CharField(_("repetition"), max_length=400, blank=True, validators=[validate_rrule])
    rdates = models.JSONField(default=list, blank=True, editable=False)
    exdates = models.JSONField(_("except on"), default=list, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("date")
        verbose_name_plural = _("dates")

    def __str__(self) -> str:
        return f"{self.first_on} {self.starts:%H:%M}"

    def clean(self) -> None:
        for name in ("first_on", "last_on"):
            on = getattr(self, name)
            if on and on.year not in YEARS[1:-1]:
                raise ValidationError({name: _("This date is too far away. Choose one nearer to today.")})
        if not (self.first_on and self.starts and self.ends):
            return
        is_a_slip = self.last_on is None and self.ends <= self.starts and self.ends > LATEST_NIGHT
        if is_a_slip or self.wall_end <= self.wall_start:
            raise ValidationError({"ends": _("It ends before it starts: choose a later time, or say its last day.")})

    @property
    def wall_start(self) -> datetime:
        return datetime.combine(self.first_on, self.starts)

    @property
    def wall_end(self) -> datetime:
        """Before its start on the same day means the next morning: a concert ends at 1 a.m."""
        end = datetime.combine(self.last_on or self.first_on, self.ends)
        if self.last_on is None and end <= self.wall_start:
            end += timedelta(days=1)
        return end

    @property
    def pattern(self) -> Pattern:
        """What the rules read."""
        return Pattern(
            start=self.wall_start,
            end=self.wall_end,
            rrule=self.rrule,
            rdates=tuple(datetime.fromisoformat(text) for text in self.rdates),
            excluded=read_exclusions(self.exdates),
        )

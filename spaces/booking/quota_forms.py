"""Limits as managers write them: in hours, for some people, days or hours of the day."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from modelcluster.forms import BaseChildFormSet

from maillage.base.instants import DAY_MIN
from maillage.curation.wagtail import RecordForm
from maillage.users.permissions import Anyone, is_coordinator
from spaces.booking.models import Quota
from spaces.catalogue.models import Space, Weekday
from spaces.catalogue.wagtail.fields import ClockField, InlineBoxes
from spaces.pricing.forms import with_space
from spaces.pricing.models import Plan

HOUR_MIN = 60
MOST_HOURS = 24 * 31


class QuotaForm(RecordForm):
    """So many hours or bookings in a day, a week or a month. The rest may stay as it is: each person, at any time."""

    hours = forms.DecimalField(
        label=pgettext_lazy("how much", "Hours"), required=False, max_value=MOST_HOURS, max_digits=6, decimal_places=2,
        localize=True, help_text=gettext_lazy("2, or 0.5 for half an hour."),
    )  # fmt: skip
    whom = forms.ChoiceField(
        label=gettext_lazy("Among"), choices=Quota.Audience.choices,
        help_text=gettext_lazy("A limit for who has a plan replaces the others for them."),
    )  # fmt: skip
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days"), choices=Weekday.choices, coerce=int, widget=InlineBoxes, required=False,
        help_text=gettext_lazy("None: every day."),
    )  # fmt: skip
    starts = ClockField(label=gettext_lazy("From (hour of the day)"), required=False)
    ends = ClockField(label=gettext_lazy("To (hour of the day)"), required=False)

    class Meta:
        model = Quota
        fields = ("count", "period", "holder", "counts_kind")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quota = self.instance
        if quota.minutes is not None:
            self.initial["hours"] = (Decimal(quota.minutes) / HOUR_MIN).quantize(Decimal("0.01")).normalize()
        self.initial["whom"] = str(quota.plan_id or quota.audience)
        self.initial["days"] = [int(day) for day in quota.weekdays]
        if (quota.starts_min, quota.ends_min) != (0, DAY_MIN):
            self.initial |= {"starts": quota.starts_min, "ends": quota.ends_min}

    def limit_for(self, user: Anyone) -> None:
        plans = Plan.objects.select_related("space").order_by("name", "pk")
        if not is_coordinator(user):
            mine = plans.filter(space=None) | plans.filter(space__in=Space.objects.managed_by(user).values("pk"))
            plans = mine | plans.filter(pk=self.instance.plan_id)
        named = [(str(plan.pk), _("who has “%(plan)s”") % {"plan": with_space(plan)}) for plan in plans]
        self.fields["whom"].choices = [*Quota.Audience.choices, *named]

    def clean_hours(self) -> Decimal | None:
        hours = self.cleaned_data["hours"]
        if hours is not None and hours * HOUR_MIN < 1:
            raise ValidationError(_("Allow a minute at least."))
        return hours

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and data.get("hours") is None and data.get("count") is None:
            self.add_error("hours", _("Say how many hours, how many bookings, or both."))
        if not self.errors:
            self._say(data)
        return data

    def _say(self, data: dict[str, Any]) -> None:
        """Here, not in `save`: the rows are compared with one another by it."""
        quota, starts, ends = self.instance, data.get("starts"), data.get("ends")
        quota.minutes = None if data["hours"] is None else int((data["hours"] * HOUR_MIN).to_integral_value())
        is_audience = data["whom"] in Quota.Audience
        quota.audience = data["whom"] if is_audience else Quota.Audience.ALL
        quota.plan_id = None if is_audience else int(data["whom"])
        quota.starts_min = (starts or 0) % DAY_MIN
        quota.ends_min = DAY_MIN if ends in (None, 0) else ends
        quota.weekdays = "".join(map(str, sorted(data["days"])))


class QuotaFormSet(BaseChildFormSet):
    """The limits of one resource: each case once."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        kept = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get(DELETION_FIELD_NAME)]
        cases = [form.instance.case for form in kept]
        if len(set(cases)) < len(cases):
            raise ValidationError(_("Two limits are for the same people, period, days and hours. Remove one."))

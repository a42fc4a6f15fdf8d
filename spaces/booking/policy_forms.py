"""Booking conditions as people write them: in hours, for the resources of one space."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.curation.wagtail import RecordForm
from maillage.users.permissions import Anyone
from spaces.booking.models import BookingPolicy, CancellationTier
from spaces.catalogue.models import Resource, Space

HOUR_MIN = 60
MOST_HOURS = 24 * 92
MOST_REMINDED_HOURS = 24 * 7


class TierForm(RecordForm):
    """From how many hours before the start on a cancellation costs something."""

    notice_hours = forms.IntegerField(label=gettext_lazy("Less than (hours before)"), min_value=1, max_value=MOST_HOURS)

    class Meta:
        model = CancellationTier
        fields = ("kept_percent",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.notice_min is not None:
            self.initial["notice_hours"] = self.instance.notice_min // HOUR_MIN

    def save(self, commit: bool = True) -> CancellationTier:
        self.instance.notice_min = self.cleaned_data["notice_hours"] * HOUR_MIN
        return super().save(commit=commit)


class PolicyForm(RecordForm):
    """The conditions of a space, or of some of its resources. Each change makes a new version."""

    cancel_notice_hours = forms.IntegerField(
        label=gettext_lazy("People cancel themselves until (hours before)"),
        required=False, min_value=0, max_value=MOST_HOURS,
        help_text=gettext_lazy("Later, they have to call. Empty: until the booking is over."),
    )  # fmt: skip

    remind_before_hours = forms.IntegerField(
        label=gettext_lazy("Reminder (hours before)"), required=False, min_value=1, max_value=MOST_REMINDED_HOURS,
        initial=24,
        help_text=gettext_lazy("An e-mail asks whether the booking is still needed. Empty: none is sent."),
    )  # fmt: skip

    class Meta:
        model = BookingPolicy
        fields = ("space", "name", "resources", "release_after_min", "no_show_percent", "welcomes_guests")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("cancel_notice", "remind_before"):
            minutes = getattr(self.instance, f"{name}_min")
            self.initial[f"{name}_hours"] = None if minutes is None else minutes // HOUR_MIN

    def limit_for(self, user: Anyone) -> None:
        space = self.fields["space"]
        space.queryset = Space.objects.managed_by(user).order_by("search_text")
        if len(mine := list(space.queryset[:2])) == 1:
            space.initial = mine[0]
        resources = (
            Resource.objects.managed_by(user).select_related("space").order_by("space__name", "position", "name")
        )
        if self.instance.pk:
            space.disabled = True
            resources = resources.filter(space=self.instance.space_id)
        self.fields["resources"].queryset = resources

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            self._check_resources(data["space"], list(data["resources"]))
        return data

    def _check_resources(self, space: Space, resources: list[Resource]) -> None:
        """Each resource knows what holds for it: those of this space, under one set of conditions."""
        others = BookingPolicy.objects.filter(space=space).exclude(pk=self.instance.pk)
        if foreign := [one for one in resources if one.space_id != space.pk]:
            self.add_error("resources", _("“%(name)s” belongs to another place.") % {"name": foreign[0].name})
        elif not resources and (other := others.filter(resources=None).first()):
            self.add_error(
                "resources",
                _("“%(name)s” already holds for all that has no conditions of its own. Choose some resources here.")
                % {"name": other.name},
            )
        elif taken := Resource.objects.filter(pk__in=[one.pk for one in resources], policies__in=others).first():
            message = _("Other conditions already hold for “%(name)s”. Take it out there first.")
            self.add_error("resources", message % {"name": taken.name})

    def save(self, commit: bool = True) -> BookingPolicy:
        for name in ("cancel_notice", "remind_before"):
            hours = self.cleaned_data[f"{name}_hours"]
            setattr(self.instance, f"{name}_min", None if hours is None else hours * HOUR_MIN)
        if self.instance.pk and self.has_changed():
            self.instance.version += 1
        return super().save(commit=commit)

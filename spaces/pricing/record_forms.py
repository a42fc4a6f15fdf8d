"""Audiences, plans and who has them, as teams write them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import slugify
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet

from maillage.base import clock
from maillage.curation.wagtail import RecordForm
from maillage.users.models import User
from maillage.users.permissions import Anyone, is_coordinator
from spaces.catalogue.models import Resource, Space
from spaces.catalogue.wagtail.fields import InlineBoxes
from spaces.pricing.forms import with_space
from spaces.pricing.models import Audience, Entitlement, LedgerEntry, Membership, Plan
from spaces.pricing.rules.units import HOUR_MIN


class OfSpaceForm(RecordForm):
    """Of a space, for those who manage it; of the whole network, for coordinators. It stays where it is."""

    def limit_for(self, user: Anyone) -> None:
        space = self.fields["space"]
        space.queryset = Space.objects.managed_by(user).order_by("search_text")
        space.required = not is_coordinator(user)
        if space.required:
            space.help_text = ""  # what leaving it empty means is not for them
        space.disabled = bool(self.instance.pk)
        if space.required and len(mine := list(space.queryset[:2])) == 1:
            space.initial = mine[0]

    def save(self, commit: bool = True) -> Any:
        if not self.instance.slug:
            self.instance.slug = free_slug(self.instance)
        return super().save(commit=commit)


class AudienceForm(OfSpaceForm):
    class Meta:
        model = Audience
        fields = ("space", "name")


class PlanForm(OfSpaceForm):
    """What it gives belongs to the same space, or to the network. Where it counts already it may go on counting."""

    price = forms.DecimalField(
        label=_("Price, VAT included"), min_value=0, max_value=100_000, max_digits=8, decimal_places=2, localize=True,
        help_text=_("As information: people pay on site. 0 for a list of people that you keep."),
    )  # fmt: skip

    class Meta:
        model = Plan
        fields = ("space", "name", "audience", "reach", "spaces")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["price"] = Decimal(self.instance.price_cents) / 100

    def limit_for(self, user: Anyone) -> None:
        super().limit_for(user)
        audience = self.fields["audience"]
        audience.queryset = Audience.objects.editable_by(user).select_related("space").order_by("name", "pk")
        audience.label_from_instance = with_space
        audience.empty_label = gettext("everybody")
        theirs = Space.objects.managed_by(user).values("pk")
        chosen = [space.pk for space in self.instance.spaces.all()] if self.instance.pk else []
        spaces = Space.objects.filter(Q(pk__in=theirs) | Q(pk__in=chosen))
        self.fields["spaces"].queryset = spaces.order_by("search_text")
        if not is_coordinator(user) and self.instance.reach != Plan.Reach.NETWORK:
            self.fields["reach"].choices = [one for one in Plan.Reach.choices if one[0] != Plan.Reach.NETWORK]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        reach, audience = data.get("reach"), data.get("audience")
        if reach == Plan.Reach.LISTED and not data.get("spaces"):
            self.add_error("spaces", gettext("Choose at least one place."))
        if reach == Plan.Reach.OWN and "space" in data and data["space"] is None:
            self.add_error("reach", gettext("A plan of the network has no place of its own. Choose where it counts."))
        if audience and "space" in data and audience.space != data["space"]:
            self.add_error("audience", gettext("“%(name)s” belongs to another place.") % {"name": audience})
        return data

    def save(self, commit: bool = True) -> Plan:
        self.instance.price_cents = int(self.cleaned_data["price"] * 100)
        return super().save(commit=commit)


class EntitlementForm(RecordForm):
    """Hours as people count them, or days."""

    hours = forms.DecimalField(
        label=_("How many (hours, or days)"), min_value=0, max_value=10_000, max_digits=7, decimal_places=2,
        localize=True,
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of resources"), choices=Resource.Kind.choices, widget=InlineBoxes, required=False,
        help_text=_("None: everything that can be booked."),
    )  # fmt: skip

    class Meta:
        model = Entitlement
        fields = ("unit", "every", "kinds")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("minutes", gettext("hours")), ("days", gettext("days"))]
        if self.instance.amount:
            length = HOUR_MIN if self.instance.unit == Entitlement.Unit.MINUTES else 1
            self.initial["hours"] = Decimal(self.instance.amount) / length

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            amount = data["hours"] * (HOUR_MIN if data["unit"] == Entitlement.Unit.MINUTES else 1)
            if amount < 1 or amount != int(amount):
                self.add_error("hours", gettext("Whole minutes or whole days, one at least."))
            self.instance.amount = max(int(amount), 1)
        if {"unit", "every"} & set(self.changed_data) and self.instance.pk and self.instance.entries.exists():
            self.add_error("unit", gettext("Somebody has used some of it already: make another plan instead."))
        return data


class EntitlementFormSet(BaseChildFormSet):
    """What somebody has used of stays in the ledger, and so does what gave it."""

    def clean(self) -> None:
        super().clean()
        gone = [form.instance.pk for form in self.deleted_forms if form.instance.pk]
        if LedgerEntry.objects.filter(entitlement__in=gone).exists():
            message = gettext("Somebody has used some of what you take away: make another plan instead.")
            raise forms.ValidationError(message)


class MembershipForm(RecordForm):
    """Give a plan to somebody who has an account, known by their address: an account is no public matter."""

    email = forms.EmailField(label=_("E-mail address of the person"), help_text=_("They need an account here."))

    class Meta:
        model = Membership
        fields = ("plan", "valid_from", "valid_through")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("valid_from", clock.today(get_current_timezone()))
        if self.instance.pk:
            self.initial["email"] = self.instance.person.email if self.instance.person else ""
            self.fields["email"].disabled, self.fields["email"].required = True, False

    def limit_for(self, user: Anyone) -> None:
        plan = self.fields["plan"]
        plan.queryset = Plan.objects.editable_by(user).select_related("space").order_by("name", "pk")
        plan.label_from_instance = with_space
        plan.disabled = bool(self.instance.pk)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if self.instance.pk:
            return email
        found = User.objects.find_active(email)
        if found is None:
            message = gettext("Nobody has an account with this address. Ask them to make one, then come back.")
            raise forms.ValidationError(message)
        self.instance.person = found
        return email

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("valid_from"), data.get("valid_through")
        if first and last and last < first:
            self.add_error("valid_through", gettext("The last day comes before the first. Exchange them."))
        return data


def free_slug(record: Any) -> str:
    """From its name; numbered where another of the same space, or of the network, has it."""
    wanted = slugify(record.name)[:70] or record._meta.model_name
    beside = Q(space=record.space) if record.space_id else Q(space=None)
    taken = set(type(record).objects.filter(beside, slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)

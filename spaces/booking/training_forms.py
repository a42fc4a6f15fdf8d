"""Forms of trainings: who has followed one, whose count, why one is taken back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from maillage.curation.wagtail import RecordForm
from maillage.users.permissions import Anyone
from spaces.booking.models import Booking, Habilitation
from spaces.booking.services.habilitations import known_to
from spaces.catalogue.models import Resource, Space

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
OURS, ANY, CHOSEN = "ici", "tous", "choisis"


class HabilitationForm(RecordForm):
    """A training of the network: what asks for it is named with its place."""

    def limit_for(self, user: Anyone) -> None:
        resources = self.fields["resources"]
        resources.queryset = Resource.objects.select_related("space").order_by("space__name", "position", "name")
        resources.label_from_instance = lambda resource: f"{resource.space} – {resource.name}"


class GrantForm(forms.Form):
    """Somebody has followed a training."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail of the person"), help_text=gettext_lazy("The one they use for their account.")
    )
    habilitation = forms.ModelChoiceField(
        queryset=Habilitation.objects.none(), label=gettext_lazy("Training"), empty_label=None
    )
    valid_until = forms.DateField(
        required=False,
        label=gettext_lazy("Valid until"),
        widget=DAY,
        help_text=gettext_lazy("This day included. Empty: for good."),
    )
    evidence = forms.CharField(max_length=200, required=False, label=gettext_lazy("Training followed"))

    fields: dict[str, Any]

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["habilitation"].queryset = known_to(space)


class RevocationForm(forms.Form):
    """Why a training is taken back."""

    reason = forms.CharField(
        max_length=300,
        label=gettext_lazy("Why?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The person receives these words. Say what they could do to have it again."),
    )


class SettlingForm(forms.Form):
    """What becomes of bookings whose people no longer have the training."""

    reservations = forms.TypedMultipleChoiceField(
        coerce=str, label=gettext_lazy("These bookings"), widget=forms.CheckboxSelectMultiple
    )
    mots = forms.CharField(
        max_length=1000,
        required=False,
        label=gettext_lazy("Reason, or words to the person"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("To keep: why, for the history. To write: what the person receives."),
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, bookings: Sequence[tuple[Booking, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bookings = {str(one.uuid): one for one, _said in bookings}
        self.fields["reservations"].choices = [(str(one.uuid), said) for one, said in bookings]

    @property
    def chosen(self) -> list[Booking]:
        return [self.bookings[uuid] for uuid in self.cleaned_data["reservations"]]


class LettingInForm(forms.Form):
    """Why somebody comes in although a rule says no."""

    motif = forms.CharField(
        max_length=300,
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("It stays in the history of the booking."),
        error_messages={"required": gettext_lazy("Say why they may come in all the same.")},
    )


class RecognitionForm(forms.Form):
    """Whose training counts here. `spaces`: those that may give it as well."""

    qui = forms.ChoiceField(label=gettext_lazy("Who has followed it"), widget=forms.RadioSelect)
    espaces = forms.TypedMultipleChoiceField(
        coerce=int, required=False, label=gettext_lazy("These places"), widget=forms.CheckboxSelectMultiple
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, spaces: Sequence[Space], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spaces = spaces
        choices = [
            (OURS, pgettext_lazy("a training followed", "with our team only")),
            (CHOSEN, pgettext_lazy("a training followed", "with our team or in the places ticked below")),
            (ANY, pgettext_lazy("a training followed", "in any place of the network")),
        ]
        self.fields["qui"].choices = choices if spaces else [choices[0], choices[2]]
        self.fields["espaces"].choices = [(space.pk, space.name) for space in spaces]
        if not spaces:
            del self.fields["espaces"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if said.get("qui") == CHOSEN and not said.get("espaces"):
            self.add_error("espaces", _("Tick one place at least, or choose another answer."))
        return said

    @property
    def given_by(self) -> list[Space] | None:
        """The spaces whose training counts besides; None: of any."""
        said = self.cleaned_data
        if said["qui"] == ANY:
            return None
        return [space for space in self.spaces if said["qui"] == CHOSEN and space.pk in said["espaces"]]

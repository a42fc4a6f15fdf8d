"""Whom a resource is for, as its managers say it: one audience a row."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext as _
from modelcluster.forms import BaseChildFormSet

from maillage.curation.wagtail import RecordForm
from maillage.users.permissions import Anyone
from spaces.booking.models import Admission
from spaces.pricing.forms import audiences_for, with_space


class AdmissionForm(RecordForm):
    """People who may book."""

    class Meta:
        model = Admission
        fields = ("audience",)

    def limit_for(self, user: Anyone) -> None:
        audience = self.fields["audience"]
        audience.queryset = audiences_for(user)
        audience.label_from_instance = with_space


class AdmissionFormSet(BaseChildFormSet):
    """Those of one resource: each once, and of its space or of the network, as nobody else would ever be let in."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        here = str(self.instance.space_id or self.data.get("space"))  # a new resource has its space in the form
        kept = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get(DELETION_FIELD_NAME)]
        for audience in (form.cleaned_data["audience"] for form in kept):
            if audience.space_id is not None and str(audience.space_id) != here:
                said = {"people": audience, "space": audience.space}
                raise ValidationError(_("%(people)s are known in %(space)s only. Choose people of this place.") % said)

    def get_unique_error_message(self, unique_check: Any) -> str:
        return _("The same people stand there twice. Remove one.")

"""What people fill in about themselves and their organisations."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.files.base import File
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.forms import ClusterForm

from maillage.base import clock
from maillage.base.fields import clean_telephone
from maillage.base.uploads import clean_picture
from maillage.curation.models import Visibility
from maillage.territories.models import Territory
from maillage.territories.services.locating import locate
from maillage.vocabulary.models import Concept
from members.directory.models import Organisation, OrganisationTeam, Person

MAX_PHOTO_BYTES = 10 * 1024 * 1024
POSTAL_CODE = re.compile(r"[0-9]{5}")
PHOTO_KINDS = "image/jpeg,image/png,image/webp,image/avif"
PERSON_VISIBILITY = [
    (Visibility.PUBLIC, gettext_lazy("everyone")),
    (Visibility.MEMBERS, gettext_lazy("members of the network")),
    (Visibility.TEAM, gettext_lazy("only me")),
]
ORGANISATION_VISIBILITY = [
    (Visibility.PUBLIC, gettext_lazy("everyone")),
    (Visibility.MEMBERS, gettext_lazy("members of the network")),
    (Visibility.TEAM, gettext_lazy("its team only")),
]


class TownField(forms.CharField):
    """A town by its name or postal code, typed: no script is needed. Initially and clean a Territory or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=130, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.qualified_name if isinstance(value, Territory) else value

    def clean(self, value: Any) -> Territory | None:
        text = super().clean(value)
        return self._find(text) if text else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def _find(self, text: str) -> Territory:
        name, department = _split(text)
        found = Territory.objects.communes().matching(name)
        if department:
            found = found.filter(departement=department)
        candidates: list[Any] = list(found[:6])
        exact = [one for one in candidates if one.match_rank == 0] or candidates
        if len(exact) == 1:
            return exact[0]
        if not exact:
            raise forms.ValidationError(_("No town is called so. Check the spelling, or give its postal code."))
        names = ", ".join(one.qualified_name for one in exact)
        raise forms.ValidationError(_("Several towns match. Write one of these: %(names)s.") % {"names": names})


class PhotoMixin(forms.Form):
    """A picture given, kept or taken away."""

    picture_field: str
    instance: Any

    picture_file = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        help_text=gettext_lazy(
            "JPEG, PNG, WebP or AVIF, up to 10 MB. Where and with which camera it was taken is removed from it."
        ),
        widget=forms.FileInput(attrs={"accept": PHOTO_KINDS}),
    )
    remove_picture = forms.BooleanField(label=gettext_lazy("Take the picture away"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not getattr(self.instance, f"{self.picture_field}_id"):
            del self.fields["remove_picture"]

    def clean_picture_file(self) -> File | None:
        file = self.cleaned_data["picture_file"]
        if not file:
            return None
        if file.size > MAX_PHOTO_BYTES:
            raise forms.ValidationError(_("This file is larger than 10 MB. Choose a lighter one."))
        try:
            return clean_picture(file)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class _ProfileForm(PhotoMixin, ClusterForm):
    """What the two forms have in common: a picture, words of the vocabulary."""

    website = forms.URLField(
        label=gettext_lazy("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("This is not the address of a website. Write it like “example.org”.")},
    )
    concepts: dict[str, str] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, scheme in self.concepts.items():
            offered = Q(is_active=True) | Q(pk__in=[one.pk for one in self.initial.get(name, [])])
            self.fields[name].queryset = Concept.objects.of(scheme).filter(offered)

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        return clean_telephone(phone) if "phone" in self.changed_data else phone

    @property
    def chosen_sectors(self) -> list[str]:
        return self._chosen("sectors")

    def _chosen(self, name: str) -> list[str]:
        """Labels of what is ticked, for the summary of a folded list."""
        ticked = {str(value) for value in self[name].value() or []}
        return [str(label) for value, label in self.fields[name].choices if str(value) in ticked]


class PersonForm(_ProfileForm):
    picture_field = "photo"
    concepts = {"skills": Concept.Scheme.SKILL, "sectors": Concept.Scheme.SECTOR}

    territory = TownField(
        label=gettext_lazy("Town"), required=False, help_text=gettext_lazy("Its name or postal code.")
    )

    class Meta:
        model = Person
        formsets: list[str] = []
        fields = (
            "display_name", "headline", "body", "skills", "sectors", "territory", "available_until", "languages",
            "website", "phone", "visibility", "is_indexable",
            *(f"{name}_visibility" for name in Person.HIDEABLE),
        )  # fmt: skip
        widgets = {
            "body": forms.Textarea(attrs={"rows": 8}),
            "skills": forms.CheckboxSelectMultiple,
            "sectors": forms.CheckboxSelectMultiple,
            "available_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "headline": gettext_lazy("What you do, in a few words: “Costume maker”, “Web developer”."),
            "body": gettext_lazy("Plain text. Blank lines make paragraphs."),
            "available_until": gettext_lazy("You show as available until this day."),
            "languages": gettext_lazy("For example: French, English, sign language."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["territory"] = self.instance.territory  # by its name: a key looks like a postal code
        for name in ("visibility", *(f"{field}_visibility" for field in Person.HIDEABLE)):
            self.fields[name].choices = PERSON_VISIBILITY
        self.fields["visibility"].label = _("My page is visible to")
        self.fields["picture_file"].label = _("Photo")

    def clean_available_until(self) -> date | None:
        day: date | None = self.cleaned_data["available_until"]
        if day and "available_until" in self.changed_data and day < clock.today(timezone.get_current_timezone()):
            raise forms.ValidationError(_("This day has passed. Choose one to come, or leave it empty."))
        return day

    @property
    def chosen_skills(self) -> list[str]:
        return self._chosen("skills")

    def hideable(self) -> Iterator[tuple[Any, Any]]:
        """(field, who may see it) of what has a visibility of its own and is typed in."""
        for name in ("territory", "available_until", "languages", "website", "phone"):
            yield self[name], self[f"{name}_visibility"]


class OrganisationForm(_ProfileForm):
    picture_field = "logo"
    concepts = {"sectors": Concept.Scheme.SECTOR}

    siret = forms.CharField(
        label=gettext_lazy("SIRET number"),
        required=False,
        max_length=20,
        error_messages={"invalid": gettext_lazy("A SIRET number has 14 digits, like 123 456 789 00012.")},
    )

    class Meta:
        model = Organisation
        formsets: list[str] = []
        fields = (
            "name", "summary", "body", "sectors", "legal_form", "siret", "rna", "street", "postal_code", "city",
            "email", "phone", "website", "visibility",
        )  # fmt: skip
        widgets = {"body": forms.Textarea(attrs={"rows": 8}), "sectors": forms.CheckboxSelectMultiple}
        help_texts = {"body": gettext_lazy("Plain text. Blank lines make paragraphs.")}
        error_messages = {"rna": {"invalid": gettext_lazy("An RNA number is W and 9 digits, like W641234567.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visibility"].choices = ORGANISATION_VISIBILITY
        self.fields["picture_file"].label = _("Logo")
        if self.instance.territory and not self.instance.city:  # known by its code alone, as documents give it
            self.initial["city"] = self.instance.territory.name

    def clean_siret(self) -> str:
        return "".join(self.cleaned_data["siret"].split())

    def clean_postal_code(self) -> str:
        """As French ones are written; what is there already stays."""
        written: str = self.cleaned_data["postal_code"]
        code = "".join(written.split())
        if "postal_code" not in self.changed_data or not code:
            return written
        if not POSTAL_CODE.fullmatch(code):
            raise forms.ValidationError(
                _("A postal code has five digits, like 64000. For an address abroad leave it empty, and write the "
                  "country after the town.")
            )  # fmt: skip
        return code

    def clean(self) -> dict[str, Any]:
        """The commune follows the address: nobody types it twice."""
        cleaned: dict[str, Any] = super().clean() or {}
        address = {name: cleaned.get(name, "") for name in ("postal_code", "city")}
        if "postal_code" not in self.errors and any(name in self.changed_data for name in address):
            self.instance.territory = locate(**address) if any(address.values()) else None
            if not self.instance.territory and all(address.values()) and Territory.objects.communes().exists():
                self.add_error("city", _("There is no commune “%(city)s” with this postal code. Check both.") % address)
        return cleaned


class InvitationForm(forms.Form):
    """Somebody to add to a team, on the page of an organisation that has an e-mail address of its own."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=OrganisationTeam.Role,
        initial=OrganisationTeam.Role.EDITOR,
        help_text=gettext_lazy("Owners also choose the team, and can withdraw or delete the organisation."),
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(auto_id="invite_%s", **kwargs)


def _split(text: str) -> tuple[str, str]:
    """The name and the department: "Pau (64)" → ("Pau", "64")."""
    name, bracket, rest = text.partition("(")
    return (name.strip(), rest.rstrip(") ").strip()) if bracket else (text, "")

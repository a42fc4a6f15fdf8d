"""Who has come: people known in the space, ticked, and others by name or address, one line each."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.base.words import fold
from maillage.users.models import User
from spaces.booking.services.people import find_people, known_people
from spaces.catalogue.models import Space

MOST_OFFERED, MOST_LINES = 50, 200


def by_name(person: User) -> tuple[str, str]:
    """As the directory has them: « Élise » before « Yanis »."""
    return fold(str(person)), person.email


class AttendanceForm(forms.Form):
    """`had`: keys of those who are on the list already."""

    connues = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(),
        required=False,
        label=gettext_lazy("Who have booked here lately"),
        widget=forms.CheckboxSelectMultiple,
    )
    autres = forms.CharField(
        required=False,
        max_length=20_000,
        label=gettext_lazy("Other people"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("One on each line: the e-mail of their account, or the name of somebody known here."),
    )

    fields: dict[str, Any]

    def __init__(self, *args: Any, space: Space, had: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.space = space
        offered = [person for person in known_people(space)[:MOST_OFFERED] if person.pk not in had]
        self.fields["connues"].queryset = User.objects.filter(pk__in=[person.pk for person in offered])
        self.fields["connues"].choices = [(person.pk, str(person)) for person in sorted(offered, key=by_name)]
        if not offered:
            del self.fields["connues"]

    def clean_autres(self) -> list[User]:
        """Every line leads to one person, or is named in the error."""
        lines = [line.strip(" \t,;") for line in self.cleaned_data["autres"].splitlines()]
        lines = list(dict.fromkeys(line for line in lines if line))
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_("Write %(most)s lines at most.") % {"most": MOST_LINES})
        found = {line: find_people(self.space, line) for line in lines}
        problems = []
        if unknown := [line for line, people in found.items() if not people]:
            text = _("Nobody has an account with this: %(lines)s. Ask them to create one, then add them.")
            problems.append(text % {"lines": ", ".join(unknown)})
        if several := [line for line, people in found.items() if len(people) > 1]:
            text = _("Several people have this name: %(lines)s. Write their address.")
            problems.append(text % {"lines": ", ".join(several)})
        if problems:
            raise forms.ValidationError(problems)
        return [people[0] for people in found.values()]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors and not self.people:
            self.add_error("autres", _("Tick somebody, or write who has come."))
        return self.cleaned_data

    @property
    def people(self) -> list[User]:
        return [*self.cleaned_data.get("connues", ()), *self.cleaned_data.get("autres", ())]

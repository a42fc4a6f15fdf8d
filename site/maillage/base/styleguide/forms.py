"""Fields, empty and wrong."""

from django import forms

from maillage.base.styleguide.examples import Example


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Votre nom", help_text="Tel qu’il paraîtra dans l’annuaire.")
    email = forms.EmailField(label="Votre adresse électronique", required=False)
    day = forms.DateField(label="Jour", widget=forms.DateInput(attrs={"type": "date"}))
    seats = forms.IntegerField(label="Nombre de places", min_value=1, max_value=12)
    kind = forms.ChoiceField(label="Type", choices=[("", "—"), ("desk", "Bureau"), ("room", "Salle")])
    when = forms.ChoiceField(
        label="Quand vous prévenir",
        choices=[("day", "La veille"), ("hour", "Une heure avant")],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label="Ce qu’il vous faut",
        choices=[("lsf", "Interprète LSF"), ("loop", "Boucle magnétique")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Nous vous répondrons avant votre venue.",
    )
    note = forms.CharField(label="Un mot pour l’équipe", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    photo = forms.FileField(label="Une photo", required=False)
    rules = forms.BooleanField(label="J’ai lu le règlement du lieu")


def examples() -> list[Example]:
    empty = ExampleForm(prefix="empty")
    wrong = ExampleForm({"wrong-name": "Léa", "wrong-seats": "40", "wrong-email": "lea@"}, prefix="wrong")
    wrong.is_valid()
    wrong.add_error(None, "Cette salle ferme à 18 h. Choisissez une fin plus tôt.")
    return [
        Example("form", "empty", empty.get_context(), "half"),
        Example("form", "wrong", wrong.get_context(), "half"),
    ]

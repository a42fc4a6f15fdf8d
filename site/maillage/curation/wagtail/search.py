"""Finding a record by its words, in lists and choosers alike.

Wagtail's search index cannot search within "what this person may edit"; a column can.
"""

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.forms import CharField, TextInput
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm

from maillage.base.searching import saying
from maillage.base.words import words_of
from maillage.territories.rules.place_names import spelled_out

NAMES = ("name", "title", "display_name", "slug")


def find(records: QuerySet, text: str) -> QuerySet:
    """Records that have all the words of `text`, whatever their accents and plurals where the model folds them."""
    for word in words_of(text):
        if _has_field(records.model, "search_text"):
            records = records.filter(saying(word) | saying(spelled_out(word)))  # "st" is "saint" of towns
        else:
            known = [name for name in NAMES if _has_field(records.model, name)]
            records = records.filter(Q(*[(f"{name}__icontains", word) for name in known], _connector=Q.OR))
    return records


class RecordSearchForm(BaseFilterForm):
    """The search of a chooser."""

    q = CharField(label=_("Search"), widget=TextInput(attrs={"placeholder": _("Search")}), required=False)

    def filter(self, objects: QuerySet) -> QuerySet:
        objects = super().filter(objects)
        if text := self.cleaned_data.get("q"):
            self.is_searching, self.search_query = True, text
            objects = find(objects, text)
        return objects


def _has_field(model: type[Model], name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True

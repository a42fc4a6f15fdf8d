"""Choosing a territory among 36,000 in Wagtail's forms: by name or postcode."""

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from maillage.territories.models import Territory


class TerritoryFilterForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Name or postcode"),
        widget=forms.TextInput(attrs={"placeholder": _("Name or postcode")}),
        required=False,
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        found = super().filter(objects)
        if query := self.cleaned_data.get("q", "").strip():
            self.is_searching, self.search_query = True, query
            found = found.matching(query)
        return found


class _TerritoryColumns(chooser.BaseChooseView):
    filter_form_class = TerritoryFilterForm

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self.title_column,
            Column("level", label=_("Level"), accessor="get_level_display"),
            Column("departement", label=_("Department"), accessor="departement"),
            Column("population", label=_("Inhabitants"), accessor="population"),
        ]


class ChooseTerritoryView(_TerritoryColumns, chooser.ChooseView):
    pass


class ChooseTerritoryResultsView(_TerritoryColumns, chooser.ChooseResultsView):
    pass


class TerritoryChooserViewSet(ChooserViewSet):
    model = Territory
    icon = "site"
    choose_one_text = _("Choose a territory")
    choose_another_text = _("Choose another territory")
    edit_item_text = ""
    per_page = 15
    choose_view_class = ChooseTerritoryView
    choose_results_view_class = ChooseTerritoryResultsView

    def get_object_list(self) -> QuerySet:
        return Territory.objects.select_related("departement").order_by("-population", "public_code")


@hooks.register("register_admin_viewset")
def register_territory_chooser() -> TerritoryChooserViewSet:
    return TerritoryChooserViewSet("territory_chooser", url_prefix="territories/choose")

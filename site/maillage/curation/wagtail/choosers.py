"""Choosers of records: the list, the search and the answer by number, all within one's own."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
    SnippetCreateView,
)
from wagtail.snippets.widgets import AdminSnippetChooser

from maillage.curation.wagtail.limits import choosable
from maillage.curation.wagtail.search import RecordSearchForm


class _Choosable:
    """What the person who asks may refer to."""

    filter_form_class = RecordSearchForm
    model_class: Any
    request: HttpRequest

    def get_object_list(self) -> QuerySet:
        return choosable(self.model_class._default_manager.all(), self.request.user)

    def get_object(self, pk: Any) -> Model:
        return self._only([pk]).get()

    def get_objects(self, pks: list[Any]) -> QuerySet:
        return self._only(pks)

    def _only(self, pks: list[Any]) -> QuerySet:
        try:
            return self.get_object_list().filter(pk__in=pks)
        except (ValueError, TypeError) as error:
            raise Http404 from error


class RecordChooseView(_Choosable, ChooseView):
    pass


class RecordChooseResultsView(_Choosable, ChooseResultsView):
    pass


class RecordChosenView(_Choosable, SnippetChosenView):
    pass


class RecordChosenMultipleView(_Choosable, SnippetChosenMultipleView):
    pass


class NoCreateView(SnippetCreateView):
    """Records are created in their own form, never in a chooser."""

    def can_create(self) -> bool:
        raise Http404


class RecordChooser(AdminSnippetChooser):
    """Says “Choose”, and the label of its field says what: there is no article to agree with a name."""

    def __init__(self, model: type[Model] | None = None, **kwargs: Any) -> None:
        super().__init__(model, **kwargs)
        self.choose_one_text = _("Choose")
        self.choose_another_text = _("Choose another")


class RecordChooserViewSet(SnippetChooserViewSet):
    choose_view_class = RecordChooseView
    choose_results_view_class = RecordChooseResultsView
    chosen_view_class = RecordChosenView
    chosen_multiple_view_class = RecordChosenMultipleView
    create_view_class = NoCreateView
    base_widget_class = RecordChooser

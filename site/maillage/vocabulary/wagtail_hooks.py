"""The vocabulary in Wagtail: coordinators keep its words."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from maillage.users.models import COORDINATORS
from maillage.users.permissions import is_coordinator
from maillage.vocabulary.models import Concept


class CoordinatorsKeepWords(BasePermissionPolicy):
    """Coordinators add and change words; a word in use is retired, not deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and is_coordinator(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        everywhere = Q(is_superuser=True) | Q(groups__name=COORDINATORS)
        return get_user_model().objects.filter(everywhere, is_active=True).distinct()


register_permission_policy(Concept, CoordinatorsKeepWords(Concept))


class ConceptViewSet(SnippetViewSet):
    model = Concept
    icon = "tag"
    menu_label = _("Vocabulary")
    menu_name = "vocabulary"
    menu_order = 800
    add_to_admin_menu = True
    copy_view_enabled = False
    list_per_page = 60
    list_display = (
        "label_fr", "label_en", "scheme", "code", "position", BooleanColumn("is_active", label=_("Offered")),
    )  # fmt: skip
    list_filter = ("scheme", "is_active")
    search_fields = ("label_fr", "label_en", "code")
    search_backend_name = None
    ordering = ("scheme", "position", "label_fr")
    panels = (
        FieldPanel("scheme"),
        FieldPanel("label_fr"),
        FieldPanel("label_en"),
        FieldPanel("code"),
        FieldPanel("broader"),
        FieldPanel("notation"),
        FieldPanel("position"),
        FieldPanel("is_active"),
    )


register_snippet(ConceptViewSet)

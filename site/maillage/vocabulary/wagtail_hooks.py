"""The vocabulary in Wagtail: coordinators keep its words."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from maillage.users.wagtail.policy import KeptByCoordinators
from maillage.vocabulary.models import Concept

register_permission_policy(Concept, KeptByCoordinators(Concept))  # a word in use is retired, not deleted


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

"""The texts of the site in Wagtail: coordinators write their own instead of those that come with the product."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views import snippets
from wagtail.snippets.views.snippets import SnippetViewSet

from maillage.editorial import texts, views
from maillage.editorial.models import Text
from maillage.users.wagtail.policy import KeptByCoordinators

register_permission_policy(Text, KeptByCoordinators(Text, refused=("add", "delete")))


def whose(text: Text) -> str:
    """Which words readers see now."""
    return _("your text") if text.live else _("the text that comes with the product")


class TextEditView(snippets.EditView):
    def get_object(self, queryset: Any = None) -> Text:
        """Whoever writes for the first time starts from the words that come with the product."""
        text = super().get_object(queryset)
        text.body = text.body or texts.shipped(self.request, text.key, text.language)
        return text


class TextViewSet(SnippetViewSet):
    model = Text
    icon = "doc-full"
    menu_label = gettext_lazy("Texts of the site")
    menu_name = "texts"
    menu_order = 790
    add_to_admin_menu = True
    copy_view_enabled = False
    edit_view_class = TextEditView
    list_display = (
        "__str__",
        Column("get_absolute_url", label=gettext_lazy("Address")),
        Column("whose", label=gettext_lazy("What shows"), accessor=whose),
        UpdatedAtColumn(),
    )
    list_filter = ("language",)
    panels = (
        HelpPanel(
            gettext_lazy(
                "Until you publish your own words, the text that comes with the product shows. "
                "To come back to it, unpublish yours."
            )
        ),
        FieldPanel("body"),
    )

    def preview(self, request: HttpRequest, text: Text) -> HttpResponse:
        return views.preview(request, text)


register_snippet(TextViewSet)

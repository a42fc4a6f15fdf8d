"""What curation adds to Wagtail."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks

from maillage.base.models import Network
from maillage.curation.models import Listed
from maillage.curation.services import audit
from maillage.curation.wagtail import actions, bulk, dashboard, libraries, moderation

LAST = 1000
HIDDEN = {"help", "explorer"}
FOR_ADMINISTRATORS = {"reports", "documents"}

hooks.register("construct_snippet_action_menu", actions.arrange)
hooks.register("register_admin_menu_item", dashboard.ToCheckMenuItem)

for action in bulk.ACTIONS:
    hooks.register("register_bulk_action", action, order=LAST)


@hooks.register("register_admin_urls")
def moderation_addresses():
    record = "to-check/<slug:app_label>/<slug:model_name>/<int:pk>/"
    return [
        path("to-check/", moderation.WaitingListView.as_view(), name="curation_to_check"),
        path(record, moderation.CheckView.as_view(), name="curation_check"),
        path(f"{record}page/", moderation.CheckPreviewView.as_view(), name="curation_check_preview"),
    ]


@hooks.register("register_first_steps")
def who_answers(request: HttpRequest) -> list[dashboard.Step]:
    """For those who name the network, while its legal notice lacks what the law asks for. No query of its own."""
    network = Network.for_request(request)
    is_named = network.publisher and network.host and network.contact_email
    if is_named or not request.user.has_perm("base.change_network"):
        return []
    text = _("The law asks for a publisher and a host; readers look for an address to write to.")
    url = reverse("wagtailsettings:edit", args=["base", "network"])
    return [dashboard.Step(_("Say who answers for the site"), text, url, order=60)]


@hooks.register("construct_homepage_panels", order=-LAST)
def our_panels(request, panels):
    panels[:] = dashboard.panels(request)


@hooks.register("construct_main_menu")
def hide_what_nobody_needs(request, menu_items):
    hidden = HIDDEN if request.user.is_superuser else HIDDEN | FOR_ADMINISTRATORS
    menu_items[:] = [item for item in menu_items if item.name not in hidden]


@hooks.register("insert_global_admin_js")
def our_behaviour() -> str:
    return format_html('<script src="{}"></script>', static("js/backoffice.js"))


@hooks.register("insert_global_admin_css")
def our_colours():
    return format_html('<link rel="stylesheet" href="{}">', static("css/backoffice.css"))


@hooks.register("construct_admin_api", order=LAST)
def limit_libraries(router):
    router.register_endpoint("images", libraries.PicturesAPI)
    router.register_endpoint("documents", libraries.DocumentsAPI)


@hooks.register("after_delete_snippet")
def remember_deletion(request, records):
    for record in records:
        if isinstance(record, Listed):
            audit.record(record, "deleted", by=request.user, before={"name": str(record), "state": record.state})

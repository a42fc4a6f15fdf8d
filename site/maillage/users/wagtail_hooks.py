"""Accounts in Wagtail."""

from django.conf import settings
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.users.views.bulk_actions import DeleteBulkAction

HIDDEN_SETTINGS = {"groups", "workflows", "workflow-tasks"}


class NoBulkDeletion(DeleteBulkAction):
    """Accounts are erased by their owners or after their time, never in bulk."""

    def check_perm(self, obj):
        return False


hooks.register("register_bulk_action", NoBulkDeletion, order=1000)


@hooks.register("construct_settings_menu")
def hide_what_the_site_keeps_itself(request, menu_items):
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_SETTINGS]


@hooks.register("register_account_menu_item")
def link_to_account_pages(request):
    return {
        "url": resolve_url(settings.LOGIN_REDIRECT_URL),
        "label": _("My account"),
        "help_text": _("Name, language, e-mail address, password, second factor, sessions."),
    }

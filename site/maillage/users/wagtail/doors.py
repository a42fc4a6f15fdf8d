"""Wagtail's own sign-in and account pages, which must not go round the second factor."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from wagtail.admin.forms.account import LocalePreferencesForm
from wagtail.admin.views.account import AccountView, LocaleSettingsPanel, ThemeSettingsPanel
from wagtail.users.models import UserProfile


class TimeZoneForm(LocalePreferencesForm):
    """Without the language: it is the account's, on every page."""

    preferred_language = None

    class Meta(LocalePreferencesForm.Meta):
        fields = ["current_time_zone"]


class TimeZonePanel(LocaleSettingsPanel):
    form_class = TimeZoneForm


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Wagtail's door leads to the site's: one sign-in, one second factor, one list of sessions."""
    wanted = _back_office_address(request)
    if not request.user.is_authenticated:
        return redirect_to_login(wanted, login_url="account_login")
    if request.user.has_perm("wagtailadmin.access_admin"):
        return redirect(wanted)
    return redirect(settings.LOGIN_REDIRECT_URL)


class PreferencesView(AccountView):
    """Wagtail's own preferences only; name, e-mail, password and keys are kept on the account pages."""

    def get_panels(self) -> list[Any]:
        """No picture either: Wagtail keeps it as it comes, profiles have one."""
        profile = UserProfile.get_for_user(self.request.user)
        return [panel(self.request, self.request.user, profile) for panel in (TimeZonePanel, ThemeSettingsPanel)]


def _back_office_address(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return reverse("wagtailadmin_home")

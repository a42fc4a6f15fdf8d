"""Addresses that stand before Wagtail's, under /admin/."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from maillage.users.wagtail import doors

urlpatterns = [
    path("login/", doors.sign_in),
    path("account/", never_cache(require_admin_access(doors.PreferencesView.as_view()))),
]

"""How long ago, in Wagtail's words."""

from datetime import date, datetime, timedelta

from django import template
from django.utils.translation import gettext as _
from wagtail.admin.templatetags.wagtailadmin_tags import timesince_simple

from maillage.base import clock

register = template.Library()

A_MOMENT = timedelta(minutes=1)


@register.filter
def ago(at: date) -> str:
    """« Il y a 2 jours »; « à l’instant » in the first minute, where Wagtail's French says « il y a 0 minute »."""
    if isinstance(at, datetime) and clock.now() - at < A_MOMENT:
        return _("just now")
    return str(timesince_simple(at))

"""My calendar: what I booked, at a private address."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from maillage.users.requests import calendar_token
from spaces.booking.feeds import entries_of, private_calendar


@require_safe
def my_calendar(request: HttpRequest, token: str) -> HttpResponseBase:
    """The bookings of whoever made this address, in their language. 404 once it is revoked."""
    found = calendar_token(token)
    with override(found.user.language):
        return private_calendar(request, entries_of(found.user), name=_("My bookings"), key=found.pk)

"""My calendar: what I booked, at a private address."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from maillage.base import ical
from maillage.base.feeds import Identity, answer
from maillage.users.models import Token
from maillage.users.services import tokens
from spaces.booking.feeds import entries_of


@require_safe
def my_calendar(request: HttpRequest, token: str) -> HttpResponseBase:
    """The bookings of whoever made this address, in their language. 404 once it is revoked."""
    found = Token.objects.find(token, Token.Purpose.CALENDAR)
    if found is None:
        raise Http404
    tokens.touch(found)
    with override(found.user.language):
        entries = entries_of(found.user)

        def make() -> HttpResponse:
            return HttpResponse(ical.write(entries, name=_("My bookings")), content_type=ical.CONTENT_TYPE)

        response = answer(request, make, Identity((found.pk, *entries), None))
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response

"""The screen at the door: it stands for a place, knows the day's first names, and can only note arrivals."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.base import clock, dates, limits
from maillage.base.zones import get_zone
from spaces.booking.models import Booking, Kiosk
from spaces.booking.pages.kiosk import KioskPage
from spaces.booking.rules.codes import read_code
from spaces.booking.services import kiosks
from spaces.booking.services.codes import with_code
from spaces.booking.views.kiosks import COOKIE, remember

MOST_AT_ONCE = 20
LONGEST_AGE_S = 10**8
Item = dict[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def screen(request: HttpRequest, slug: str) -> HttpResponse:
    """The day, a field, a button for each; without scripts its forms come back here."""
    kiosk = _find(request, slug)
    if kiosk is None:
        return render(request, "booking/pages/no_kiosk.html", {"slug": slug}, status=404)
    kiosks.touch(kiosk)
    noted = None
    if request.method == "POST":
        noted = _note(request, kiosk, request.POST)
    response = render(request, "booking/pages/kiosk.html", KioskPage(kiosk, noted).context())
    return remember(response, slug, request.COOKIES[COOKIE])


@require_POST
@never_cache
def arrivals(request: HttpRequest, slug: str) -> HttpResponse:
    """Arrivals that the tablet kept: {"arrivals": [{"id", "booking" or "code", "age_s", "is_awaited"}]}.

    Each is answered by its id: what became of it, and when it was said. `is_awaited`: its person stands there still.
    """
    kiosk = _find(request, slug)
    if kiosk is None:
        return JsonResponse({"code": "revoked"}, status=403)
    try:
        asked = [_read(one) for one in json.loads(request.body)["arrivals"][:MOST_AT_ONCE]]
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return JsonResponse({"code": "unreadable"}, status=400)
    return JsonResponse({"results": [_answer(request, kiosk, one) for one in asked]})


@require_safe
@never_cache
def worker(request: HttpRequest, slug: str) -> HttpResponse:
    """The script that answers without a network. It is here, not among static files, to rule over the kiosk only."""
    return render(request, "booking/kiosk_worker.js", content_type="text/javascript")


def _find(request: HttpRequest, slug: str) -> Kiosk | None:
    kiosk = Kiosk.objects.find(request.COOKIES.get(COOKIE, ""))
    return kiosk if kiosk is not None and kiosk.space.slug == slug else None


def _read(one: Item) -> Item:
    age_s = min(max(float(one.get("age_s", 0)), 0), LONGEST_AGE_S)
    said = {name: str(one.get(name) or "") for name in ("booking", "code")}
    return {
        **said,
        "id": str(one["id"]),
        "age": timedelta(seconds=age_s),
        "is_awaited": bool(one.get("is_awaited", True)),
    }


def _answer(request: HttpRequest, kiosk: Kiosk, asked: Item) -> Item:
    noted = _note(request, kiosk, asked, age=asked["age"], is_awaited=asked["is_awaited"])
    at = dates.when(clock.now() - asked["age"], None, get_zone(kiosk.space.time_zone))
    return {"id": asked["id"], "done": noted.done, "said": noted.said, "at": at}


def _note(request: HttpRequest, kiosk: Kiosk, asked: Any, **how: Any) -> kiosks.Noted:
    if not asked.get("booking") and not read_code(asked.get("code", "")):
        return kiosks.Noted(False, str(kiosks.NOT_A_CODE))
    return kiosks.note(kiosk, _meant(request, kiosk, asked), **how)


def _meant(request: HttpRequest, kiosk: Kiosk, asked: Any) -> Booking | None:
    """The booking whose button was touched, or whose code was typed."""
    bookings = Booking.objects.filter(resource__space=kiosk.space)
    if touched := asked.get("booking"):
        try:
            return bookings.for_listing().filter(uuid=UUID(touched)).first()
        except ValueError:
            return None
    limits.count(request, "codes")
    return with_code(bookings, read_code(asked.get("code", "")))

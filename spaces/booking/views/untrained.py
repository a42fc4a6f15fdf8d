"""Bookings to come whose people no longer have the training: the managers of a space settle them."""

from collections import defaultdict
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maillage.base import dates
from maillage.base.errors import DomainError
from spaces.booking import wording
from spaces.booking.models import Booking
from spaces.booking.pages.habilitations import above
from spaces.booking.pages.team_frame import frame
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services import states
from spaces.booking.services import untrained as services
from spaces.booking.services.refusals import UNPROCESSABLE
from spaces.booking.training_forms import SettlingForm
from spaces.booking.views.finding import find_managed_space


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def untrained(request: HttpRequest, slug: str) -> HttpResponse:
    """See them all; cancel those that are ticked, keep them with a reason, or write to their people."""
    space = find_managed_space(request, slug)
    bookings = [(one, _said(one, code)) for one, code in services.to_settle(space)]
    form = SettlingForm(request.POST if request.method == "POST" else None, bookings=bookings)
    if form.is_valid():
        act = ACTS.get(request.POST.get("action", ""), _write)
        try:
            said = act(request, form.chosen, form.cleaned_data["mots"])
        except DomainError as refusal:
            form.add_error("mots", refusal.message)
        else:
            messages.success(request, said)
            return redirect("booking:untrained", slug=slug)
    context = {
        **frame(request, space, "habilitations", title=_("To deal with"), above=above(space)),
        "form": form,
        "bookings": bookings,
    }
    return render(request, "booking/pages/untrained.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _said(booking: Booking, code: Refusal) -> str:
    """« Léa Martin, Découpe laser, mardi 16 juin, 10 h – 12 h : n'a plus l'habilitation »."""
    when = dates.when(booking.start_at, booking.end_at, booking.zone)
    return f"{wording.who(booking)} · {booking.resource.name} · {when} · {wording.lacking(code)}"


def _cancel(request: HttpRequest, bookings: list[Booking], words: str) -> str:
    by_person: defaultdict[int | None, list[Booking]] = defaultdict(list)
    for booking in bookings:
        by_person[booking.person_id].append(booking)
    gone = sum(len(states.cancel_together(theirs, by=request.user)) for theirs in by_person.values())
    return ngettext(
        "%(count)s booking cancelled: the person is told by e-mail.",
        "%(count)s bookings cancelled: people are told by e-mail.",
        gone,
    ) % {"count": gone}


def _keep(request: HttpRequest, bookings: list[Booking], words: str) -> str:
    services.keep(bookings, by=request.user, reason=words)
    return _("Kept: they may come all the same, and the history says why.")


def _write(request: HttpRequest, bookings: list[Booking], words: str) -> str:
    count = services.write_to(bookings, words=words)
    return ngettext("%(count)s person receives your words.", "%(count)s people receive your words.", count) % {
        "count": count
    }


ACTS: dict[str, Callable[[HttpRequest, list[Booking], str], str]] = {"annuler": _cancel, "garder": _keep}

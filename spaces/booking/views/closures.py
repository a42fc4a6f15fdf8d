"""Closing for a time and opening again, offering other times, and taking one of those by the link of a mail."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from maillage.base.errors import DomainError
from spaces.booking.addresses import back_to
from spaces.booking.forms import shown
from spaces.booking.models import Block
from spaces.booking.pages.closures import ClosuresPage, fields_of
from spaces.booking.pages.out_of_service import told, what, when
from spaces.booking.pages.proposal import proposal_page
from spaces.booking.services import proposals, reopening
from spaces.booking.services.closures import Closure, close, outside_hours
from spaces.booking.services.refusals import UNPROCESSABLE
from spaces.booking.team_forms import ClosureForm
from spaces.booking.views.finding import dead_link, find_managed_space
from spaces.catalogue.models import Space


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def closures(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask (the address says what), see whom it meets, confirm."""
    space = find_managed_space(request, slug)
    said = request.POST if request.method == "POST" else request.GET
    form = ClosureForm(said if "du" in said else None, space=space)
    closure = _closure(space, form)
    if closure is None:
        page = ClosuresPage(request, space, form)
        return _show(page, status=UNPROCESSABLE if form.is_bound else 200)
    if request.method == "POST":
        close(closure, by=request.user)
        messages.success(request, _("Closed: nobody can book that time any more."))
        return redirect(_address(space, form))
    return _show(ClosuresPage(request, space, form, closure))


@require_POST
def reopen(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Lift a closure, whatever it closed."""
    space = find_managed_space(request, slug)
    found = get_object_or_404(Block.objects.select_related("resource__space"), resource__space=space, uuid=uuid)
    lifted = reopening.reopen(found, by=request.user)
    said = {"what": what(lifted), "when": when(space, found)}
    messages.success(request, f"{_('%(what)s, %(when)s: open again.') % said} {told(lifted.told)}".rstrip())
    return redirect(back_to(request, reverse("booking:closures", args=[slug])))


@require_POST
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Send other times to those whom a closure meets, or whom the hours leave outside."""
    space = find_managed_space(request, slug)
    form = ClosureForm(request.POST if "du" in request.POST else None, space=space)
    closure = _closure(space, form)
    if form.is_bound and (closure is None or not closure.is_done):
        raise PermissionDenied
    made = proposals.propose(closure.affected() if closure else outside_hours(space), by=request.user)
    people = len({proposal.booking.addressee.email for proposal in made})
    messages.success(
        request,
        ngettext(
            "%(count)s person receives other times by e-mail.",
            "%(count)s people receive other times by e-mail.",
            people,
        )
        % {"count": people},
    )
    return redirect(_address(space, form))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def take(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail: it shows the time, and one click moves the booking. No account has to be open.

    A visit alone moves nothing: mail programs look at links before people do. Where it costs something else there, or
    takes more of a pass, the first click asks whether that is meant.
    """
    time = proposals.find_time(token)
    if time is None:
        return dead_link(request)
    refusal: DomainError | None = None
    is_done = False
    if request.method == "POST":
        try:
            agreed = shown(request.POST, "prix") if "prix" in request.POST else None
            time.proposal.booking = proposals.take(time, agreed=agreed)
            is_done = True
        except DomainError as error:
            refusal = error
            time.proposal.refresh_from_db()
    context = proposal_page(time, is_done=is_done, refusal=refusal)
    return render(request, "booking/pages/proposal.html", context, status=UNPROCESSABLE if refusal else 200)


def _closure(space: Space, form: ClosureForm) -> Closure | None:
    if not form.is_bound or not form.is_valid():
        return None
    asked = form.cleaned_data
    return Closure(
        space=space, chosen=list(asked["ressource"]), start=form.start, end=form.end, reason=asked["motif"]
    )  # fmt: skip


def _address(space: Space, form: ClosureForm) -> str:
    path = reverse("booking:closures", args=[space.slug])
    if not form.is_bound:
        return path
    query = QueryDict(mutable=True)
    for name, value in fields_of(form):
        query.appendlist(name, value)
    return f"{path}?{query.urlencode()}"


def _show(page: ClosuresPage, *, status: int = 200) -> HttpResponse:
    return render(page.request, "booking/pages/closures.html", page.context(), status=status)

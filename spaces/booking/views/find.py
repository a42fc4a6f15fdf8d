"""Something free across the network, at a time."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from maillage.base import clock, limits
from maillage.base.list_filters import BadFilters
from spaces.booking.find_question import TYPED, FindQuestion
from spaces.booking.pages.find import FindPage
from spaces.booking.pages.find_week import FindWeekPage
from spaces.booking.questions import WEEK
from spaces.booking.views.finding import cannot_read


@require_safe
@cache_control(private=True, no_cache=True)
def find(request: HttpRequest) -> HttpResponse:
    """A desk near me tomorrow from 14 to 18."""
    limits.count(request, "searches")
    try:
        asked = FindQuestion.read(request.GET, today=_today())
    except BadFilters as refusal:
        return _refused(request, refusal)
    page = FindWeekPage(request, asked) if asked.view == WEEK else FindPage(request, asked)
    return render(request, "booking/pages/find.html", page.context())


def _refused(request: HttpRequest, refusal: BadFilters) -> HttpResponse:
    """The form again where that corrects it; else each value of the address is named."""
    wrong = {problem.name: problem.message for problem in refusal.problems}
    if not wrong.keys() <= TYPED:
        return cannot_read(request, refusal, back_url=reverse("booking:find"))
    rest = request.GET.copy()
    for name in TYPED & rest.keys():
        del rest[name]
    page = FindPage(request, FindQuestion.read(rest, today=_today()))
    return render(request, "booking/pages/find.html", page.refused(wrong), status=422)


def _today() -> date:
    return clock.today(timezone.get_current_timezone())

"""The team asks why something cannot be booked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from spaces.booking.pages.why import WhyPage
from spaces.booking.services.explaining import explain
from spaces.booking.services.people import find_people
from spaces.booking.team_forms import WhyForm
from spaces.booking.views.finding import find_staffed_space


@require_safe
@never_cache
def why(request: HttpRequest, slug: str) -> HttpResponse:
    """A resource, a time and perhaps a person; then every rule with its answer."""
    space = find_staffed_space(request, slug)
    form = WhyForm(request.GET or None, space=space)
    page = WhyPage(request, space, form)
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        resource, typed = asked["resource"], asked["who"]
        resource.space = space
        people = find_people(space, typed, known_only=True) if typed else []
        if typed and not people:
            form.add_error(
                "who",
                _("Nobody of this name or address has booked here. Leave it empty to see what holds for everybody."),
            )
        else:
            person = people[0] if people else None
            times = {"start": asked["start"], "end": asked["end"], "seats": asked["seats"] or 1}
            found = explain(resource, person=person, by=request.user, **times)
            page = WhyPage(request, space, form, resource, person, found)
    return render(request, "booking/pages/why.html", page.context())

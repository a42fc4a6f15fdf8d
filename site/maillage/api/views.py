"""The API's description, its pages, and what is nowhere."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from maillage.api import errors
from maillage.api.docs import calls, errors_of
from maillage.api.openapi import description


@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """For programs."""
    return JsonResponse(description(get_language()), json_dumps_params={"ensure_ascii": False})


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """For people: the same, as a page without any script."""
    schema = description(get_language())
    context = {
        "schema": schema,
        "groups": calls(schema),
        "errors": errors_of(schema),
        "openapi_url": reverse("api:openapi"),
        "root": request.build_absolute_uri(reverse("api:home")),
    }
    return render(request, "api/pages/docs.html", context)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """People who try the bare address find the documentation."""
    return HttpResponseRedirect(reverse("api-docs"))


def nowhere(request: HttpRequest) -> HttpResponse:
    """Every other address under /api/."""
    return errors.not_found()

"""What every answer goes through."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import BadRequest
from django.core.handlers.exception import response_for_exception
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.datastructures import MultiValueDictKeyError

from maillage.base.navigation import BACK_OFFICE

logger = logging.getLogger(__name__)

NUL = "\x00"
Answer = Callable[[HttpRequest], HttpResponse]


def form_only_page(get_response: Answer) -> Answer:
    """Say why an address that only takes forms shows nothing: whoever signs in on the way to one lands there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET" and not response.content:
            page = render(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    return middleware


class HoldableValues:
    """A value that nothing can be done with is the asker's mistake: 400, never 500.

    Numbers beyond any column, characters that cannot be kept; in the back office also letters for a number,
    a field that is not sent at all, and what should be JSON and is not.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Wagtail reads what it is given unchecked. Our own pages name each value that they cannot read."""
        if request.path.startswith(BACK_OFFICE) and any(NUL in value for value in _values(request)):
            raise BadRequest("NUL")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """PostgreSQL says DataError; SQLite's driver OverflowError; Python, where Wagtail trusts a form, ValueError."""
        if isinstance(exception, DataError | OverflowError):
            return response_for_exception(request, BadRequest(str(exception)))
        if request.path.startswith(BACK_OFFICE) and isinstance(exception, ValueError | MultiValueDictKeyError):
            logger.warning("%s refused: %r", request.path, exception, exc_info=exception)  # it may be ours after all
            return response_for_exception(request, BadRequest(str(exception)))
        return None


def _values(request: HttpRequest) -> Iterator[str]:
    yield request.path
    for params in (request.GET, request.POST):
        for _name, values in params.lists():
            yield from (value for value in values if isinstance(value, str))

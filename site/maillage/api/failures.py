"""What Django answers when no view could: in the API's shape under `/api/`, as pages elsewhere."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_request, override
from django.views import defaults

from maillage.api import errors
from maillage.base.navigation import API


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not request.path.startswith(API):
        return defaults.bad_request(request, exception)
    with override(get_language_from_request(request)):
        return errors.too_large() if isinstance(exception, RequestDataTooBig) else errors.bad_request()


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not request.path.startswith(API):
        return defaults.permission_denied(request, exception)
    with override(get_language_from_request(request)):
        return errors.forbidden()


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not request.path.startswith(API):
        return defaults.page_not_found(request, exception)
    with override(get_language_from_request(request)):
        return errors.not_found()


def server_error(request: HttpRequest) -> HttpResponse:
    if not request.path.startswith(API):
        return defaults.server_error(request)
    with override(get_language_from_request(request)):
        return errors.broken()

"""Addresses that break in every way that a deployment may see."""

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from ninja import NinjaAPI

from maillage.api import errors
from maillage.api.door import door
from maillage.urls import handler400, handler403, handler404, handler500
from maillage.urls import urlpatterns as every_address

__all__ = ["handler400", "handler403", "handler404", "handler500"]

SECRET = "the password of the database"
FAILURES = {
    "error": RuntimeError(SECRET),
    "denied": PermissionDenied(SECRET),
    "gone": Http404(SECRET),
    "large": RequestDataTooBig(SECRET),
    "strange": SuspiciousOperation(SECRET),
}

broken = NinjaAPI(urls_namespace="broken", openapi_url=None, docs_url=None)
errors.handle_all(broken)


@broken.get("/inside/{what}")
def inside(request: HttpRequest, what: str) -> None:
    raise FAILURES[what]


def outside(request: HttpRequest, what: str) -> HttpResponse:
    """As a middleware would: nothing of the API is around it."""
    raise FAILURES[what]


calls, _app_name, _namespace = broken.urls
for call in calls:
    call.callback = door(call.callback)

urlpatterns = [
    path("api/", include(calls)),
    path("api/outside/<str:what>", outside),
    path("page/<str:what>", outside),
    *every_address,
]

"""The back office speaks the language of the account: its addresses, unlike the site's, name none."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from maillage.base.navigation import BACK_OFFICE


def back_office_language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Wagtail follows the language in use, as long as its own profiles name none."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(BACK_OFFICE) and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return middleware

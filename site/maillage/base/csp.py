"""The Content-Security-Policy header: nothing written inside a page runs, but in Wagtail's own pages."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

from maillage.base.navigation import BACK_OFFICE

# Wagtail starts its choosers with scripts inside the page, and shows pictures before they are uploaded.
NEEDED_THERE = {"script-src": [SELF, UNSAFE_INLINE], "style-src": [SELF, UNSAFE_INLINE], "img-src": ["blob:"]}


class ContentSecurityPolicy(CSPMiddleware):
    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(BACK_OFFICE):
            parts.update = {**NEEDED_THERE, **(parts.update or {})}
        return parts

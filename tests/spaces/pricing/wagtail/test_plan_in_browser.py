"""The form of a plan in a real browser: which spaces it counts in is asked only where that is the answer."""

import pytest
from django.urls import reverse

from spaces.pricing.models import Plan
from tests.browsing import axe, browser_type_launch_args, sign_in

__all__ = ["axe", "browser_type_launch_args"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_spaces_show_with_the_answer_that_asks_for_them(manager, centrale, live_server, page, axe):
    sign_in(page.context, manager, live_server)
    page.goto(live_server.url + reverse(Plan.snippet_viewset.get_url_name("add")))
    spaces = page.locator("input[name=spaces]")
    seen = [spaces.is_visible()]
    for reach in ("listed", "own"):
        page.select_option("[name=reach]", reach)
        seen.append(spaces.is_visible())

    assert seen == [False, True, False]
    assert axe(page) == []

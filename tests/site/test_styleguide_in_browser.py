"""The style guide in a real browser: accessible, nothing wider than the screen, usable by keyboard."""

import pytest
from django.contrib.auth import get_user_model

from tests.browsing import sign_in

# A page that reads nothing: `once`.
pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

SIZES = [(360, 800), (390, 844), (1440, 900)]
WIDER = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const box = element.getBoundingClientRect();
  if (!box.width || box.right <= innerWidth + 1) return false;
  for (let parent = element.parentElement; parent; parent = parent.parentElement)
    if (getComputedStyle(parent).overflowX !== "visible" && parent !== document.documentElement) return false;
  return true;
}).map((element) => element.outerHTML.slice(0, 120))"""


@pytest.fixture
def open_guide(live_server, client, browser):
    """Open the style guide as staff at a size, in a colour scheme."""
    staff = get_user_model().objects.create_superuser("staff@example.org", "correct-horse-42")
    client.force_login(staff)
    contexts = []

    def opened(width=1440, height=900, scheme="light", path="/admin/styleguide/"):
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        sign_in(context, client, live_server)
        page = context.new_page()
        page.problems = []
        page.on("console", lambda message: message.type == "error" and page.problems.append(message.text))
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.goto(f"{live_server.url}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_guide_has_nothing_serious_for_axe_and_fits_the_screen(open_guide, axe, width, height, scheme):
    page = open_guide(width, height, scheme)
    assert axe(page) == []
    assert page.evaluate(WIDER) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.problems == []


def test_guide_is_hidden_from_those_who_are_not_staff(client, stranger):
    client.force_login(stranger)
    assert client.get("/admin/styleguide/").status_code == 302


def test_targets_are_large_enough_for_a_finger(open_guide):
    small = open_guide(390, 844).evaluate(
        """() => [...document.querySelectorAll("button, summary, select, .btn, .chip, nav a, .slot a, input")]
        .filter((e) => e.offsetParent && !["checkbox", "radio"].includes(e.type))
        .map((e) => [e.getBoundingClientRect(), e.outerHTML.slice(0, 100)])
        .filter(([box]) => box.height < 24 || box.width < 24).map(([box, html]) => html)"""
    )
    assert small == []


def test_phone_menu_opens_and_closes_by_keyboard(open_guide):
    page = open_guide(390, 844)
    page.locator("[popovertarget=site-menu]").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#site-menu").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#site-menu").is_visible()


def test_dialog_opens_over_the_page_and_gives_the_focus_back(open_guide):
    page = open_guide()
    opener = page.locator("button[data-dialog=example-dialog]")
    opener.click()
    assert page.locator("#example-dialog").is_visible()
    page.locator("#example-dialog [data-close]").click()
    assert not page.locator("#example-dialog").is_visible()
    assert opener.evaluate("button => button === document.activeElement")


def test_menu_closes_on_escape_and_on_a_click_elsewhere(open_guide):
    page = open_guide()
    menu = page.locator("main details.menu").first
    menu.locator("summary").click()
    assert menu.get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    menu.locator("summary").click()
    page.locator("h1").click()
    assert menu.get_attribute("open") is None


def test_wrong_form_takes_the_focus_on_its_summary(open_guide):
    page = open_guide()
    assert page.evaluate("document.activeElement.dataset.errors") == ""
    page.locator(".errors a").first.click()
    assert page.evaluate("document.activeElement.name") == "wrong-email"


def test_theme_is_remembered(open_guide):
    page = open_guide()
    page.locator("[data-theme-choice]").select_option("dark")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 19, 31)"


def test_colours_change_at_once_for_who_wants_no_motion(open_guide):
    """A transition of any length, on every element, is a chain of frames as deep as the page."""
    page = open_guide()
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("document.getAnimations().filter(one => one instanceof CSSTransition).length") == 0


def test_page_that_does_not_exist_looks_like_the_site_and_obeys_its_policy(open_guide, axe):
    page = open_guide(path="/nothing/of/the/kind/")
    page.problems = [problem for problem in page.problems if "404" not in problem]
    assert page.problems == []
    assert axe(page) == []
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"Bricolage')

"""Filters that answer at once, on a list page reduced to what that takes."""

import re
from contextlib import suppress
from types import ModuleType

import pytest
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from playwright.sync_api import Error, expect

from maillage.urls import urlpatterns as every_address

# A page that reads nothing: `once`.
pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PLACES = [("La Centrale", "coworking"), ("Le Moulin", "atelier"), ("Babel", "culture"), ("La Gare", "coworking")]
PAGE = """{% extends "layouts/base.html" %}{% block title %}{{ found|length }} lieux{% endblock %}{% block main %}
<div class="wrap"><p id="elsewhere" data-follow><b>{{ found|length }}</b></p>{% include "components/facets.html" with action="/lieux/" groups=groups active=active only %}
<div id="results"><p data-found>{{ found|length }} lieux</p>
{% for name in found %}<p class="found">{{ name }}</p>{% endfor %}
{% include "components/filters.html" with active=active only %}</div></div>{% endblock %}"""


def places(request):
    kinds = request.GET.getlist("type")
    query = request.GET.get("q", "")
    matching = [place for place in PLACES if query.lower() in place[0].lower()]
    options = [
        {
            "value": kind,
            "label": kind,
            "count": sum(place[1] == kind for place in matching),
            "checked": kind in kinds,
        }
        for kind in ("coworking", "atelier", "culture")
    ]
    groups = [
        {"name": "type", "label": "Type", "kind": "checkbox", "options": options},
        {"name": "q", "label": "Nom", "kind": "text", "value": query},
    ]
    context = {
        "found": [name for name, kind in matching if not kinds or kind in kinds],
        "groups": groups,
        "active": [{"text": kind, "url": "/lieux/"} for kind in kinds],
    }
    if query == "elsewhere":
        return HttpResponse("<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>")
    if request.GET.get("q") == "broken" and request.headers.get("Accept") == "text/html":
        return HttpResponse(status=500)
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


@pytest.fixture
def list_page(settings, live_server, page):
    urls = ModuleType("urls_of_one_list")
    urls.urlpatterns = [path("lieux/", places, name="places"), *every_address]  # the footer names some
    settings.ROOT_URLCONF = urls
    page.goto(f"{live_server.url}/lieux/")
    return page


def test_choice_replaces_the_results_and_keeps_the_address_in_step(list_page):
    list_page.evaluate("document.addEventListener('results:changed', (e) => window.told = e.detail.url)")
    list_page.locator(".facet summary").click()
    list_page.get_by_label("coworking").check()
    expect(list_page.locator(".found")).to_have_text(["La Centrale", "La Gare"])
    expect(list_page).to_have_url(re.compile(r"/lieux/\?type=coworking$"))
    assert list_page.title().startswith("2 lieux")
    assert list_page.evaluate("told").endswith("/lieux/?type=coworking")
    assert list_page.evaluate("document.activeElement.value") == "coworking"


def test_how_many_are_left_is_announced_in_a_region_that_stays(list_page):
    region = list_page.get_by_role("status").element_handle()
    list_page.locator(".facet summary").click()
    list_page.get_by_label("coworking").check()
    expect(list_page.get_by_role("status")).to_have_text("2 lieux")
    assert region.evaluate("region => region.isConnected")


def test_figures_of_the_other_filters_follow(list_page):
    list_page.locator(".facet summary").click()
    list_page.get_by_label("Nom").fill("ga")
    list_page.get_by_label("Nom").press("Enter")
    expect(list_page.locator(".found")).to_have_text(["La Gare"])
    assert list_page.locator("#count-type-coworking").text_content() == "1"
    assert list_page.locator("#count-type-atelier").text_content() == "0"


def test_an_answer_that_fails_becomes_an_ordinary_visit(list_page):
    list_page.get_by_label("Nom").fill("broken")
    list_page.get_by_label("Nom").press("Enter")
    expect(list_page.locator("[data-found]")).to_have_text("0 lieux")
    expect(list_page).to_have_url(re.compile(r"/lieux/\?q=broken$"))


def test_other_parts_of_the_page_follow(list_page):
    list_page.locator(".facet summary").click()
    list_page.get_by_label("culture").check()
    expect(list_page.locator("#elsewhere")).to_have_text("1")


def test_last_of_two_quick_choices_is_answered(list_page):
    held = []
    list_page.route(re.compile(r"type=coworking$"), lambda route: held.append(route))
    list_page.locator(".facet summary").click()
    list_page.get_by_label("coworking").check()
    list_page.get_by_label("atelier").check()
    expect(list_page.locator(".found")).to_have_text(["La Centrale", "Le Moulin", "La Gare"])
    for route in held:
        with suppress(Error):  # given up by the page
            route.continue_()
    list_page.wait_for_timeout(300)
    assert list_page.locator(".found").count() == 3
    expect(list_page).to_have_url(re.compile(r"type=coworking&type=atelier$"))


def test_page_without_the_results_becomes_an_ordinary_visit(list_page):
    list_page.get_by_label("Nom").fill("elsewhere")
    list_page.get_by_label("Nom").press("Enter")
    expect(list_page.locator("h1")).to_have_text("Elsewhere")


def test_attributes_run_no_code(list_page):
    """Whatever gets past the cleaning of texts and the policy of the page."""
    list_page.evaluate("""() => {
        const trap = document.createElement("p");
        trap.id = "trap";
        trap.textContent = "Piège";
        trap.setAttribute("hx-get", "/lieux/");
        trap.setAttribute("hx-trigger", "click[window.ran=1]");
        trap.setAttribute("hx-on:click", "window.ran=2");
        trap.setAttribute("hx-vals", "js:{a: window.ran=3}");
        document.querySelector("main").append(trap);
        htmx.process(trap);
    }""")
    list_page.locator("#trap").click()
    list_page.wait_for_timeout(200)
    assert list_page.evaluate("window.ran") is None


def test_drawer_of_a_phone_closes_on_its_results(list_page):
    list_page.set_viewport_size({"width": 390, "height": 800})
    list_page.locator(".facets-open").click()
    list_page.locator(".facet summary").click()
    list_page.get_by_label("culture").check()
    list_page.locator(".facets-submit").click()
    expect(list_page.locator(".facets-form")).to_be_hidden()
    expect(list_page.locator(".found")).to_have_text(["Babel"])


def test_filters_work_without_a_script(settings, live_server, browser):
    urls = ModuleType("urls_of_one_list")
    urls.urlpatterns = [path("lieux/", places, name="places"), *every_address]  # the footer names some
    settings.ROOT_URLCONF = urls
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{live_server.url}/lieux/")
    page.locator(".facets-open").click()
    page.locator(".facet summary").click()
    page.get_by_label("culture").check()
    page.locator(".facets-submit").click()
    expect(page.locator(".found")).to_have_text(["Babel"])
    context.close()

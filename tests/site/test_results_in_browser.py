"""Filters that answer at once, on a list page reduced to what that takes."""

import re
from types import ModuleType

import pytest
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from playwright.sync_api import expect

from maillage.urls import urlpatterns as every_address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLACES = [("La Centrale", "coworking"), ("Le Moulin", "atelier"), ("Babel", "culture"), ("La Gare", "coworking")]
PAGE = """{% extends "layouts/base.html" %}{% block title %}{{ found|length }} lieux{% endblock %}{% block main %}
<div class="wrap">{% include "components/facets.html" with action="/lieux/" groups=groups active=active only %}
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
    assert list_page.locator("[data-count='type=coworking']").text_content() == "1"
    assert list_page.locator("[data-count='type=atelier']").text_content() == "0"


def test_an_answer_that_fails_becomes_an_ordinary_visit(list_page):
    list_page.get_by_label("Nom").fill("broken")
    list_page.get_by_label("Nom").press("Enter")
    expect(list_page.locator("[data-found]")).to_have_text("0 lieux")
    expect(list_page).to_have_url(re.compile(r"/lieux/\?q=broken$"))


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

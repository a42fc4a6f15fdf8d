"""When something is wrong, the page says what to do next, in the reader's language, and leads back to their home page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.utils.translation import override

from maillage.api import failures
from tests.reading import soup

pytestmark = pytest.mark.django_db


def sections_marked(response):
    return soup(response).select(".site-nav [aria-current]")


def test_unknown_page(client):
    english, french = client.get("/en/nulle-part/"), client.get("/nulle-part/")

    assert (english.status_code, french.status_code) == (404, 404)
    assert "Page not found" in english.content.decode()
    assert '<a class="btn btn-primary" href="/en/">' in english.content.decode()
    assert '<html lang="fr">' in french.content.decode()
    assert '<a class="btn btn-primary" href="/">' in french.content.decode()


@pytest.mark.parametrize("path", ["/lieux/nulle-part/", "/lieux/nulle-part/arrivee/222222/"])
def test_address_that_leads_to_nothing_is_in_no_section(client, path):
    inside, nowhere = client.get("/lieux/"), client.get(path)

    assert (len(sections_marked(inside)), nowhere.status_code) == (1, 404)
    assert sections_marked(nowhere) == []


def test_form_that_waited_too_long():
    response = Client(enforce_csrf_checks=True).post("/en/compte/login/", {"login": "ada@example.org"})
    page = response.content.decode()

    assert response.status_code == 403
    assert "This form waited too long" in page
    assert '<a class="btn btn-primary" href="/en/compte/login/">Open the page again</a>' in page


def test_page_that_is_not_open_offers_to_sign_in_and_to_come_back():
    request = RequestFactory().get("/en/gestion/la-centrale/?jour=2026-06-16")
    request.user = AnonymousUser()
    with override("en"):
        response = failures.permission_denied(request, PermissionDenied())
    page = response.content.decode()

    assert response.status_code == 403
    assert "This page is not open to you" in page
    assert "/en/compte/login/?next=%2Fen%2Fgestion%2Fla-centrale%2F%3Fjour%3D2026-06-16" in page


def test_request_that_cannot_be_read(client):
    response = client.get("/en/lieux/", headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert "could not be read" in response.content.decode() or "n’a pas pu être lue" in response.content.decode()


def test_address_that_only_takes_forms_says_that_nothing_was_done(client, owner):
    client.force_login(owner)
    response = client.get("/en/compte/reglages/cles/")

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "Nothing was done yet" in response.content.decode()
    assert client.delete("/en/compte/reglages/cles/").content == b""

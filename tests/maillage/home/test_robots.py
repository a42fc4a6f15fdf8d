"""robots.txt and security.txt say what the settings make true."""

from datetime import UTC, datetime
from urllib.robotparser import RobotFileParser

import pytest

from maillage.base import clock
from maillage.base.models import Network

pytestmark = pytest.mark.django_db


def text(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode()


def test_public_pages_are_open_and_private_corners_are_not(client):
    lines = text(client, "/robots.txt").splitlines()
    parser = RobotFileParser()
    parser.parse(lines)

    for address in ("/", "/lieux/", "/en/lieux/la-centrale/", "/lieux/compte/", "/sitemap.xml"):
        assert parser.can_fetch("*", address), address
    for address in (
        "/admin/",
        "/compte/profil/",
        "/en/compte/",
        "/gestion/la-centrale/",
        "/en/reservations/x/",
        "/api/v1/spaces",
    ):
        assert not parser.can_fetch("*", address), address
    assert "Disallow: /*?" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_a_demonstration_is_not_to_be_found(client, settings):
    settings.INDEXED = False

    assert text(client, "/robots.txt") == "User-agent: *\nDisallow: /\n"


def test_security_contact_is_the_operators_then_the_networks_and_never_invented(client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404

    Network.objects.update_or_create(site_id=1, defaults={"contact_email": "bonjour@gave.example"})
    assert "Contact: mailto:bonjour@gave.example\n" in text(client, "/.well-known/security.txt")

    settings.SECURITY_CONTACT = "https://gave.example/securite"
    assert "Contact: https://gave.example/securite\n" in text(client, "/.well-known/security.txt")


def test_security_contact_says_until_when_it_holds_and_where_it_stands(client, settings):
    settings.SECURITY_CONTACT = "security@gave.example"
    settings.SITE_URL = "https://gave.example"
    with clock.fixed(datetime(2026, 6, 16, 9, 30, tzinfo=UTC)):
        assert text(client, "/.well-known/security.txt") == (
            "Contact: mailto:security@gave.example\n"
            "Expires: 2026-12-13T00:00:00Z\n"
            "Preferred-Languages: fr, en\n"
            "Canonical: https://gave.example/.well-known/security.txt\n"
        )

"""What surrounds every answer: language, "nothing new", methods, scripts of other sites."""

import pytest
from django.test import Client

from tests.maillage.api.conftest import V1
from tests.maillage.api.test_errors import said

NOTHING = "There is nothing here that you may see."


@pytest.mark.parametrize(
    ("asked", "language"),
    [("en", "en"), ("en-GB,fr;q=0.5", "en"), ("fr", "fr"), ("de", "fr"), ("", "fr"), ("*", "fr"), ("x" * 600, "fr")],
)
def test_answer_is_in_the_language_asked_for(anonymous, asked, language):
    response = anonymous.get("/spaces/nowhere", headers={"Accept-Language": asked})

    assert response["Content-Language"] == language
    assert (response.json()["message"] == NOTHING) == (language == "en" or not is_translated())


def is_translated() -> bool:
    """Whether the French catalogue has been built: sources alone speak English."""
    from django.utils.translation import gettext, override

    with override("fr"):
        return gettext(NOTHING) != NOTHING


def test_same_answer_is_not_sent_twice(anonymous, space):
    first = anonymous.get("/spaces")

    again = anonymous.get("/spaces", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "no-cache"
    assert set(first["Vary"].split(", ")) >= {"Accept-Language", "Authorization", "Cookie"}


def test_changed_answer_is_sent_again(anonymous, space):
    first = anonymous.get("/spaces")
    space.name = "La Nouvelle Centrale"
    space.save()

    again = anonymous.get("/spaces", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_personal_answer_is_private(caller, stranger):
    assert caller(stranger).get("/bookings")["Cache-Control"] == "no-cache, private"


def test_precondition_that_does_not_hold_has_the_shape(anonymous, space):
    assert said(anonymous.get("/spaces", headers={"If-Match": '"old"'})) == (412, "precondition_failed")


def test_head_answers_as_get_without_its_body(space):
    response = Client().head(f"{V1}/spaces")

    assert (response.status_code, response.content) == (200, b"")
    assert response["ETag"] == Client().get(f"{V1}/spaces")["ETag"]


def test_options_says_the_methods_to_scripts_of_other_sites(room):
    response = Client().options(f"{V1}/bookings", headers={"Origin": "https://example.net"})

    assert (response.status_code, response.content) == (204, b"")
    assert response["Allow"] == response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS, POST"
    assert "Authorization" in response["Access-Control-Allow-Headers"]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


@pytest.mark.parametrize("path", ["/spaces", "/nowhere", "/bookings"])
def test_scripts_of_other_sites_may_read_answers_and_errors(anonymous, path):
    assert anonymous.get(path)["Access-Control-Allow-Origin"] == "*"


def test_bare_address_leads_to_the_documentation(client):
    assert client.get("/api/v1/")["Location"] == "/api/v1/docs"
    assert client.get("/api/v1/", headers={"Accept-Language": "en"})["Location"] == "/en/api/v1/docs"

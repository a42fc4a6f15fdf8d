"""In a demonstration mails are read on a page; elsewhere there is no such page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from maillage.users.models import User
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

MAILS = "/en/compte/demonstration/mails/"
SIGN_UP = {"name": "Jo", "email": "jo@example.org", "password1": "tout-autre-chose-42"}


@pytest.fixture(autouse=True)
def _mails_are_queued(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def demo(settings):
    settings.DEMO_MODE = True


def test_sign_up_of_a_demonstration_leads_to_its_mail_and_into_the_account(client, demo):
    sent = client.post("/en/compte/signup/", SIGN_UP, follow=True)
    assert soup(sent).select_one("main a")["href"] == soup(sent).select_one("main .btn-primary")["href"] == MAILS
    said = soup(sent).get_text(" ")
    assert "The e-mail to jo@example.org is ready to be read here." in said and "on its way" not in said

    mails = client.get(MAILS)
    path = re.search(r"http://testserver(/en/compte/confirm-email/[^\"]+)", soup(mails).select_one(".prose a")["href"])
    client.post(path[1])

    assert "Confirm your address" in text(mails)
    assert client.get(reverse("accounts:home")).status_code == 200
    assert User.objects.get(email="jo@example.org").emailaddress_set.get().verified


def test_new_password_in_a_demonstration_leads_to_its_mail_first(client, demo):
    sent = client.post("/en/compte/password/reset/", {"email": "jo@example.org"}, follow=True)

    assert soup(sent).select_one("main a")["href"] == soup(sent).select_one("main .btn-primary")["href"] == MAILS


def test_mails_of_a_demonstration_are_those_of_whoever_asks(client, demo, member):
    client.post("/en/compte/signup/", SIGN_UP)
    other = Client()
    other.force_login(member)

    assert "nothing has been written to you yet" in text(other.get(MAILS))
    assert "nothing has been written to you yet" in text(Client().get(MAILS))


def test_there_is_no_such_page_outside_a_demonstration(client, member):
    sent = client.post("/en/compte/signup/", SIGN_UP, follow=True)

    assert "demonstration" not in text(sent)
    assert "An e-mail is on its way to jo@example.org." in soup(sent).get_text(" ")
    for who in (client, Client()):
        assert who.get(MAILS).status_code == 404
    client.force_login(member)
    assert client.get(MAILS).status_code == 404
    assert "demonstration" not in text(client.get("/en/compte/"))


def test_sign_in_page_of_a_demonstration_offers_those_who_can_sign_in(client, demo, make_member):
    def offered():
        return [field["value"] for field in soup(client.get("/en/compte/login/")).select(".account-demo [name=login]")]

    assert offered() == []
    make_member("lea@example.org")
    assert offered() == ["lea@example.org"]

"""From a form to a mail, from its link back to the account."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils.translation import override

from maillage.accounts.browsers import browser_name
from maillage.users.models import User
from tests.reading import soup

pytestmark = pytest.mark.django_db

PASSWORD, NEW = "correct-horse-42", "tout-autre-chose-42"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def link(message, inside):
    """The path of the link that the mail asks to follow, the same in its text and in its button."""
    (path,) = set(re.findall(rf"http://testserver((?:/en)?/compte/{inside}[^\s\"<]+)", message.body))
    assert f'href="http://testserver{path}"' in message.alternatives[0].content
    return path


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_sign_up_confirms_the_address_then_signs_in(client, mailoutbox):
    client.post("/en/compte/signup/", {"name": "Ange Castéra", "email": "Ange@Example.org", "password1": NEW})
    assert not is_signed_in(client)
    path = link(mailoutbox[0], "confirm-email/")

    assert "ange@example.org" in client.get(path).content.decode()
    assert not is_signed_in(client)
    end = client.post(path)

    assert (end.url, is_signed_in(client)) == ("/en/compte/", True)
    user = User.objects.get()
    assert (user.email, user.name, user.language) == ("ange@example.org", "Ange Castéra", "en")
    assert (mailoutbox[0].to, mailoutbox[0].subject) == (["ange@example.org"], "Confirm your address")


def test_link_followed_in_another_browser_confirms_and_leads_to_signing_in(client, mailoutbox):
    client.post("/compte/signup/", {"name": "Ange", "email": "ange@example.org", "password1": NEW})
    telephone = Client()
    end = telephone.post(link(mailoutbox[0], "confirm-email/"))

    assert (end.url, is_signed_in(telephone)) == ("/compte/login/", False)
    assert EmailAddress.objects.get().verified


def test_sign_up_goes_on_to_where_it_was_asked_for(client, mailoutbox):
    form = {"name": "Ange", "email": "ange@example.org", "password1": NEW, "next": "/compte/profil/"}
    client.post("/compte/signup/", form)

    assert client.post(link(mailoutbox[0], "confirm-email/")).url == "/compte/profil/"


def test_page_after_sign_up_leads_to_a_new_link_another_address_and_home(client):
    form = {"name": "Ange", "email": "ange@example.org", "password1": NEW}
    page = soup(client.post("/en/compte/signup/", form, follow=True))

    ways = {one.get_text(): one["href"] for one in page.select("main a[href]")}

    assert ways == {
        "Sign in to get a new link": "/en/compte/login/",
        "Use another address": "/en/compte/signup/",
        "Back to the home page": "/en/",
    }


def test_account_that_was_not_confirmed_gets_a_new_link_when_it_signs_in(client, make_member, mailoutbox):
    make_member("new@example.org", verified=False)
    response = client.post("/compte/login/", {"login": "new@example.org", "password": PASSWORD})

    assert (response.url, is_signed_in(client)) == ("/compte/confirm-email/", False)
    assert link(mailoutbox[0], "confirm-email/")


@pytest.mark.parametrize("verified", [True, False])
def test_reset_gives_a_new_password_and_signs_in(client, make_member, mailoutbox, verified):
    """Somebody invited by an administrator has never confirmed: the link proves the address too."""
    member = make_member("lea@example.org", verified=verified, password=None, language="en")
    client.post("/compte/password/reset/", {"email": "LEA@example.org"})
    page = client.get(link(mailoutbox[0], "password/reset/key/"), follow=True)
    (path, _status) = page.redirect_chain[-1]
    client.post(path, {"password1": NEW})
    member.refresh_from_db()

    assert (member.check_password(NEW), is_signed_in(client)) == (True, True)
    assert EmailAddress.objects.get().verified
    assert [message.subject for message in mailoutbox] == ["Choose a new password", "Your password was changed"]


def test_reset_link_serves_once(client, member, mailoutbox):
    client.post("/en/compte/password/reset/", {"email": member.email})
    path = link(mailoutbox[0], "password/reset/key/")
    client.post(client.get(path).url, {"password1": NEW})
    other = Client()

    assert "no longer works" in other.get(path).content.decode()


def test_reset_ends_what_somebody_else_had_opened(client, member, mailoutbox):
    thief = Client()
    thief.force_login(member)
    client.post("/compte/password/reset/", {"email": member.email})
    client.post(client.get(link(mailoutbox[0], "password/reset/key/")).url, {"password1": NEW})

    assert thief.get("/compte/").status_code == 302


@pytest.mark.parametrize("password", ["short-1", "password123", "1234567890123", "lea@example.org"])
def test_weak_passwords_are_refused_next_to_the_field(client, password):
    page = client.post("/compte/signup/", {"name": "Léa", "email": "lea@example.org", "password1": password})

    assert page.context["form"].errors.keys() == {"password1"}
    assert 'id="id_password1_error"' in page.content.decode()
    assert not User.objects.exists()


def open_again(client, member):
    client.force_login(member)
    client.post("/compte/reauthenticate/", {"password": PASSWORD})


def test_password_is_changed_by_who_knows_it(client, member, mailoutbox):
    client.force_login(member)
    wrong = client.post("/en/compte/password/change/", {"oldpassword": "wrong", "password1": NEW})
    assert "This is not your present password." in wrong.content.decode()

    client.post("/en/compte/password/change/", {"oldpassword": PASSWORD, "password1": NEW}, HTTP_USER_AGENT=FIREFOX)
    member.refresh_from_db()

    assert (member.check_password(NEW), is_signed_in(client)) == (True, True)
    assert "Firefox on Linux (address 127.0.0.1)" in mailoutbox[0].body


def test_address_changes_once_the_new_one_is_confirmed(client, member, mailoutbox):
    open_again(client, member)
    client.post("/en/compte/email/", {"email": "Lea.Martin@example.org", "action_add": ""})
    member.refresh_from_db()
    assert member.email == "lea@example.org"
    assert "lea.martin@example.org" in client.get("/en/compte/email/").content.decode()

    client.post(link(mailoutbox[0], "confirm-email/"))
    member.refresh_from_db()

    assert member.email == "lea.martin@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("lea.martin@example.org", True)]
    assert [message.to for message in mailoutbox] == [["lea.martin@example.org"], ["lea@example.org"]]
    assert "lea.martin@example.org instead of lea@example.org" in mailoutbox[1].body


def test_change_of_address_asks_who_it_is_first(client, member, mailoutbox):
    client.force_login(member)
    response = client.post("/compte/email/", {"email": "thief@example.org", "action_add": ""})

    assert response.url.startswith("/compte/reauthenticate/")
    assert mailoutbox == []


def test_change_of_address_can_be_called_off(client, member, mailoutbox):
    open_again(client, member)
    client.post("/compte/email/", {"email": "new@example.org", "action_add": ""})
    client.post("/compte/email/", {"email": "new@example.org", "action_remove": ""})

    assert [address.email for address in EmailAddress.objects.all()] == ["lea@example.org"]
    assert client.get(link(mailoutbox[0], "confirm-email/")).context["confirmation"] is None


@pytest.mark.parametrize(("address", "home"), [("/compte/logout/", "/"), ("/en/compte/logout/", "/en/")])
def test_signing_out_leads_home_in_the_language_one_was_reading(client, member, address, home):
    client.force_login(member)

    assert client.post(address)["Location"] == home
    assert not is_signed_in(client)
    assert client.get(address)["Location"] == home


def test_sessions_are_named_and_ended(member):
    here, elsewhere = Client(HTTP_USER_AGENT=FIREFOX), Client(HTTP_USER_AGENT="")
    for browser in (elsewhere, here):
        browser.post("/compte/login/", {"login": member.email, "password": PASSWORD})
    page = here.get("/en/compte/sessions/").content.decode()
    assert "Firefox on Linux" in page
    assert UserSession.objects.filter(user=member).count() == 2

    here.post("/compte/sessions/")
    assert (here.get("/compte/").status_code, elsewhere.get("/compte/").status_code) == (200, 302)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0",
         "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36",
         "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
         "Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        ("curl/8.0", "a program we do not know"),
        ("", "a program we do not know"),
    ],
)  # fmt: skip
def test_browsers_have_the_names_that_people_use(user_agent, name):
    with override("en"):
        assert browser_name(user_agent) == name


def test_access_key_is_made_once_the_password_is_asked_again(client, member):
    client.force_login(member)
    asked = client.post("/en/compte/reglages/cles/", {"label": "my script"})

    assert asked.url.startswith("/en/compte/reauthenticate/")
    assert not member.tokens.exists()

    page = client.post(asked.url, {"password": PASSWORD})
    assert [token.label for token in member.tokens.all()] == ["my script"]
    assert member.tokens.get().digest not in page.content.decode()
    assert "my script" in page.content.decode()

"""Accounts in Wagtail: administrators only, through the site's own sign-in."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.users.models import UserProfile

from maillage.users.models import COORDINATORS, User
from tests.maillage.curation.record_rights import open_back_office
from tests.queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return User.objects.create_superuser("admin@example.org", "correct-horse-42", name="Ada Astruc")


def account_form(**changes):
    return {"email": "new@example.org", "name": "Nora Nadal", "language": "fr", **changes}


def test_sign_in_of_wagtail_leads_to_the_sign_in_of_the_site(client):
    response = client.get("/admin/login/?next=/admin/snippets/")

    assert response.status_code == 302
    assert response.url == "/compte/login/?next=/admin/snippets/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/admin/"])
def test_sign_in_of_wagtail_never_leads_elsewhere(client, elsewhere):
    assert client.get(f"/admin/login/?next={elsewhere}").url == "/compte/login/?next=/admin/"


def test_sign_in_of_wagtail_takes_no_password(client, administrator):
    response = client.post("/admin/login/", {"username": administrator.email, "password": "correct-horse-42"})

    assert response.url.startswith("/compte/login/")
    assert "_auth_user_id" not in client.session


def test_back_office_sends_a_member_without_key_to_their_account(client, stranger):
    client.force_login(stranger)

    response = client.get("/admin/", follow=False)
    assert response.url.startswith("/admin/login/")
    assert client.get(response.url).url == reverse("accounts:home")


def test_password_reset_of_wagtail_is_closed(client):
    assert client.get("/admin/password_reset/").status_code == 404


def test_preferences_leave_name_mail_and_password_to_the_account_pages(client, coordinator):
    client.force_login(coordinator)
    page = client.get("/admin/account/").content.decode()

    assert 'name="theme-theme"' in page
    for name in ("name_email-", "password-", "avatar-"):
        assert f'name="{name}' not in page


@pytest.mark.parametrize(("language", "words"), [("en", "See the site"), ("fr", "Voir le site")])
def test_back_office_speaks_the_language_of_the_account(client, manager, owner, language, words):
    UserProfile.get_for_user(owner)
    client.post(reverse("accounts:settings"), {"name": owner.name, "language": language})

    page = client.get("/admin/", headers={"accept-language": "de"})

    assert f'lang="{language}"' in page.content.decode()
    assert words in page.content.decode()
    assert page["Content-Language"] == language


def test_language_of_somebody_else_does_not_stay(client, manager, owner, coordinator):
    User.objects.filter(pk=owner.pk).update(language="en")
    for _visit in range(2):
        client.force_login(owner)
        assert 'lang="en"' in client.get("/admin/").content.decode()
        client.force_login(coordinator)
        assert 'lang="fr"' in client.get("/admin/").content.decode()


def test_language_is_chosen_once_for_the_whole_site(client, coordinator):
    client.force_login(coordinator)
    client.post("/admin/account/", {"theme-theme": "dark", "locale-preferred_language": "de"})

    assert "preferred_language" not in client.get("/admin/account/").content.decode()
    assert not UserProfile.objects.exclude(preferred_language="").exists()


def test_no_picture_is_kept_beside_the_profile(client, coordinator):
    client.force_login(coordinator)
    picture = SimpleUploadedFile("x.png", b"anything")
    client.post("/admin/account/", {"theme-theme": "dark", "avatar-avatar": picture})

    assert not UserProfile.objects.exclude(avatar="").exists()


def test_accounts_are_listed_with_their_role(client, administrator, coordinator):
    client.force_login(administrator)
    page = client.get(reverse("wagtailusers_users:index")).content.decode()

    for text in ("Ada Astruc", "admin@example.org", "Camille Castaing"):
        assert text in page


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_accounts_asks_as_much_for_one_as_for_three(client, administrator, number):
    for rank in range(number):
        User.objects.create_user(f"{rank}@example.org")
    client.force_login(administrator)

    assert asked(client, reverse("wagtailusers_users:index_results"), "auth_group") == 1


def test_account_is_made_and_its_owner_invited(client, administrator, mailoutbox):
    client.force_login(administrator)
    response = client.post(reverse("wagtailusers_users:add"), account_form(email="New@Example.org", coordinates="on"))

    assert response.status_code == 302
    made = User.objects.get(email="new@example.org")
    assert (made.name, made.has_usable_password(), made.is_coordinator) == ("Nora Nadal", False, True)
    assert list(EmailAddress.objects.values_list("email", "primary", "verified")) == [("new@example.org", True, False)]
    assert [message.to for message in mailoutbox] == [["new@example.org"]]
    assert "/compte/password/reset/" in mailoutbox[0].body


def test_account_is_not_made_twice_with_another_case(client, administrator, owner):
    client.force_login(administrator)
    response = client.post(reverse("wagtailusers_users:add"), account_form(email="OWNER@example.org"))

    assert response.status_code == 200
    assert User.objects.filter(email__iexact="owner@example.org").count() == 1


def test_account_keeps_its_space_groups_when_an_administrator_changes_it(client, administrator, coordinator):
    from django.contrib.auth.models import Group

    coordinator.groups.add(Group.objects.create(name="Espace : La Centrale"))
    client.force_login(administrator)
    address = reverse("wagtailusers_users:edit", args=[coordinator.pk])
    response = client.post(address, account_form(email=coordinator.email, is_active="on"))

    assert response.status_code == 302
    assert [group.name for group in coordinator.groups.all()] == ["Espace : La Centrale"]


def test_account_that_changes_address_must_confirm_the_new_one(client, administrator, owner):
    EmailAddress.objects.create(user=owner, email=owner.email, primary=True, verified=True)
    client.force_login(administrator)
    address = reverse("wagtailusers_users:edit", args=[owner.pk])
    client.post(address, account_form(email="o2@example.org", is_active="on"))

    assert list(EmailAddress.objects.values_list("email", "primary", "verified")) == [("o2@example.org", True, False)]


def test_account_is_never_deleted_here(client, administrator, owner):
    client.force_login(administrator)
    bulk = reverse("wagtail_bulk_action", args=["users", "user", "delete"])
    for address in (reverse("wagtailusers_users:delete", args=[owner.pk]), f"{bulk}?id={owner.pk}"):
        client.post(address)

    assert User.objects.filter(pk=owner.pk).exists()


@pytest.mark.parametrize("who", ["coordinator", "stranger"])
def test_accounts_are_out_of_reach_of_everybody_else(client, request, owner, who):
    person = open_back_office(request.getfixturevalue(who))
    client.force_login(person)
    bulk = reverse("wagtail_bulk_action", args=["users", "user", "assign_role"])
    addresses = [
        reverse("wagtailusers_users:index"),
        reverse("wagtailusers_users:add"),
        f"{bulk}?id={owner.pk}",
        *(reverse(f"wagtailusers_users:{name}", args=[owner.pk]) for name in ("edit", "history", "usage", "delete")),
        reverse("wagtailusers_groups:index"),
    ]
    for address in addresses:
        for response in (client.get(address), client.post(address, account_form())):
            assert response.status_code in (302, 403, 404, 405), address
            assert owner.email not in response.content.decode()
    assert not person.groups.exclude(name=COORDINATORS).exists()
    assert mail.outbox == []

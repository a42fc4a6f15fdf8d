"""Who was asked into the team of an organisation: listed, withdrawn, ended. In English: the code's own words."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress

from maillage.accounts.services.erasure import erase
from maillage.base import clock
from members.directory.models import Invitation
from members.directory.services.invitations import forget_invitations, invite
from members.directory.services.team import leave
from tests.factories.directory import OrganisationFactory
from tests.queries import asked
from tests.reading import plain, soup, text

pytestmark = pytest.mark.django_db

URL = "/en/compte/organisations/la-ruche/"
NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
TWO_WEEKS = timedelta(days=14)


@pytest.fixture(autouse=True)
def _in_june():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def as_(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def invited(ruche, owner, stranger):
    return invite(ruche, email=stranger.email, role="editor", by=owner)


def link(mailoutbox) -> str:
    return "/en" + re.search(r"(/compte/organisations/rejoindre/\S+/)", mailoutbox[-1].body)[1]


def team_said(page) -> list[str]:
    return [plain(one.get_text()) for one in soup(page).select("#team .message p")]


def said_at_the_top(page) -> list[str]:
    return [plain(one.get_text()) for one in soup(page).select("#messages p")]


def withdraw(client, page):
    return client.post(soup(page).select_one("#team form[action$='/retirer/']")["action"], follow=True)


def test_who_was_invited_is_listed_until_they_answer(as_, ruche, owner, stranger, invited, mailoutbox):
    page = as_(owner).get(URL)

    line = soup(page).select_one("#team h3 ~ ul li")
    assert plain(line.get_text()) == "stranger@example.org editor, until Monday 15 June Withdraw stranger@example.org"
    as_(stranger).post(link(mailoutbox))
    assert ruche.team.get(user=stranger).role == "editor"
    assert "Withdraw stranger" not in text(as_(owner).get(URL)) and not Invitation.objects.exists()


def test_invitation_sent_again_is_the_same_one_renewed(as_, ruche, owner, stranger, invited, mailoutbox):
    later = NOW + timedelta(days=5)
    with clock.fixed(later):
        as_(owner).post(f"{URL}equipe/", {"email": "Stranger@example.org", "role": "owner"})

    one = Invitation.objects.get()
    assert (one.pk, one.role, one.ends_at) == (invited.pk, "owner", later + TWO_WEEKS)
    assert len(mailoutbox) == 2


def test_link_that_was_withdrawn_is_refused_in_words(as_, ruche, owner, stranger, invited, mailoutbox):
    done = withdraw(as_(owner), as_(owner).get(URL))

    assert team_said(done) == ["The invitation is withdrawn: its link no longer counts."]
    assert len(mailoutbox) == 1
    for answer in (as_(stranger).get(link(mailoutbox), follow=True), as_(stranger).post(link(mailoutbox), follow=True)):
        assert said_at_the_top(answer)[0].startswith("This invitation no longer counts")
    assert not ruche.team.filter(user=stranger).exists()


def test_only_who_chooses_the_team_sees_whom_it_invited_and_withdraws(as_, owner, stranger, editor, invited):
    address = f"{URL}equipe/invitations/{invited.uuid}/retirer/"
    OrganisationFactory(slug="une-autre", owner=owner)

    assert stranger.email in text(as_(owner).get(URL))
    assert stranger.email not in as_(editor).get(URL).content.decode()
    assert [as_(user).post(address).status_code for user in (stranger, editor)] == [404, 403]
    assert as_(owner).post(address.replace("la-ruche", "une-autre")).status_code == 404
    assert as_(owner).get(address).status_code == 405
    assert Invitation.objects.exists()


def test_invitation_ends_after_two_weeks_and_is_forgotten(as_, ruche, owner, stranger, invited, mailoutbox):
    with clock.fixed(NOW + TWO_WEEKS - timedelta(seconds=1)):
        forget_invitations()
        assert as_(stranger).get(link(mailoutbox)).status_code == 200
    with clock.fixed(NOW + TWO_WEEKS):
        refused = as_(stranger).post(link(mailoutbox), follow=True)
        assert "Withdraw stranger" not in text(as_(owner).get(URL))
        assert Invitation.objects.exists()
        forget_invitations()

    assert said_at_the_top(refused)[0].startswith("This invitation no longer counts")
    assert not Invitation.objects.exists() and not ruche.team.filter(user=stranger).exists()


@pytest.mark.parametrize(
    ("whose", "said"),
    [
        ("owner", "This is your own address. Give that of the person to invite."),
        ("teammate", "This person is in the team already."),
    ],
)
def test_nobody_is_invited_who_is_in(as_, owner, editor, mailoutbox, whose, said):
    address = {"owner": owner, "teammate": editor}[whose].email.upper()

    page = as_(owner).post(f"{URL}equipe/", {"email": address, "role": "editor"})

    assert (page.status_code, plain(soup(page).select_one("#invite_email_error").get_text())) == (422, said)
    assert mailoutbox == [] and not Invitation.objects.exists()


def test_lesser_role_is_offered_and_errors_show_where_the_form_is(as_, ruche, owner):
    page = soup(as_(owner).get(URL))

    assert page.select_one("#invite_role option[selected]")["value"] == "editor"
    assert page.select_one("form:has(#invite_role)")["action"] == f"{URL}equipe/#team"


@pytest.mark.parametrize(("role", "may"), [("owner", "choose its team"), ("editor", "its owners choose its team")])
def test_page_to_join_names_the_organisation_the_role_and_who_invites(
    as_, ruche, owner, stranger, mailoutbox, role, may
):
    type(ruche).objects.update(summary="mot-secret")
    invite(ruche, email=stranger.email, role=role, by=owner)

    page = as_(stranger).get(link(mailoutbox))

    assert "Olive Ouvrard invites you to keep the page of “La Ruche”" in text(page) and may in text(page)
    assert "mot-secret" not in page.content.decode()


def test_page_to_join_names_nothing_to_somebody_else(as_, invited, teammate, mailoutbox):
    page = as_(teammate).get(link(mailoutbox), follow=True)

    assert "La Ruche" not in page.content.decode()
    assert said_at_the_top(page)[0].startswith("This invitation no longer counts")


def test_who_has_joined_is_led_to_the_page_by_the_same_link(as_, invited, stranger, mailoutbox):
    answers = [as_(stranger).post(link(mailoutbox)), as_(stranger).post(link(mailoutbox)),
               as_(stranger).get(link(mailoutbox))]  # fmt: skip

    assert [answer.url for answer in answers] == [URL] * 3


def test_what_somebody_sent_goes_when_they_leave_the_team(ruche, owner, editor, invited):
    ruche.team.filter(user=editor).update(role="owner")
    kept = invite(ruche, email="y@example.org", role="editor", by=editor)

    leave(ruche.team.get(user=owner), by=owner)

    assert list(Invitation.objects.all()) == [kept]


def test_invitations_go_with_the_organisation_and_with_the_account(ruche, owner, stranger, invited):
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True, primary=True)
    other = invite(OrganisationFactory(owner=owner), email="y@example.org", role="editor", by=owner)

    erase(stranger)
    assert list(Invitation.objects.all()) == [other]
    other.organisation.delete()
    assert not Invitation.objects.exists()


def test_both_take_them_away_with_their_data(as_, owner, stranger, invited):
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True, primary=True)
    said = {"organisation__name": "La Ruche", "role": "editor", "sent_at": "2026-06-01T08:00:00Z"}

    theirs, mine = (as_(user).get("/compte/donnees.json").json() for user in (stranger, owner))

    assert (theirs["invitations"], theirs["invitations_sent"]) == ([said], [])
    assert (mine["invitations"], mine["invitations_sent"]) == ([], [said | {"email": stranger.email}])


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_as_much_for_one_as_for_three(as_, ruche, owner, number):
    for rank in range(number):
        invite(ruche, email=f"{rank}@example.org", role="editor", by=owner)

    assert len(soup(as_(owner).get(URL)).select("#team form[action$='/retirer/']")) == number
    assert asked(as_(owner), URL, "directory_invitation") == 1


def test_mail_names_the_role_and_until_when_its_link_counts(ruche, owner, stranger, mailoutbox):
    stranger.language = "en"
    stranger.save()
    invite(ruche, email=stranger.email, role="editor", by=owner)

    said = plain(mailoutbox[0].body)
    assert "Olive Ouvrard invites you to keep the page of “La Ruche”" in said
    assert "As an editor, you would change its page" in said and "counts until Monday 15 June." in said
    assert "As an editor" in mailoutbox[0].alternatives[0].content


def test_link_says_what_it_is_before_one_signs_in_and_fills_in_the_address(
    client, ruche, owner, stranger, invited, mailoutbox
):
    type(ruche).objects.update(summary="mot-secret")
    address = link(mailoutbox)

    page = client.get(address)

    said = plain(soup(page).select_one("main").get_text(" "))
    assert "Olive Ouvrard invites you to keep the page of “La Ruche”" in said and "As an editor" in said
    assert "until Monday 15 June" in said and "mot-secret" not in page.content.decode()
    doors = [soup(client.get(one["href"])) for one in soup(page).select("main .btn")]
    assert [one.select_one("[name=email], [name=login]")["value"] for one in doors] == [stranger.email] * 2
    assert {one.select_one("[name=next]")["value"] for one in doors} == {address}
    assert client.post(address).status_code == 200 and Invitation.objects.exists()


def test_link_that_does_not_count_leads_to_signing_in(as_, client, ruche, owner, stranger, invited, mailoutbox):
    as_(stranger).post(link(mailoutbox))
    client.logout()

    answer = client.get(link(mailoutbox))

    assert answer.status_code == 302 and "/compte/login/" in answer.url and "La Ruche" not in answer.content.decode()

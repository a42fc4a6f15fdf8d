"""What is done to the team of an organisation leaves what is being written of the organisation, in a real browser."""

import pytest
from playwright.sync_api import expect

from maillage.users.models import User
from members.directory.models import OrganisationTeam
from tests.browsing import browser_type_launch_args, sign_in
from tests.factories.booking import PersonFactory
from tests.factories.directory import OrganisationFactory

__all__ = ["browser_type_launch_args"]

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

WRITTEN = "Des mots qui ne sont pas encore enregistrés"


@pytest.fixture
def ruche():
    ruche = OrganisationFactory(name="La Ruche", slug="la-ruche", owner=PersonFactory(name="Olive"))
    OrganisationTeam.objects.create(organisation=ruche, user=PersonFactory(name="Noé"), role="owner")
    return ruche


@pytest.fixture
def writing(client, live_server, page, ruche):
    """The page of an owner who has begun to write."""
    client.force_login(ruche.team.get(user__name="Olive").user)
    sign_in(page.context, client, live_server)
    page.goto(f"{live_server.url}/en/compte/organisations/la-ruche/")
    page.fill("#id_summary", WRITTEN)
    return page


def invite(page, address: str) -> None:
    page.fill("#invite_email", address)
    page.get_by_role("button", name="Invite").click()


def test_team_is_chosen_without_losing_what_is_written(writing, ruche):
    answer = writing.locator("#team :is(.message, .errors)")

    invite(writing, "zoe")
    expect(writing.locator("#invite_email_error")).to_be_visible()
    expect(answer).to_be_focused()
    invite(writing, "zoe@example.org")
    expect(answer).to_contain_text("The invitation to zoe@example.org is on its way")
    writing.get_by_role("button", name="Withdraw zoe@example.org").click()
    expect(answer).to_contain_text("The invitation is withdrawn")
    writing.get_by_role("link", name="Remove Noé").click()
    expect(writing.get_by_role("dialog")).to_contain_text("Take Noé out of the team of “La Ruche”?")
    writing.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(answer).to_contain_text("Noé is no longer in the team of “La Ruche”.")

    expect(answer).to_be_focused()
    expect(writing.locator("#id_summary")).to_have_value(WRITTEN)
    assert ruche.team.count() == 1 and not ruche.invitations.exists()


def test_who_leaves_is_led_to_their_organisations(writing, ruche):
    writing.get_by_role("link", name="Leave").click()
    writing.get_by_role("dialog").get_by_role("button", name="Leave").click()

    expect(writing.locator("#messages")).to_contain_text("You are no longer in the team of “La Ruche”.")
    assert [member.user.name for member in ruche.team.all()] == ["Noé"]


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_buttons_stay_beside_whom_they_are_about(writing, live_server, width):
    """In French, which says more: « Quitter l’équipe »."""
    User.objects.filter(name="Olive").update(name="Olive Ouvrard-Belkacem")
    writing.set_viewport_size({"width": width, "height": 800})
    writing.goto(f"{live_server.url}/compte/organisations/la-ruche/")
    lines = writing.locator("#team li:has([data-dialog])")

    names, buttons = ([one.bounding_box() for one in lines.locator(part).all()] for part in ("b", "[data-dialog]"))
    pairs = list(zip(names, buttons, strict=True))
    assert [button["y"] < name["y"] + name["height"] for name, button in pairs] == [True, True]

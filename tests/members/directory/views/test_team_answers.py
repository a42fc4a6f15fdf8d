"""What is done in the team of an organisation is answered where it was done. In English: the code's own words."""

import pytest

from tests.reading import plain, soup

pytestmark = pytest.mark.django_db

URL = "/en/compte/organisations/la-ruche/"


def read(page, where: str) -> list[str]:
    return [plain(one.get_text()) for one in soup(page).select(f"{where} .message p")]


def test_answers_stand_in_the_team_section_that_the_page_returns_to(client, ruche, owner, editor):
    mine, theirs = ruche.team.get(user=owner), ruche.team.get(user=editor)
    client.force_login(owner)
    invitation = client.post(f"{URL}equipe/", {"email": "x@example.org", "role": "editor"})
    answers = [client.get(URL), client.post(f"{URL}equipe/{mine.pk}/", follow=True),
               client.post(f"{URL}equipe/{theirs.pk}/", follow=True)]  # fmt: skip

    assert invitation.url == f"{URL}#team"
    assert [read(page, "#team")[0].split(". ")[0] for page in answers] == [
        "The invitation to x@example.org is on its way",
        "This organisation would have no owner left",
        f"{editor} is no longer in the team of “{ruche}”.",
    ]
    assert [read(page, "#messages") for page in answers] == [[], [], []]


def test_who_leaves_is_told_what_they_have_left(client, ruche, editor):
    mine = ruche.team.get(user=editor)
    client.force_login(editor)

    page = client.post(f"{URL}equipe/{mine.pk}/", follow=True)

    assert read(page, "#messages") == [f"You are no longer in the team of “{ruche}”."]


def test_other_answers_stay_at_the_top_of_the_page(client, ruche, owner):
    client.force_login(owner)

    page = client.post(f"{URL}retirer/", follow=True)

    assert len(read(page, "#messages")) == 1 and read(page, "#team") == []

"""Before somebody is taken out of the team of an organisation, or leaves it, the site asks. In English: the code's own words."""

import pytest

from tests.reading import plain, soup

pytestmark = pytest.mark.django_db

URL = "/en/compte/organisations/la-ruche/"


def questions(page) -> list[str]:
    return [plain(one.get_text()) for one in soup(page).select("#team dialog h2")]


def test_page_asks_about_each_by_name_and_acts_only_when_told(client, ruche, owner, editor, stranger):
    ruche.team.create(user=stranger, role="owner")
    client.force_login(owner)
    page = client.get(URL)

    asked = [f"Take {one} out of the team of “{ruche}”?" for one in (editor, stranger)]
    assert sorted(questions(page)) == sorted([*asked, f"Leave the team of “{ruche}”?"])
    without_script = client.get(soup(page).select_one("#team a[data-dialog]")["href"])
    asked = soup(without_script).select_one("main")
    assert questions(page)[0] == plain(asked.select_one("h1").get_text())
    assert asked.select_one("form a")["href"] == f"{URL}#team"
    assert ruche.team.filter(user=editor).exists()
    client.post(without_script.wsgi_request.path)
    assert not ruche.team.filter(user=editor).exists()


def test_only_owner_reads_what_has_to_be_done_first(client, ruche, owner, editor):
    client.force_login(owner)
    page = client.get(URL)

    assert questions(page) == [f"Take {editor} out of the team of “{ruche}”?"]
    assert "To leave, invite another owner first." in plain(soup(page).select_one("#team").get_text())


def test_editor_is_asked_about_themselves_only(client, ruche, owner, editor):
    mine, theirs = ruche.team.get(user=editor), ruche.team.get(user=owner)
    client.force_login(editor)

    assert questions(client.get(URL)) == [f"Leave the team of “{ruche}”?"]
    assert [client.get(f"{URL}equipe/{member.pk}/").status_code for member in (mine, theirs)] == [200, 403]


def test_others_are_asked_nothing(client, ruche, stranger):
    client.force_login(stranger)

    assert client.get(f"{URL}equipe/{ruche.team.get().pk}/").status_code == 404

"""`/compte/organisations/`: the address of an organisation is checked as it is typed in. In English: the code's own words."""

import pytest

from members.directory.models import Organisation
from tests.reading import plain, soup

pytestmark = pytest.mark.django_db

URL = "/en/compte/organisations/la-ruche/"
FIVE = "A postal code has five digits, like 64000."
NO_SUCH = "There is no commune “{}” with this postal code. Check both."


@pytest.fixture
def sent(client, ruche, owner):
    """What the form answers: its errors, by field."""
    client.force_login(owner)

    def send(**address):
        page = soup(client.post(URL, {"name": "La Ruche", "visibility": "public", **address}, follow=True))
        said = {name: page.select_one(f"#id_{name}_error") for name in ("postal_code", "city")}
        return {name: plain(error.get_text()) for name, error in said.items() if error}

    return send


def written() -> tuple[str, str]:
    return Organisation.objects.values_list("postal_code", "city").get()


@pytest.mark.parametrize("code", ["6400", "640000", "BP 12", "64OOO", "٦٤٠٠٠"])
def test_postal_code_has_five_digits(sent, pau, code):
    errors = sent(postal_code=code, city="Pau")

    assert list(errors) == ["postal_code"] and errors["postal_code"].startswith(FIVE)
    assert written() == ("", "")


@pytest.mark.parametrize(("code", "town"), [("75001", "Pau"), ("33000", "Bayonne"), ("99999", "Pau"), ("64320", "Pai")])
def test_town_and_postal_code_go_together(sent, pau, bayonne, code, town):
    assert sent(postal_code=code, city=town) == {"city": NO_SUCH.format(town)}
    assert written() == ("", "")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ({"postal_code": "64 000", "city": "Pau"}, ("64000", "Pau")),
        ({"postal_code": "64016", "city": "PAU Cedex 9"}, ("64016", "PAU Cedex 9")),
        ({"postal_code": "", "city": "Bilbao, Espagne"}, ("", "Bilbao, Espagne")),
        ({"postal_code": "64000", "city": ""}, ("64000", "")),
        ({"postal_code": "64000", "city": "Technopole Hélioparc"}, ("64000", "Technopole Hélioparc")),
    ],
)
def test_address_that_can_be_right_is_kept(sent, pau, address, kept):
    assert sent(**address) == {}
    assert written() == kept


def test_what_was_there_before_stays_until_it_is_changed(sent, ruche, pau):
    Organisation.objects.update(postal_code="BP 12", city="Nulle-Part")

    assert sent(postal_code="BP 12", city="Nulle-Part", summary="Changé") == {}
    assert (written(), Organisation.objects.get().summary) == (("BP 12", "Nulle-Part"), "Changé")


def test_town_is_believed_where_no_territory_is_loaded(sent):
    assert sent(postal_code="64000", city="Pau") == {}
    assert written() == ("64000", "Pau")

"""What no database can hold is answered with 400 or 404, in the back office as elsewhere."""

from html import unescape

import pytest
from django.urls import reverse

from maillage.base.middleware import HoldableValues
from maillage.base.models import Picture
from spaces.catalogue.services import team
from tests.factories.catalogue import ResourceFactory, SpaceFactory

pytestmark = pytest.mark.django_db

NUL = "\x00"
HUGE = 10**40


@pytest.fixture
def centrale(owner):
    space = SpaceFactory(slug="la-centrale")
    team.join(space, user=owner, role="manager")
    return space


@pytest.fixture
def manager(client, centrale, owner):
    client.force_login(owner)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("value", ["%00", HUGE, "-1"])
@pytest.mark.parametrize(
    "path",
    [
        "/admin/images/chooser/chosen-multiple/?id={}",
        "/admin/documents/chooser/chosen-multiple/?id={}",
        "/admin/snippets/choose/catalogue/space/chosen/{}/",
        "/admin/snippets/choose/catalogue/space/chosen-multiple/?id={}",
        "/admin/snippets/choose/vocabulary/concept/chosen-multiple/?id={}",
        "/admin/bulk/base/picture/delete/?id={}",
        "/admin/bulk/catalogue/space/delete/?id={}",
        "/admin/snippets/catalogue/resource/?space={}",
        "/admin/snippets/catalogue/space/?q={}",
        "/admin/images/?q={}",
        "/admin/reports/site-history/?user={}",
        "/admin/api/main/images/?search={}",
    ],
)
def test_address_with_a_value_that_cannot_be_held_breaks_nothing(manager, path, value):
    answer = manager.get(path.format(value))

    assert answer.status_code < 500
    if value == "%00":
        assert answer.status_code == 400


@pytest.mark.parametrize("value", [NUL, HUGE, "²"])
def test_form_with_a_value_that_cannot_be_held_breaks_nothing(manager, centrale, value):
    room = ResourceFactory(space=centrale)
    for address, name in (
        (reverse("wagtailsnippets_catalogue_space:team", args=[centrale.pk]), "remove"),
        (reverse("wagtailsnippets_catalogue_space:archive", args=[centrale.pk]), "reason"),
        (reverse("wagtailsnippets_catalogue_resource:edit", args=[room.pk]), "shares"),
    ):
        assert manager.post(address, {"name": "x", name: value}).status_code < 500, name


def test_figure_that_is_no_number_selects_nothing(manager):
    assert manager.get("/admin/bulk/catalogue/space/delete/?id=²").status_code == 404


def test_ordinary_values_pass(manager, centrale):
    answer = manager.get("/admin/snippets/catalogue/space/", {"q": centrale.name})

    assert answer.status_code == 200
    assert centrale.name in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/admin/images/chooser/chosen-multiple/?id=abc",
        "/admin/documents/chooser/chosen-multiple/?id=abc",
        "/admin/snippets/choose/catalogue/space/chosen-multiple/?id=abc",
        "/admin/choose-page/chosen-multiple/?id=abc",
        "/admin/bulk/base/picture/delete/?id=abc",
        "/admin/images/?collection_id=abc",
        "/admin/images/?tag=abc",
    ],
)
def test_letters_for_a_number_break_nothing_in_the_back_office(manager, path):
    assert manager.get(path).status_code < 500


def test_text_that_is_not_what_the_editor_writes_is_refused(manager, centrale):
    address = reverse("wagtailsnippets_catalogue_space:edit", args=[centrale.pk])
    body = {"body-count": "1", "body-0-type": "text", "body-0-order": "0", "body-0-value": "not what it writes"}

    assert manager.post(address, {"name": "x", **body}).status_code < 500


def test_mistake_outside_the_back_office_is_not_hidden(rf):
    middleware = HoldableValues(lambda request: None)

    assert middleware.process_exception(rf.get("/lieux/"), ValueError("ours")) is None
    assert middleware.process_exception(rf.get("/admin/"), KeyError("ours")) is None


@pytest.mark.parametrize("library", ["images", "documents"])
@pytest.mark.parametrize("sign", list("\"'()&|!:*^-+\\"))
def test_search_of_a_library_takes_signs_for_nothing(client, coordinator, library, sign):
    client.force_login(coordinator)

    for address in (f"/admin/{library}/", f"/admin/{library}/chooser/"):
        assert client.get(address, {"q": f"a{sign}b {sign}"}).status_code == 200


def test_search_of_pictures_finds_words_beside_signs(client, centrale, owner):
    Picture.objects.create(title="L'atelier (bois)", file="x.png", width=1, height=1, collection=centrale.collection)
    client.force_login(owner)

    for asked in ("atelier", "(bois", "l'atelier", '"atelier"'):
        assert "atelier (bois)" in unescape(client.get("/admin/images/results/", {"q": asked}).content.decode()), asked

"""What the buttons under a record's form do, and to whom they show."""

import pytest
from django.urls import reverse

from maillage.curation.models import AuditEvent
from maillage.curation.services import lifecycle
from maillage.curation.wagtail import registry
from maillage.users.models import User
from members.directory.models import Organisation
from tests.factories.directory import OrganisationFactory
from tests.maillage.curation.record_rights import open_back_office
from tests.queries import asked
from tests.reading import soup

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"wagtailsnippets_directory_organisation:{name}", args=args)


def filled(**changes):
    return {"name": "La Ruche", "visibility": "public", **changes}


def actions():
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_coordinator_makes_a_draft_whose_address_follows_its_name(client, coordinator):
    client.force_login(coordinator)
    client.post(url("add"), filled(name="La Ruch"))
    organisation = Organisation.objects.get()
    first = organisation.slug
    client.post(url("edit", organisation.pk), filled(name="La Ruche"))
    organisation.refresh_from_db()

    assert (first, organisation.slug, organisation.state) == ("la-ruch", "la-ruche", "draft")


def test_address_never_changes_once_published(client, coordinator):
    organisation = OrganisationFactory(name="La Ruche", slug="la-ruche")
    lifecycle.publish(organisation, by=coordinator)
    client.force_login(coordinator)
    client.post(url("edit", organisation.pk), filled(name="La Ruche du Gave", **{"action-publish": "1"}))
    organisation.refresh_from_db()

    assert (organisation.name, organisation.slug) == ("La Ruche du Gave", "la-ruche")


def test_publishing_and_unpublishing_in_wagtail_are_moves_of_the_lifecycle(client, coordinator):
    organisation = OrganisationFactory(name="La Ruche")
    client.force_login(coordinator)
    client.post(url("edit", organisation.pk), filled(summary="Neuf", **{"action-publish": "1"}))
    organisation.refresh_from_db()
    published = (organisation.state, organisation.live, organisation.summary, organisation.verified_at is not None)
    client.post(url("unpublish", organisation.pk))
    organisation.refresh_from_db()

    assert published == ("published", True, "Neuf", True)
    assert (organisation.state, organisation.live) == ("draft", False)
    assert actions() == ["published", "unpublished"]


def test_team_publishes_changes_only_after_the_first_publication(client, owner):
    open_back_office(owner)
    draft, published = OrganisationFactory(owner=owner), OrganisationFactory.published(owner=owner)
    client.force_login(owner)
    for organisation in (draft, published):
        client.post(url("edit", organisation.pk), filled(summary="Neuf", **{"action-publish": "1"}))
        organisation.refresh_from_db()

    assert [(one.state, one.summary) for one in (draft, published)] == [("draft", "Neuf"), ("published", "Neuf")]


def test_buttons_show_what_the_person_may_do(client, owner, coordinator):
    open_back_office(owner)
    draft, published = OrganisationFactory(owner=owner), OrganisationFactory.published(owner=owner)

    def buttons(person, organisation):
        client.force_login(person)
        page = client.get(url("edit", organisation.pk)).content.decode()
        names = {"publish": 'name="action-publish"', "unpublish": url("unpublish", organisation.pk),
                 "archive": url("archive", organisation.pk), "delete": url("delete", organisation.pk)}  # fmt: skip
        return {name for name, mark in names.items() if mark in page}

    assert buttons(owner, draft) == {"archive"}
    assert buttons(owner, published) == {"publish", "unpublish", "archive"}
    assert buttons(coordinator, draft) == {"publish", "archive", "delete"}


def test_team_archives_and_brings_back_but_never_deletes(client, owner):
    open_back_office(owner)
    organisation = OrganisationFactory.published(owner=owner)
    client.force_login(owner)
    client.post(url("delete", organisation.pk))
    client.post(url("archive", organisation.pk), {"reason": "Fermée"})
    organisation.refresh_from_db()
    archived = (organisation.state, organisation.live)
    client.post(url("archive", organisation.pk))
    organisation.refresh_from_db()

    assert (archived, organisation.state) == (("archived", False), "draft")
    assert actions() == ["archived", "restored"]


def test_team_lets_go_of_its_own_lock_and_of_no_coordinator_s(client, owner, coordinator):
    open_back_office(owner)
    organisation = OrganisationFactory(owner=owner)
    locked = []
    for holder, other in ((coordinator, owner), (owner, owner)):
        client.force_login(holder)
        client.post(url("lock", organisation.pk))
        client.force_login(other)
        client.post(url("unlock", organisation.pk))
        organisation.refresh_from_db()
        locked.append(organisation.locked)
        client.force_login(coordinator)
        client.post(url("unlock", organisation.pk))

    assert locked == [True, False]


def test_coordinator_deletes_with_a_line_of_history(client, coordinator):
    organisation = OrganisationFactory()
    client.force_login(coordinator)
    client.post(url("delete", organisation.pk))

    assert not Organisation.objects.exists()
    assert actions() == ["deleted"]


@pytest.mark.parametrize("key", ["abc", "1_2F", "99999999999999999999999"])
def test_address_that_is_no_record_is_not_found(client, coordinator, key):
    client.force_login(coordinator)
    history = f"/admin/snippets/directory/organisation/history/{key}/revisions/compare/earliest...latest/"
    assert client.get(history).status_code == 404


@pytest.mark.parametrize("query", ["q=etincelle", "q=%C3%89TIN", "state=published", "q=etincelle&state=published"])
def test_list_is_searched_whatever_the_accents_and_filtered(client, coordinator, query):
    OrganisationFactory.published(name="Étincelle")
    OrganisationFactory(name="Ruche")
    client.force_login(coordinator)
    page = client.get(f"{url('list_results')}?{query}").content.decode()

    assert ("Étincelle" in page, "Ruche" in page) == (True, False)


@pytest.mark.parametrize("query", ["St-Hyacinthe", "saint hya"])
def test_list_is_searched_by_towns_however_they_are_written(client, coordinator, query):
    OrganisationFactory.published(name="Étincelle", city="St-Hyacinthe")
    OrganisationFactory(name="Ruche")
    client.force_login(coordinator)
    page = client.get(url("list_results"), {"q": query}).content.decode()

    assert ("Étincelle" in page, "Ruche" in page) == (True, False)


@pytest.mark.parametrize(
    ("query", "found"), [("imprimantes", True), ("Imprimantes 3D", True), ("imprimantesque", False)]
)
def test_plural_finds_what_is_one_in_lists_and_choosers(client, coordinator, query, found):
    OrganisationFactory.published(name="L’imprimante 3D")
    client.force_login(coordinator)
    chooser = Organisation.snippet_viewset.chooser_viewset.get_url_name("choose_results")
    pages = [client.get(address, {"q": query}).content.decode() for address in (url("list_results"), reverse(chooser))]

    assert ["imprimante 3D" in page for page in pages] == [found] * 2


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_much_for_one_as_for_three(client, owner, number):
    open_back_office(owner)
    for _rank in range(number):
        OrganisationFactory(owner=owner).save_revision()
    client.force_login(owner)

    assert asked(client, url("list_results"), "directory_") == 3


@pytest.mark.parametrize("viewset", registry.viewsets(), ids=lambda viewset: viewset.model.__name__)
def test_what_is_new_is_said_in_words_of_its_own(client, viewset):
    client.force_login(User.objects.create_superuser("admin@example.org", "correct-horse-42"))
    listing = client.get(reverse(viewset.get_url_name("list"))).content.decode()
    form = client.get(reverse(viewset.get_url_name("add"))).content.decode()

    for page in (listing, form):
        assert str(viewset.new_label) in page
    for clumsy in ("New: ", "Nouvel(le)", "Ajouter un(e)"):
        assert clumsy not in form
        assert clumsy not in listing


def test_page_that_archives_says_what(client, coordinator):
    organisation = OrganisationFactory(name="La Ruche")
    User.objects.filter(pk=coordinator.pk).update(language="en")
    client.force_login(coordinator)
    page = soup(client.get(url("archive", organisation.pk)))
    trail = [step.get_text(strip=True) for step in page.select(".w-breadcrumbs li")]

    assert trail[-2:] == ["La Ruche", "Archive: La Ruche"]

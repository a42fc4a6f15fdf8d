"""What coordinators check, publish and send back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from maillage.base import clock
from maillage.base.errors import DomainError
from maillage.curation.models import AuditEvent
from maillage.curation.services import lifecycle, moderation
from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.maillage.curation.record_rights import open_back_office

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 16, 10, tzinfo=UTC)


def check_url(record):
    return reverse("curation_check", args=["directory", record._meta.model_name, record.pk])


@pytest.fixture
def submitted(owner):
    person = PersonFactory(display_name="Léa Martin", slug="lea", user=owner)
    lifecycle.submit(person, by=owner)
    return person


def test_waiting_list_holds_all_kinds_with_the_longest_wait_first(client, coordinator, owner):
    made = []
    for days, record in ((2, OrganisationFactory(name="Deuxième")), (3, PersonFactory(display_name="Première")),
                         (1, PersonFactory(display_name="Troisième"))):  # fmt: skip
        with clock.fixed(NOW - timedelta(days=days)):
            lifecycle.submit(record, by=owner)
        made.append(record)
    PersonFactory(display_name="Brouillon")
    PersonFactory.published(display_name="Publiée")
    client.force_login(coordinator)
    page = client.get(reverse("curation_to_check")).content.decode()

    positions = [page.index(name) for name in ("Première", "Deuxième", "Troisième")]
    assert positions == sorted(positions)
    assert [name for name in ("Brouillon", "Publiée") if name in page] == []


@pytest.mark.parametrize("number", [1, 3])
def test_waiting_list_asks_as_much_for_one_as_for_three(client, owner, number, django_assert_num_queries):
    from maillage.curation.wagtail import registry, waiting

    for _rank in range(number):
        lifecycle.submit(PersonFactory(), by=owner)
        lifecycle.submit(OrganisationFactory(), by=owner)

    with django_assert_num_queries(len(registry.listed_viewsets())):
        assert len(waiting.oldest_first()) == 2 * number


def test_menu_counts_what_waits(client, coordinator, submitted):
    client.force_login(coordinator)
    assert "(1)" in client.get(reverse("wagtailadmin_home")).content.decode()


def test_check_page_shows_the_record_as_visitors_would_see_it(client, coordinator, submitted):
    client.force_login(coordinator)
    page = client.get(check_url(submitted))
    preview = client.get(f"{check_url(submitted)}page/")

    assert "owner@example.org" in page.content.decode()
    assert "Léa Martin" in preview.content.decode()
    assert preview["X-Frame-Options"] == "SAMEORIGIN"


def test_title_has_the_colon_of_the_language(client, coordinator, submitted):
    client.force_login(coordinator)

    assert f"Vérifier\xa0: {submitted}" in client.get(check_url(submitted)).content.decode()


def test_publishing_shows_the_record_and_tells_its_owner(client, coordinator, submitted, owner, mailoutbox):
    owner.language = "en"
    owner.save()
    client.force_login(coordinator)
    response = client.post(check_url(submitted), {"publish": ""})
    submitted.refresh_from_db()

    assert response.url == reverse("curation_to_check")
    assert (submitted.state, submitted.live, submitted.verified_at is not None) == ("published", True, True)
    assert [(message.to, message.subject) for message in mailoutbox] == [
        (["owner@example.org"], "“Léa Martin” is published")
    ]
    assert "/en/annuaire/personnes/lea/" in mailoutbox[0].body
    lines = AuditEvent.objects.filter(subject_uuid=submitted.uuid).values_list("action", "actor__email")
    assert list(lines) == [("published", "coordinator@example.org"), ("submitted", "owner@example.org")]
    client.logout()
    assert client.get("/annuaire/personnes/lea/").status_code == 200


def test_mail_in_french_has_its_space_before_a_colon(client, coordinator, submitted, mailoutbox):
    client.force_login(coordinator)
    client.post(check_url(submitted), {"publish": ""})

    assert "\nVoir la page\xa0: http" in mailoutbox[0].body


def test_refusing_needs_a_reason_and_tells_it(client, coordinator, submitted, owner, mailoutbox):
    owner.language = "en"
    owner.save()
    client.force_login(coordinator)
    silent = client.post(check_url(submitted), {"refuse": "", "reason": "  "})
    said = client.post(check_url(submitted), {"refuse": "", "reason": "Dites ce que vous faites."})
    submitted.refresh_from_db()

    assert (silent.status_code, said.status_code) == (200, 302)
    assert (submitted.state, submitted.refusal_reason) == ("refused", "Dites ce que vous faites.")
    assert [message.subject for message in mailoutbox] == ["“Léa Martin” needs a correction"]
    assert "Dites ce que vous faites." in mailoutbox[0].body
    assert "/en/compte/profil/" in mailoutbox[0].body


def test_record_is_not_decided_twice(coordinator, submitted, mailoutbox):
    moderation.accept(submitted, by=coordinator)
    with pytest.raises(DomainError) as refusal:
        moderation.accept(submitted, by=coordinator)
    with pytest.raises(DomainError):
        moderation.decline(submitted, by=coordinator, reason="Trop tard")

    assert refusal.value.code == "wrong_state"
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("who", ["stranger", "owner"])
def test_moderation_does_not_exist_for_anybody_else(client, request, submitted, who):
    client.force_login(open_back_office(request.getfixturevalue(who)))
    for address in (reverse("curation_to_check"), check_url(submitted), f"{check_url(submitted)}page/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"publish": ""}).status_code in (404, 405)
    submitted.refresh_from_db()
    assert submitted.state == "to_check"


def test_record_that_does_not_exist_is_not_found(client, coordinator):
    client.force_login(coordinator)
    for path in ("directory/person/1", "directory/nothing/1", "users/user/1", "nowhere/person/1"):
        assert client.get(f"/admin/to-check/{path}/").status_code == 404

"""Rights per record in Wagtail, on the records of the directory."""

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.permissions import policy_registry

from maillage.curation.wagtail.policy import OneRecordPolicy
from members.directory.models import OrganisationTeam
from tests.factories.directory import OrganisationFactory, PersonFactory
from tests.maillage.curation.record_rights import assert_out_of_reach, assert_within_reach, open_back_office

pytestmark = pytest.mark.django_db

SECRETS = ["Zénith secret", "Brouillon jamais montré"]


def with_draft(record, **fields):
    """`record` with unpublished words in its latest revision."""
    record.save_revision()
    for name, value in fields.items():
        setattr(record, name, value)
    record.save_revision(clean=False)
    record.refresh_from_db()
    return record


@pytest.fixture(params=["organisation published", "organisation draft", "person published", "person draft"])
def record(request, owner):
    kind, state = request.param.split()
    make = (lambda factory: factory.published) if state == "published" else (lambda factory: factory)
    if kind == "organisation":
        organisation = make(OrganisationFactory)(name=SECRETS[0], summary="…", owner=owner)
        return with_draft(organisation, summary=SECRETS[1])
    return with_draft(make(PersonFactory)(display_name=SECRETS[0], user=owner), headline=SECRETS[1])


def test_record_stays_out_of_reach_of_who_edits_another_one(client, record, stranger):
    open_back_office(stranger)
    mine = OrganisationFactory(name="À moi")
    OrganisationTeam.objects.create(organisation=mine, user=stranger)
    PersonFactory(display_name="C'est moi", user=stranger)
    client.force_login(stranger)

    assert_out_of_reach(client, record, secrets=SECRETS)


def test_record_stays_out_of_reach_of_who_only_enters_the_back_office(client, record, teammate):
    open_back_office(teammate)
    client.force_login(teammate)

    assert_out_of_reach(client, record, secrets=SECRETS)


def test_record_stays_out_of_reach_of_members_and_visitors(client, record, owner):
    assert_out_of_reach(client, record, secrets=SECRETS, refusal=302)

    client.force_login(owner)
    assert_out_of_reach(client, record, secrets=SECRETS, refusal=302)


def test_only_those_who_may_edit_a_record_find_it_among_what_they_may_touch(record, owner, stranger, coordinator):
    policy = policy_registry.get_by_type(type(record))
    for one in (policy, OneRecordPolicy(policy, record)):
        assert list(one.instances_user_has_any_permission_for(owner, ["change"])) == [record]
        assert list(one.instances_user_has_any_permission_for(coordinator, ["change"])) == [record]
        for user in (stranger, AnonymousUser()):
            assert list(one.instances_user_has_any_permission_for(user, ["change", "delete"])) == []


def test_record_is_shown_to_its_owner(client, record, owner):
    open_back_office(owner)
    client.force_login(owner)

    assert_within_reach(client, record, secrets=SECRETS)


def test_record_is_shown_to_a_coordinator(client, record, coordinator):
    client.force_login(coordinator)

    assert_within_reach(client, record, secrets=SECRETS)

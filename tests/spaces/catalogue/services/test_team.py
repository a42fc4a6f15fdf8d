"""Who keeps a space, and the keys of Wagtail that follow."""

import pytest
from django.contrib.auth.models import Group
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.permissions import policy_registry

from maillage.base.errors import DomainError, NotAllowed
from maillage.curation.models import AuditEvent
from maillage.users.models import User
from spaces.catalogue.models import Space, SpaceTeam
from spaces.catalogue.permissions import can_edit, can_manage_team, can_staff
from spaces.catalogue.services import media, team
from tests.factories.catalogue import SpaceFactory

pytestmark = pytest.mark.django_db


def afresh(user: User) -> User:
    """Permissions are remembered on the account: read it again."""
    return User.objects.get(pk=user.pk)


def test_join_gives_a_manager_the_keys_of_wagtail_and_of_one_shelf(owner):
    space, other = SpaceFactory(), SpaceFactory()
    team.join(other, user=User.objects.create_user("x@example.org"), role="manager")

    team.join(space, user=owner, role="manager")

    assert afresh(owner).has_perm("wagtailadmin.access_admin")
    for model in (get_image_model(), get_document_model()):
        policy = policy_registry.get_by_type(model)
        for right in ("add", "change", "choose", "delete"):
            shelves = policy.collections_user_has_permission_for(afresh(owner), right)
            assert list(shelves) == [space.collection], (model, right)


def test_join_gives_a_host_the_board_but_not_wagtail(teammate):
    space = SpaceFactory()

    team.join(space, user=teammate, role="host")

    assert (can_staff(teammate, space), can_edit(teammate, space)) == (True, False)
    assert not afresh(teammate).has_perm("wagtailadmin.access_admin")
    assert Space.objects.get(pk=space.pk).collection is None


def test_join_twice_changes_nothing(owner):
    space = SpaceFactory()
    team.join(space, user=owner, role="manager")
    before = (Collection.objects.count(), Group.objects.count(), GroupCollectionPermission.objects.count())

    team.join(space, user=owner, role="manager")
    media.prepare(space)

    assert (Collection.objects.count(), Group.objects.count(), GroupCollectionPermission.objects.count()) == before
    assert space.team.count() == 1


def test_change_role_to_host_takes_the_keys_back(owner, teammate):
    space = SpaceFactory()
    team.join(space, user=owner, role="manager")
    member = team.join(space, user=teammate, role="manager")

    team.change_role(member, role="host", by=owner)

    assert not afresh(teammate).has_perm("wagtailadmin.access_admin")
    assert afresh(owner).has_perm("wagtailadmin.access_admin")
    assert (can_staff(teammate, space), can_manage_team(teammate, space)) == (True, False)


def test_leave_takes_everything_back_and_keeps_the_shelf(owner, coordinator):
    space = SpaceFactory()
    member = team.join(space, user=owner, role="manager")
    shelf = space.collection

    team.leave(member, by=coordinator)

    assert not afresh(owner).has_perm("wagtailadmin.access_admin")
    assert not can_staff(owner, space)
    assert Space.objects.get(pk=space.pk).collection == shelf


@pytest.mark.parametrize("move", ["leave", "host"])
def test_the_last_manager_cannot_go_unless_a_coordinator_says_so(owner, coordinator, move):
    space = SpaceFactory()
    member = team.join(space, user=owner, role="manager")
    go = (
        (lambda by: team.leave(member, by=by))
        if move == "leave"
        else (lambda by: team.change_role(member, role="host", by=by))
    )

    with pytest.raises(DomainError) as refusal:
        go(owner)
    assert refusal.value.code == "last_manager"

    go(coordinator)
    assert not SpaceTeam.objects.filter(space=space, role="manager").exists()


def test_only_managers_and_coordinators_choose_the_team(owner, teammate, stranger, coordinator):
    space = SpaceFactory(manager=owner, host=teammate)

    for person in (teammate, stranger):
        with pytest.raises(NotAllowed):
            team.join(space, user=stranger, role="manager", by=person)
    team.join(space, user=stranger, role="host", by=owner)
    team.join(space, user=stranger, role="manager", by=coordinator)

    assert space.role_of(stranger) == "manager"


def test_a_host_may_leave_by_themselves(teammate):
    space = SpaceFactory(host=teammate)

    team.leave(space.team.get(), by=teammate)

    assert not space.team.exists()


def test_invite_finds_an_account_whatever_the_case_of_its_address(owner, stranger):
    space = SpaceFactory(manager=owner)

    member = team.invite(space, email=" Stranger@Example.ORG ", role="host", by=owner)

    assert (member.user, member.role) == (stranger, "host")


def test_invite_says_so_when_nobody_has_that_address_and_only_to_managers(owner, stranger):
    space = SpaceFactory(manager=owner)

    with pytest.raises(DomainError) as refusal:
        team.invite(space, email="nobody@example.org", role="host", by=owner)
    assert refusal.value.code == "no_account"
    with pytest.raises(NotAllowed):
        team.invite(space, email="nobody@example.org", role="host", by=stranger)


def test_every_change_of_the_team_leaves_a_line(owner, teammate, coordinator):
    space = SpaceFactory()
    team.join(space, user=owner, role="manager", by=coordinator)
    member = team.join(space, user=teammate, role="host", by=owner)
    team.change_role(member, role="manager", by=owner)
    team.leave(member, by=owner)

    lines = AuditEvent.objects.filter(subject_uuid=space.uuid).order_by("pk")
    assert list(lines.values_list("actor", "action", "before", "after")) == [
        (coordinator.pk, "team_joined", None, {"user": owner.pk, "role": "manager"}),
        (owner.pk, "team_joined", None, {"user": teammate.pk, "role": "host"}),
        (owner.pk, "team_role_changed", {"user": teammate.pk, "role": "host"},
         {"user": teammate.pk, "role": "manager"}),
        (owner.pk, "team_left", {"user": teammate.pk, "role": "manager"}, None),
    ]  # fmt: skip


def test_renaming_a_space_keeps_its_shelf_and_renames_it(owner):
    space = SpaceFactory(name="Ancien nom")
    team.join(space, user=owner, role="manager")
    shelf = space.collection_id

    space.name = "Nouveau nom"
    space.save()
    media.follow_name(space)

    assert Collection.objects.get(pk=shelf).name == "Nouveau nom"
    assert Space.objects.get(pk=space.pk).collection_id == shelf


def test_deleting_a_space_takes_the_keys_and_keeps_the_shelf(owner):
    space = SpaceFactory()
    team.join(space, user=owner, role="manager")
    shelf = space.collection

    space.delete()

    assert not afresh(owner).has_perm("wagtailadmin.access_admin")
    assert Collection.objects.filter(pk=shelf.pk).exists()

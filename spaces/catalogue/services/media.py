"""Each space's own shelf of pictures and documents, and the group that may put things there."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission

from spaces.catalogue.models import Space, SpaceTeam

SHELF_RIGHTS = ("add", "change", "choose")
SHELVED = (("wagtailimages", "image"), ("wagtaildocs", "document"))  # Wagtail asks for its own models' rights


@transaction.atomic
def prepare(space: Space) -> None:
    """Give the space its collection and its group, with their rights, if it lacks them."""
    space.collection = collection = space.collection or _new_shelf(space.name)
    space.editors = editors = space.editors or Group.objects.get_or_create(name=f"space {space.uuid}")[0]
    # Not `save`: a shelf is no change of the space's words.
    Space.objects.filter(pk=space.pk).update(collection=collection, editors=editors)
    _grant(editors, collection)


def _new_shelf(name: str) -> Collection:
    root = Collection.objects.select_for_update().get(depth=1)
    return root.add_child(instance=Collection(name=name))


def _grant(editors: Group, collection: Collection) -> None:
    door = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    editors.permissions.add(door)
    for app, model in SHELVED:
        codenames = [f"{right}_{model}" for right in SHELF_RIGHTS]
        for right in Permission.objects.filter(content_type__app_label=app, codename__in=codenames):
            GroupCollectionPermission.objects.get_or_create(group=editors, collection=collection, permission=right)


@transaction.atomic
def follow_team(space: Space) -> None:
    """The group holds the managers, exactly: made when the first one comes, emptied when the last one goes."""
    managers = SpaceTeam.objects.filter(space=space, role=SpaceTeam.Role.MANAGER).values_list("user", flat=True)
    if managers and (space.editors_id is None or space.collection_id is None):
        prepare(space)
    if space.editors is not None:
        space.editors.user_set.set(managers)


def follow_name(space: Space) -> None:
    """The shelf is called like the space."""
    if space.collection_id is not None:
        Collection.objects.filter(pk=space.collection_id).update(name=space.name)


def retire(space: Space) -> None:
    """The space was deleted: nobody keeps keys for it. Its pictures stay on their shelf."""
    if space.editors_id is not None:
        Group.objects.filter(pk=space.editors_id).delete()

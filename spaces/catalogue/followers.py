"""What follows when a space is published or deleted."""

from typing import Any

from django_tasks import task

from spaces.catalogue.models import Space
from spaces.catalogue.photos import card_picture, page_pictures
from spaces.catalogue.services import media


def space_published(instance: Space, **_: Any) -> None:
    """Its shelf bears its name; its photos are cut to size before anybody waits for them."""
    media.follow_name(instance)
    if instance.photos.exists():
        cut_photos.enqueue(space_id=instance.pk)


def space_deleted(instance: Space, **_: Any) -> None:
    media.retire(instance)


@task()
def cut_photos(*, space_id: int) -> None:
    """Make every size of the photos of a space that is missing."""
    for space in Space.objects.for_listing().filter(pk=space_id):
        card_picture(space)
        page_pictures(list(space.photos.all()))

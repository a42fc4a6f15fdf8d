"""What follows when a space is published or deleted, through whatever door."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.signals import published

from spaces.catalogue.models import Space
from spaces.catalogue.photos import cut_photos
from spaces.catalogue.services import media


@receiver(published, sender=Space, dispatch_uid="catalogue_space_published")
def space_published(instance: Space, **_: Any) -> None:
    """Its shelf bears its name; its photos are cut to size before anybody waits for them."""
    media.follow_name(instance)
    if instance.photos.exists():
        cut_photos.enqueue(space_id=instance.pk)


@receiver(post_delete, sender=Space, dispatch_uid="catalogue_space_deleted")
def space_deleted(instance: Space, **_: Any) -> None:
    media.retire(instance)

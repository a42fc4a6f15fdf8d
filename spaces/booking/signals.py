"""Hears of changes of resources in the catalogue, which knows nothing of bookings, and lets rows follow."""

from datetime import datetime
from typing import Any

from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver

from spaces.booking.services import occupancy, waiting
from spaces.booking.services.refreshing import refresh_occupancy
from spaces.catalogue.models import Resource

SHAPE = ("parent_id", "capacity")


@receiver(pre_save, sender=Resource, dispatch_uid="booking_remember_shape")
def remember_shape(sender: Any, instance: Resource, raw: bool = False, **_: Any) -> None:
    """What a resource was, as far as rows depend on it."""
    shape = None if raw or instance.pk is None else _saved_shape(instance)
    instance.__dict__["_shape_before"] = shape


@receiver(post_save, sender=Resource, dispatch_uid="booking_follow_shape")
def follow_shape(sender: Any, instance: Resource, created: bool, raw: bool = False, **_: Any) -> None:
    """Another place in the tree, or another number of places."""
    before = instance.__dict__.pop("_shape_before", None)
    after = tuple(getattr(instance, name) for name in SHAPE)
    is_new_inside = created and instance.parent_id is not None
    if not raw and (is_new_inside or (before is not None and before != after)):
        refresh_occupancy(instance)


@receiver(m2m_changed, sender=Resource.shares.through, dispatch_uid="booking_follow_shares")
def follow_shares(sender: Any, instance: Resource, action: str, reverse: bool, **_: Any) -> None:
    """Something more or less to take along."""
    if action in ("post_add", "post_remove", "post_clear"):
        refresh_occupancy(instance)


@receiver(occupancy.freed, dispatch_uid="booking_offer_what_is_free")
def offer_what_is_free(sender: Any, resource_ids: set[int], start_at: datetime, end_at: datetime, **_: Any) -> None:
    """A place that nobody has any more, for those who wait for it."""
    waiting.look_for(resource_ids, start_at, end_at)


def _saved_shape(instance: Resource) -> tuple[Any, ...] | None:
    return Resource.objects.filter(pk=instance.pk).values_list(*SHAPE).first()

"""Dates and rooms follow an event's publication, through whatever door it comes."""

from typing import Any

from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.signals import published

from events.agenda.models import Event
from events.agenda.services import dates

SEEN_IN_CALENDARS = ("status", "space_id", "place", "attendance", "online_url")


@receiver(pre_save, sender=Event)
def count_changes(instance: Event, update_fields: frozenset[str] | None = None, **_: Any) -> None:
    """Calendars take a change of place or status for one only where SEQUENCE goes up (RFC 5545, 3.8.7.4)."""
    if instance.pk is None or update_fields is not None:
        return
    before = Event.objects.published().filter(pk=instance.pk).values(*SEEN_IN_CALENDARS).first()
    if before and any(value != getattr(instance, name) for name, value in before.items()):
        instance.sequence += 1


@receiver(published, sender=Event)
def settle_when_published(instance: Event, **_: Any) -> None:
    dates.settle(instance)


@receiver(post_save, sender=Event)
def withdraw_when_off_the_site(instance: Event, created: bool, **_: Any) -> None:
    if not created and not instance.live:
        dates.withdraw(instance)


@receiver(pre_delete, sender=Event)
def withdraw_when_deleted(instance: Event, **_: Any) -> None:
    dates.withdraw(instance)

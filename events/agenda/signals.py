"""Dates and rooms follow an event's publication, through whatever door it comes."""

from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.signals import published

from events.agenda.models import Event
from events.agenda.services import dates


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

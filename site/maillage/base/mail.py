"""Mail: one way to send it, whatever the door.

`send` queues a task in the caller's transaction: no mail leaves for a write that is rolled back,
none is lost when the mail server is away, and no request waits for another server.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends import console, filebased
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task
from wagtail.models import Site

from maillage.base.models import Network

KEPT_DAYS = 14  # what was sent, to whom: long enough to look into a mail that never came


@dataclass(frozen=True)
class Attachment:
    """A text file that goes with a mail."""

    name: str
    content: str
    mime_type: str


def send(
    template: str,
    *,
    to: str,
    language: str,
    context: dict[str, Any],
    attachments: Sequence[Attachment] = (),
) -> None:
    """Render `<template>.subject.txt`, `.txt` and `.html` in `language` now, and send after commit."""
    context = {"network": Network.for_site(Site.objects.filter(is_default_site=True).first()), **context}
    context.setdefault("site_url", settings.SITE_URL)
    with translation.override(language):
        subject = " ".join(render_to_string(f"{template}.subject.txt", context).split())
        text = render_to_string(f"{template}.txt", context)
        html = render_to_string(f"{template}.html", context)
    deliver.enqueue(subject=subject, text=text, html=html, to=to, attachments=[asdict(a) for a in attachments])


@task()
def deliver(*, subject: str, text: str, html: str, to: str, attachments: list[dict[str, str]]) -> None:
    """Hand one mail to the mail server."""
    message = EmailMultiAlternatives(subject=subject, body=text, to=[to])
    message.attach_alternative(html, "text/html")
    for attachment in attachments:
        message.attach(attachment["name"], attachment["content"], attachment["mime_type"])
    message.send()


class ConsoleAndFileBackend(filebased.EmailBackend):
    """Development: each mail on the console and in `var/mail/`."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        console.EmailBackend().send_messages(email_messages)
        return super().send_messages(email_messages)

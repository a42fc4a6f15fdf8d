"""Mail: one way to send it, whatever the door.

`send` queues a task in the caller's transaction: no mail leaves for a write that is rolled back,
none is lost when the mail server is away, and no request waits for another server.
"""

import logging
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends import console, filebased
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task

from maillage.base import clock, dates
from maillage.base.models import Network

KEPT_DAYS = 14  # what was sent, to whom: long enough to look into a mail that never came
AGAIN_AFTER = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 8 * 60, 24 * 60)]
REFUSED_FOR_GOOD = 500

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail: text, or bytes in Base64, as a queued task is kept as JSON."""

    name: str
    content: str
    mime_type: str
    is_base64: bool = False

    @classmethod
    def of_bytes(cls, name: str, content: bytes, mime_type: str) -> "Attachment":
        return cls(name, b64encode(content).decode(), mime_type, is_base64=True)


def send(
    template: str,
    *,
    to: str,
    language: str,
    context: dict[str, Any],
    attachments: Sequence[Attachment] = (),
    reply_to: str = "",
) -> None:
    """Render `<template>.subject.txt`, `.txt` and `.html` in `language` now, and send after commit.

    `reply_to`: the address that answers go to, where it is not the sender's.
    """
    context = {"network": Network.default(), **context}
    context.setdefault("site_url", settings.SITE_URL)
    with translation.override(language):
        subject = one_line(dates.plain(render_to_string(f"{template}.subject.txt", context)))
        text = dates.plain(render_to_string(f"{template}.txt", context))
        html = render_to_string(f"{template}.html", context)
    files = [asdict(attachment) for attachment in attachments]
    deliver.enqueue(subject=subject, text=text, html=html, to=to, attachments=files, reply_to=reply_to)


def one_line(text: str) -> str:
    """A subject, without the line breaks of its template. French keeps the spaces before its marks unbreakable."""
    return re.sub(r"\s+", " ", text, flags=re.ASCII).strip()


@task()
def deliver(
    *,
    subject: str,
    text: str,
    html: str,
    to: str,
    attachments: list[dict[str, Any]],
    reply_to: str = "",  # not said by tasks that an older version queued
    attempt: int = 0,
) -> None:
    """Hand one mail to the mail server; later again, a few times, if it cannot take it now."""
    message = EmailMultiAlternatives(subject=subject, body=text, to=[to], reply_to=[reply_to] if reply_to else None)
    message.attach_alternative(html, "text/html")
    for attachment in attachments:
        content = attachment["content"]
        is_base64 = attachment.get("is_base64", False)  # queued by an older version: text
        message.attach(attachment["name"], b64decode(content) if is_base64 else content, attachment["mime_type"])
    try:
        message.send()
    except OSError as error:  # smtplib's errors are of this kind too
        if attempt == len(AGAIN_AFTER) or _is_for_good(error):
            raise
        logger.warning("A mail could not leave: %s. It will be tried again in %s.", error, AGAIN_AFTER[attempt])
        later = deliver.using(run_after=clock.now() + AGAIN_AFTER[attempt])
        same = {"subject": subject, "text": text, "html": html, "to": to, "reply_to": reply_to}
        later.enqueue(**same, attachments=attachments, attempt=attempt + 1)


def _is_for_good(error: OSError) -> bool:
    """The server answered, and said that it will never take this mail (codes of 500 and more)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= REFUSED_FOR_GOOD for code, _said in error.recipients.values())
    return isinstance(error, SMTPResponseException) and error.smtp_code >= REFUSED_FOR_GOOD


class ConsoleAndFileBackend(filebased.EmailBackend):
    """Development: each mail on the console and in `var/mail/`."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        console.EmailBackend().send_messages(email_messages)
        return super().send_messages(email_messages)

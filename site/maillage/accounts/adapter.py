"""How django-allauth writes to people: in our look, and never inside a request."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language

from maillage.base import mail
from maillage.users.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Mails are queued: an answer takes as long for an unknown address as for a known one."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context})
        words = {"subject": message.subject, "text": message.body}
        mail.deliver.enqueue(
            subject=str(message.subject),
            text=str(message.body),
            html=render_to_string("accounts/emails/plain.html", words, self.request),
            to=email,
            attachments=[],
        )

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Keep the name given and the language in use."""
        user.name = form.cleaned_data.get("name", "")
        user.language = get_language() or "fr"
        return super().save_user(request, user, form, commit)

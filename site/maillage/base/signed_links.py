"""Links sent by mail that need no account: what they say was written here, and nobody else can write one."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation


@dataclass(frozen=True, slots=True)
class SignedLink:
    """One kind of link. What one kind says is never taken for another's.

    `page`: the name of its address, whose only argument is the token. `salt` names the kind for ever: links that
    people have in their mails are read with it. `valid_s`: for so many seconds; None is for ever.
    """

    page: str
    salt: str
    valid_s: int | None = None

    def path(self, said: Any) -> str:
        """Its address on this site, in the language of the moment. `said`: whatever JSON holds, but None."""
        return reverse(self.page, args=[signing.dumps(said, salt=self.salt)])

    def url(self, said: Any, *, language: str | None) -> str:
        """The whole address, for a mail in this language."""
        with translation.override(language):
            return settings.SITE_URL + self.path(said)

    def read(self, token: str) -> Any:
        """What the link says; None where it was altered, is of another kind or too old."""
        try:
            return signing.loads(token, salt=self.salt, max_age=self.valid_s)
        except signing.BadSignature:
            return None

"""The texts of the site: those that come with the product, until a coordinator publishes others."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from maillage.base import navigation

FEATURES = ["h2", "h3", "bold", "italic", "link", "ol", "ul", "hr"]


class Key(models.TextChoices):
    """Which text: each is a page."""

    HELP = "help", _("Help")
    ACCESSIBILITY = "accessibility", _("Accessibility")
    LEGAL = "legal", _("Legal notice")
    PRIVACY = "privacy", _("Personal data")


ADDRESSES = {
    Key.HELP: "/aide/",
    Key.ACCESSIBILITY: "/accessibilite/",
    Key.LEGAL: "/mentions-legales/",
    Key.PRIVACY: "/donnees-personnelles/",
}


class TextQuerySet(models.QuerySet["Text"]):
    def published(self, key: str, language: str) -> Self:
        """The network's own text, if it has published one."""
        return self.filter(key=key, language=language, live=True)


class Text(DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model):
    """One text in one language. Not live: the one that comes with the product shows instead.

    A row for each text and language is there from the start: nothing is added or deleted, only
    written, published, and taken off again.
    """

    key = models.CharField(_("text"), max_length=20, choices=Key, editable=False)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, editable=False)
    body = RichTextField(_("text"), blank=True, features=FEATURES)
    live = models.BooleanField(_("live"), default=False, editable=False)

    objects = TextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of the site")
        verbose_name_plural = _("texts of the site")
        ordering = ["key", "-language"]
        constraints = [models.UniqueConstraint(fields=["key", "language"], name="text_once_per_language")]

    def __str__(self) -> str:
        return f"{self.get_key_display()} ({self.get_language_display()})"

    def get_absolute_url(self) -> str:
        with override(self.language):
            return navigation.address(ADDRESSES[Key(self.key)])

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """What a revision brings back is the words, never which text it is."""
        text = super().with_content_json(content)
        text.key, text.language = self.key, self.language
        return text

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page with these words, published or not."""
        return self.snippet_viewset.preview(request, self)

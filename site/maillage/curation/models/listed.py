"""The one lifecycle of everything that is listed: spaces, organisations, people, events."""

import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin

from maillage.base.models import Timestamped
from maillage.users.permissions import Anyone


class State(models.TextChoices):
    """draft → to check → published or refused → archived."""

    DRAFT = "draft", _("draft")
    TO_CHECK = "to_check", _("to check")
    PUBLISHED = "published", _("published")
    REFUSED = "refused", _("refused")
    ARCHIVED = "archived", _("archived")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("everyone")
    MEMBERS = "members", _("members of the network")
    TEAM = "team", _("its team only")


class Source(models.TextChoices):
    OWN = "own", _("written here")
    IMPORT = "import", _("imported list")
    FEED = "feed", _("outside calendar")


class ListedQuerySet(ABC, models.QuerySet):
    """Reads shared by all that is listed. `editable_by` is each model's own."""

    model: Any

    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED)

    def to_check(self) -> Self:
        return self.filter(state=State.TO_CHECK)

    def public(self) -> Self:
        """What a stranger may see and a feed may carry."""
        return self.published().filter(visibility=Visibility.PUBLIC)

    def visible_to(self, user: Anyone) -> Self:
        """What `user` may see in lists and on pages: published for them, or theirs to edit."""
        if not user.is_authenticated:
            return self.public()
        for_members = Q(state=State.PUBLISHED, visibility__in=[Visibility.PUBLIC, Visibility.MEMBERS])
        return self.filter(for_members | Q(pk__in=self.model.objects.editable_by(user).values("pk")))

    @abstractmethod
    def editable_by(self, user: Anyone) -> Self:
        """What `user` may change."""


class Listed(DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, Timestamped, ClusterableModel):
    """A record with drafts, history and one public address.

    `state` is the truth that lists and pages read; Wagtail's `live` always equals
    `state == published` (kept in `save`, guaranteed by a constraint).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT, editable=False)
    visibility = models.CharField(_("visible to"), max_length=8, choices=Visibility, default=Visibility.PUBLIC)
    source = models.CharField(_("source"), max_length=8, choices=Source, default=Source.OWN, editable=False)
    source_name = models.CharField(_("name of the source"), max_length=80, blank=True, editable=False)
    external_id = models.CharField(_("identifier there"), max_length=120, blank=True, editable=False)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True, editable=False)
    refusal_reason = models.TextField(_("reason of the refusal"), blank=True, editable=False)
    live = models.BooleanField(_("live"), default=False, editable=False)

    KEPT_OUTSIDE_REVISIONS: tuple[str, ...] = (
        "uuid", "slug", "state", "source", "source_name", "external_id", "verified_at", "refusal_reason",
        "created_at", "updated_at",
    )  # fmt: skip

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(live=True, state="published") | (Q(live=False) & ~Q(state="published")),
                name="%(class)s_live_is_published",
            ),
            models.UniqueConstraint(
                fields=["source_name", "external_id"],
                condition=~Q(external_id=""),
                name="%(class)s_external_id_once",
            ),
        ]
        indexes = [models.Index(fields=["state", "visibility"], name="%(class)s_listed")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.live:
            self.state = State.PUBLISHED
        elif self.state == State.PUBLISHED:
            self.state = State.DRAFT
        if (fields := kwargs.get("update_fields")) is not None and "live" in fields:
            kwargs["update_fields"] = {*fields, "state"}
        super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """What a revision brings back: words and fields, never the record's standing."""
        record = super().with_content_json(content)
        for name in self.KEPT_OUTSIDE_REVISIONS:
            setattr(record, name, getattr(self, name))
        return record

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """Wagtail previews a record whose viewset knows how to show its public page."""
        viewset = getattr(self, "snippet_viewset", None)
        return self.DEFAULT_PREVIEW_MODES if viewset is not None and viewset.has_preview else []

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The public page with these words, published or not."""
        return self.snippet_viewset.preview(request, self)

    def owners(self) -> Iterable[Any]:
        """The people told what becomes of it: each model's own."""
        return ()

    def get_edit_url(self) -> str:
        """Where its owners change it on the site."""
        return self.get_absolute_url()

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def is_public(self) -> bool:
        return self.is_published and self.visibility == Visibility.PUBLIC

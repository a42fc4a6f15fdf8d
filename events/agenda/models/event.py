"""What happens in the network: workshops, trainings, concerts, meetings…"""

from datetime import tzinfo
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.search import index

from maillage.base.models import Searchable
from maillage.base.zones import get_zone
from maillage.curation.models import Listed, ListedQuerySet
from maillage.users.permissions import is_coordinator
from maillage.vocabulary.models import Concept
from members.directory.models import Organisation
from spaces.booking.models import Habilitation
from spaces.catalogue.models import Resource, Space


class Status(models.TextChoices):
    """schema.org's eventStatus, with "full" of the French public agenda."""

    SCHEDULED = "scheduled", _("as planned")
    RESCHEDULED = "rescheduled", _("at another time")
    MOVED_ONLINE = "moved_online", _("moved online")
    POSTPONED = "postponed", _("postponed")
    FULL = "full", _("full")
    CANCELLED = "cancelled", _("cancelled")


class Attendance(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
    MIXED = "mixed", _("in person and online")


class Accessibility(models.TextChoices):
    """Whom an event is ready to welcome: the codes of the French public agenda."""

    HI = "hi", _("hearing impairment")
    VI = "vi", _("visual impairment")
    PI = "pi", _("mental health condition")
    MI = "mi", _("reduced mobility")
    II = "ii", _("intellectual disability")


class EventQuerySet(ListedQuerySet):
    def editable_by(self, user: Any) -> Self:
        """Those of the spaces that `user` manages; all for coordinators."""
        if is_coordinator(user):
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(space__in=Space.objects.managed_by(user))

    def for_calendar(self) -> Self:
        """With all that a calendar says of them. Five queries more, whatever the number of rows."""
        return self.select_related("space", "picture").prefetch_related(
            "schedules", "occurrences", "types", "organisers", "picture__renditions"
        )


class Event(Searchable, Listed, index.Indexed):  # type: ignore[django-manager-missing]  # the plugin reads no ParentalKey
    """An event with one or several dates. Each is an `Occurrence`, made from its schedules when it is published."""

    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    body = RichTextField(_("presentation"), blank=True, features=["h3", "bold", "italic", "link", "ol", "ul"])
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    types = ParentalManyToManyField(
        Concept, blank=True, related_name="events", verbose_name=_("types"),
        limit_choices_to={"scheme": Concept.Scheme.EVENT_TYPE},
    )  # fmt: skip
    audiences = ParentalManyToManyField(
        Concept, blank=True, related_name="events_for", verbose_name=_("audiences"),
        limit_choices_to={"scheme": Concept.Scheme.AUDIENCE},
    )  # fmt: skip
    for_hi = models.BooleanField(_("deaf or hard-of-hearing people (loop, sign language, captions)"), default=False)
    for_vi = models.BooleanField(_("blind or partially sighted people (audio description, large print)"), default=False)
    for_pi = models.BooleanField(_("people with a mental health condition"), default=False)
    for_mi = models.BooleanField(_("people with reduced mobility"), default=False)
    for_ii = models.BooleanField(_("people with an intellectual disability"), default=False)
    space = models.ForeignKey(
        Space, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("place")
    )
    resources = ParentalManyToManyField(
        Resource, blank=True, related_name="events", verbose_name=_("rooms it takes"),
        help_text=_("They are reserved for every date when the event is published."),
    )  # fmt: skip
    place = models.CharField(_("exact spot, or another address"), max_length=200, blank=True)
    organisers = ParentalManyToManyField(Organisation, blank=True, related_name="events", verbose_name=_("organisers"))
    attendance = models.CharField(_("attendance"), max_length=10, choices=Attendance, default=Attendance.IN_PERSON)
    online_url = models.URLField(_("online address"), blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.SCHEDULED)
    time_zone = models.CharField(max_length=40, default="Europe/Paris", editable=False)
    capacity = models.PositiveIntegerField(
        _("how many people"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    is_free = models.BooleanField(_("free entry"), default=True)
    price = models.CharField(_("price"), max_length=80, blank=True, help_text=_("“€5, €3 for members”"))
    registration_url = models.URLField(_("where to register"), blank=True)
    habilitation = models.ForeignKey(
        Habilitation, on_delete=models.SET_NULL, null=True, blank=True, related_name="events",
        verbose_name=_("training that it gives"), help_text=_("To those who the team says have come."),
    )  # fmt: skip
    habilitation_months = models.PositiveSmallIntegerField(
        _("valid for (months)"), null=True, blank=True, help_text=_("Empty: for good."),
        validators=[MinValueValidator(1), MaxValueValidator(1200)],
    )  # fmt: skip
    sequence = models.PositiveIntegerField(default=0, editable=False)
    search_text = models.TextField(editable=False, default="")

    objects = EventQuerySet.as_manager()

    KEPT_OUTSIDE_REVISIONS = (*Listed.KEPT_OUTSIDE_REVISIONS, "sequence", "search_text", "time_zone")
    SEARCHED = ("title", "summary", "place")

    search_fields = [
        index.SearchField("title", boost=4),
        index.AutocompleteField("title"),
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.FilterField("state"),
        index.FilterField("visibility"),
    ]

    class Meta(Listed.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.space is not None:
            self.time_zone = self.space.time_zone
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("agenda:event", args=[self.slug])

    @property
    def zone(self) -> tzinfo:
        """The wall clock that its times are written on."""
        return get_zone(self.time_zone)

    @property
    def public_space(self) -> Space | None:
        """Its space, if everybody may see that: of another one tells only where to come."""
        return self.space if self.space and self.space.is_public else None

    @property
    def public_organisers(self) -> list[Organisation]:
        """Those that everybody may see."""
        return [organisation for organisation in self.organisers.all() if organisation.is_public]

    @property
    def accessible_to(self) -> list[str]:
        """Codes of `Accessibility`."""
        return [code for code in Accessibility.values if getattr(self, f"for_{code}")]

    @property
    def is_cancelled(self) -> bool:
        return self.status == Status.CANCELLED

    @property
    def takes_place(self) -> bool:
        """Whether anything will happen at its dates: only then are its rooms kept."""
        return self.status not in (Status.CANCELLED, Status.POSTPONED)

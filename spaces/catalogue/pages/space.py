"""What the page of a space shows, made of components' arguments."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from maillage.base import clock, dates, pictures, telephone
from maillage.base.geo import Point
from maillage.base.models import Network
from members.directory.models import Person
from spaces.catalogue import sections, wording
from spaces.catalogue.cards import distance_said
from spaces.catalogue.jsonld import space_jsonld
from spaces.catalogue.models import Feature, Resource, Space
from spaces.catalogue.models.layers import layers_of_draft
from spaces.catalogue.permissions import can_edit
from spaces.catalogue.photos import page_pictures
from spaces.catalogue.rules.opening import OpeningLayers
from spaces.catalogue.services.opening import space_layers

AROUND_KM = 10
NEAR, NEAR_M = 6, 50_000
STORY = 50

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class SpacePage:
    """A space as `request.user` may see it. `is_draft`: its words are not saved yet (a preview)."""

    request: HttpRequest
    space: Space
    is_draft: bool = False

    def context(self) -> Item:
        space, today = self.space, clock.today(self.layers.zone)
        main = self._sections(sections.MAIN)
        return {
            "space": space,
            "breadcrumb": self._breadcrumb(),
            "tags": self._tags(),
            "verified": self._verified(),
            "cover": self.cover,
            "gallery": self.photos[1:],
            "status": wording.status(self.layers, clock.now()),
            "has_hours": wording.has_hours(self.layers),
            "week": wording.week(self.layers, today),
            "exceptions": wording.exceptions_to_come(self.layers, today),
            "facts": self._facts(),
            "features": self._features(),
            "people": self._people(),
            "organisation": self._organisation(),
            "before_story": [section for section in main if section.order < STORY],
            "after_story": [section for section in main if section.order >= STORY],
            "aside_sections": self._sections(sections.ASIDE),
            "actions": self._actions(),
            "map_url": self._map_url(),
            "point": self._point(),
            "near": self._near(),
            "source_note": self._source_note(),
            "standing": self._standing(),
            "jsonld": self._jsonld(),
            "social_image": self._social_image(),
        }

    @cached_property
    def layers(self) -> OpeningLayers:
        if self.is_draft:
            return layers_of_draft(self.space)
        return space_layers([self.space])[self.space.pk]

    @cached_property
    def photos(self) -> list[pictures.Shown]:
        """The first one cut wide for the top of the page, the others for the gallery."""
        return page_pictures(list(self.space.photos.all()))

    @property
    def cover(self) -> pictures.Shown | None:
        return self.photos[0] if self.photos else None

    def _breadcrumb(self) -> list[Item]:
        """Places › department › commune › this one."""
        steps = [{"label": _("Places"), "url": reverse("catalogue:list")}]
        commune = self.space.commune
        territories = [commune.departement, commune] if commune else []
        steps += [{"label": one.name, "url": _list_url(territoire=one.pk)} for one in territories if one]
        return [*steps, {"label": self.space.name}]

    def _tags(self) -> list[Item]:
        return [{"text": one.label, "url": _list_url(type=one.code)} for one in self.space.types.all()]

    def _verified(self) -> str:
        if not self.space.verified_at:
            return ""
        return _("checked in %(month)s") % {"month": dates.month_long(self.space.verified_at)}

    def _facts(self) -> list[Item]:
        space = self.space
        phone, website = telephone.spaced(space.phone), wording.bare_address(space.website)
        items = [
            {"icon": "map-pin", "label": _("Address"), "value": space.postal_address, "detail": space.access},
            {
                "icon": "phone",
                "label": _("Telephone"),
                "value": phone,
                "url": telephone.link(space.phone),
            },
            {"icon": "mail", "label": _("E-mail"), "value": space.email, "url": f"mailto:{space.email}"},
            {
                "icon": "globe",
                "label": _("Website"),
                "value": website,
                "url": space.website,
            },
        ]
        return [item for item in items if item["value"]]

    def _features(self) -> list[Item]:
        items = [
            {"icon": "accessibility", "label": _("Accessibility"), "value": _listed(self.space.accessibility.all())},
            *self._offered(),
            {"icon": "armchair", "label": _("Equipment"), "value": _listed(self.space.amenities.all())},
        ]
        return [item for item in items if item["value"]]

    @cached_property
    def resources(self) -> list[Resource]:
        return list(self.space.resources.in_service()) if self.space.pk else []

    def _offered(self) -> list[Item]:
        """What desks and rooms have for those who need it, and which: a fact for each."""
        return [
            {
                "icon": feature.icon,
                "label": _("Desks and rooms"),
                "value": capfirst(str(feature.label)),
                "detail": ", ".join(one.name for one in self.resources if feature in one.offers),
            }
            for feature in Feature
            if any(feature in one.offers for one in self.resources)
        ]

    def _people(self) -> list[Item]:
        """Members of the team who chose to have a public profile."""
        if self.is_draft:
            return []
        people = Person.objects.public().filter(user__space_roles__space=self.space).for_listing()
        return [{"name": one.display_name, "headline": one.headline, "url": one.get_absolute_url(), "uuid": one.uuid}
                for one in people.order_by("display_name")]  # fmt: skip

    def _organisation(self) -> Item | None:
        organisation = self.space.public_organisation
        if organisation is None:
            return None
        return {"label": organisation.name, "url": organisation.get_absolute_url()}

    def _sections(self, area: str) -> list[sections.Shown]:
        return [] if self.is_draft else sections.rendered(self.request, self.space, area=area)

    def _actions(self) -> list[Item]:
        """What the team may do from here; other rooms add theirs (the daily board)."""
        if self.is_draft:
            return []
        actions = sections.actions(self.request, self.space)
        if can_edit(self.request.user, self.space) and (url := _edit_url(self.space)):
            actions.append({"label": _("Edit this page"), "url": url, "icon": "pencil"})
        return actions

    def _map_url(self) -> str:
        if not self.space.has_place_on_map:
            return ""
        point = f"{self.space.latitude:.6f},{self.space.longitude:.6f}"
        return f"{reverse('catalogue:geojson')}?pres={point}&rayon={AROUND_KM}"

    def _point(self) -> Point | None:
        """Rounded as in the feeds, so that the map knows its own pin."""
        here = self.space.point
        return None if here is None else Point(round(here.latitude, 6), round(here.longitude, 6))

    def _near(self) -> list[Item]:
        """The nearest others, to walk on to."""
        here = self.space.point
        if self.is_draft or here is None:
            return []
        others = Space.objects.listed_for(self.request.user).exclude(pk=self.space.pk)
        nearest = others.near(*here, radius_m=NEAR_M).nearest_first().prefetch_related("types")[:NEAR]
        return [{"url": one.get_absolute_url(), "label": one.name, "detail": _detail(one, here)} for one in nearest]

    def _source_note(self) -> Item | None:
        """For a record of somebody's list that nobody has checked: where it comes from, and whose is it?"""
        space = self.space
        if space.source != "import" or space.verified_at:
            return None
        contact = Network.for_request(self.request).contact_email
        subject = _("About “%(name)s”") % {"name": space.name}
        query = urlencode({"subject": subject, "body": self.request.build_absolute_uri(space.get_absolute_url())})
        return {"source": space.source_name, "contact_url": f"mailto:{contact}?{query}" if contact else ""}

    def _standing(self) -> str:
        """Said to those who may see a page that others cannot."""
        space = self.space
        if not space.is_published:
            return _("This page is %(state)s: only its team sees it.") % {"state": space.get_state_display()}
        if space.visibility == "members":
            return _("Only members of the network see this page.")
        if space.visibility == "team":
            return _("Only its team sees this page.")
        return ""

    def _jsonld(self) -> str:
        if self.is_draft or not self.space.is_public:
            return ""
        return space_jsonld(
            self.space,
            self.layers,
            resources=self.resources,
            image_url=self._social_image(),
            absolute=self.request.build_absolute_uri,
        )

    def _social_image(self) -> str:
        return self.request.build_absolute_uri(self.cover.url) if self.cover else ""


def _detail(space: Space, here: Point) -> str:
    types = [concept.label for concept in space.types.all()[:2]]
    return "\u00a0· ".join(filter(None, [*types, distance_said(space.point, here)]))


def _listed(concepts: Any) -> str:
    return "\u00a0· ".join(concept.label for concept in concepts)


def _list_url(**query: str) -> str:
    return f"{reverse('catalogue:list')}?{urlencode(query)}"


def _edit_url(space: Space) -> str:
    """The form of this space in Wagtail."""
    viewset = getattr(space, "snippet_viewset", None)
    try:
        return reverse(viewset.get_url_name("edit"), args=[space.pk]) if viewset else ""
    except NoReverseMatch:
        return ""

"""Forms of spaces and resources: what people write is checked in their words."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from maillage.base import clock, dates
from maillage.base.fields import clean_telephone
from maillage.base.geo import haversine_m
from maillage.base.models import Network, OnPublicHolidays
from maillage.base.words import fold
from maillage.base.zones import get_zone
from maillage.curation.services.slugs import first_free
from maillage.curation.wagtail import RecordForm
from maillage.territories.models import Territory
from maillage.territories.services.locating import locate, nearest_commune
from maillage.users.permissions import Anyone
from spaces.catalogue.models import Feature, PublicHolidays, Resource, Space, SpaceTeam, Spot
from spaces.catalogue.models.layers import Place
from spaces.catalogue.rules import public_holidays, time_zones
from spaces.catalogue.rules.shape import is_inside_itself, nothing_bookable

TOO_FAR_KM = 60
A_YEAR = timedelta(days=366)
HOLIDAYS_SAID = 3
HOLDS_NOTHING = {Resource.Kind.MACHINE, Resource.Kind.EQUIPMENT, Resource.Kind.VEHICLE, Resource.Kind.DESK}


class SpaceForm(RecordForm):
    """A space. Its commune and clock follow from its address unless the clock was chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "time_zone" in self.fields:
            self.fields["time_zone"] = _zone_field(self.instance.time_zone)
        if "public_holidays" in self.fields:
            self.fields["public_holidays"] = _holidays_field(self.instance)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "phone" in self.changed_data and "phone" in data:
            self._clean_phone(data)
        latitude, longitude = data.get("latitude"), data.get("longitude")
        if not {"latitude", "longitude"} & set(self.errors) and (latitude is None) != (longitude is None):
            self.add_error(
                "longitude" if longitude is None else "latitude",
                _("Latitude and longitude go together. Give both, or neither."),
            )
        elif not self.errors:
            self._place(data)
        return data

    def _clean_phone(self, data: dict[str, Any]) -> None:
        try:
            data["phone"] = clean_telephone(data["phone"], data.get("country", ""))
        except forms.ValidationError as error:
            self.add_error("phone", error)

    def _place(self, data: dict[str, Any]) -> None:
        """Find the commune; say so when the town is unknown or the point lies elsewhere."""
        if data.get("country") != "FR":
            self.instance.commune = None
            return
        commune = _commune(data)
        if commune is None and data.get("city") and Territory.objects.communes().exists():
            self.add_error(
                "city",
                _("There is no commune “%(city)s” with this postal code. Check both, or give the coordinates.")
                % {"city": data["city"]},
            )
        elif commune is not None:
            self._check_distance(commune, data)
        self.instance.commune = commune

    def _check_distance(self, commune: Territory, data: dict[str, Any]) -> None:
        if data.get("latitude") is None or commune.latitude is None or commune.longitude is None:
            return
        metres = haversine_m(commune.latitude, commune.longitude, data["latitude"], data["longitude"])
        if metres > TOO_FAR_KM * 1000:
            self.add_error(
                "latitude",
                _("This point is %(distance)s km from %(town)s. Check that latitude and longitude are not exchanged.")
                % {"distance": round(metres / 1000), "town": commune.name},
            )


class ResourceForm(RecordForm):
    """Something that can be booked, and its rules."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "features" in self.fields:
            self.fields["features"] = _features_field(self.fields["features"])
        if "plan_picture" in self.fields:
            self._say_where_the_plan_is()

    def limit_for(self, user: Anyone) -> None:
        spaces = Space.objects.managed_by(user)
        self.fields["space"].queryset = spaces.order_by("search_text")
        if len(mine := list(spaces[:2])) == 1:
            self.fields["space"].initial = mine[0]
        siblings = Resource.objects.managed_by(user).select_related("space").exclude(pk=self.instance.pk)
        if self.instance.space_id:
            siblings = siblings.filter(space=self.instance.space_id)
            self.fields["space"].disabled = self.instance.pk is not None
        for name in ("parent", "shares"):
            if name in self.fields:
                self.fields[name].queryset = siblings
                self.fields[name].label_from_instance = self._label

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            self._check_durations(data)
            self._check_tree(data)
        return data

    def save(self, commit: bool = True) -> Resource:
        if not self.instance.slug:
            self.instance.slug = free_slug(self.instance)
        if self.instance.pk and "parent" in self.changed_data:
            Spot.objects.filter(resource=self.instance).delete()  # it stood on the plan of where it was
        return super().save(commit=commit)

    def _say_where_the_plan_is(self) -> None:
        """A room that holds desks has a plan; a machine has none."""
        room, field = self.instance, self.fields["plan_picture"]
        if room.pk and room.children.exists():
            url = reverse(Resource.snippet_viewset.get_url_name("plan"), args=[quote(room.pk)])
            field.help_text = format_html(
                '{} <a href="{}">{}</a>',
                _("The room seen from above, to choose its desks on. Without a picture, the plan is drawn."),
                url,
                _("Put the desks on the plan"),
            )
        elif room.pk and room.kind in HOLDS_NOTHING and not room.plan_picture_id:
            del self.fields["plan_picture"]
        else:
            field.help_text = _("For a room with desks: first add each desk, and say in its form that it is inside.")

    def _label(self, resource: Resource) -> str:
        return resource.name if self.instance.space_id else f"{resource.space} – {resource}"

    def _check_durations(self, data: dict[str, Any]) -> None:
        shortest, longest, step = data.get("min_duration"), data.get("max_duration"), data.get("step")
        if shortest and longest and shortest > longest:
            self.add_error("max_duration", _("The longest booking is shorter than the shortest. Correct one of them."))
        elif step and nothing_bookable(step, shortest, longest):
            said = {"step": step, "longest": longest, "rounded": longest // step * step}
            self.add_error(
                "max_duration",
                _("Nothing could be booked: in steps of %(step)s min, %(longest)s min becomes %(rounded)s min. "
                  "Lengthen it, or shorten the step.")
                % said,
            )  # fmt: skip
        ahead, at_least = data.get("max_days_before"), data.get("min_days_before") or 0
        if ahead is not None and ahead < at_least:
            self.add_error("max_days_before", _("Nothing could be booked: this is less than the days required before."))

    def _check_tree(self, data: dict[str, Any]) -> None:
        space, parent, shares = data["space"], data.get("parent"), list(data.get("shares") or ())
        if parent and parent.space_id != space.pk:
            self.add_error("parent", _("“%(name)s” belongs to another place.") % {"name": parent})
        for shared in shares:
            if shared.space_id != space.pk:
                self.add_error("shares", _("“%(name)s” belongs to another place.") % {"name": shared})
        parents = dict(Resource.objects.filter(space=space).values_list("pk", "parent"))
        if parent and self.instance.pk and is_inside_itself(self.instance.pk, parent.pk, parents):
            self.add_error("parent", _("“%(name)s” lies inside this one already. Choose another.") % {"name": parent})
        if parent and parent in shares:
            self.add_error("shares", _("What contains this one is taken with it anyway. Take it out of this list."))


class TeamMemberForm(forms.Form):
    """Somebody to add to the team of a space."""

    email = forms.EmailField(label=gettext_lazy("E-mail address of their account"), max_length=254)
    role = forms.ChoiceField(
        label=gettext_lazy("Part"),
        choices=SpaceTeam.Role.choices,
        initial=SpaceTeam.Role.HOST,
        widget=forms.RadioSelect,
    )


def free_slug(resource: Resource) -> str:
    """An address from the name that no other resource of the space has."""
    base = slugify(fold(resource.name))[:70] or resource.kind.replace("_", "-")
    return first_free(base, set(Resource.objects.filter(space=resource.space_id).values_list("slug", flat=True)))


def _features_field(column: forms.Field) -> forms.MultipleChoiceField:
    """Boxes to tick in place of the column's list."""
    return forms.MultipleChoiceField(
        label=column.label,
        choices=Feature.choices,
        required=False,
        widget=column.widget,
        help_text=gettext_lazy("Of this very desk or room. What holds for the whole place is said on the place."),
    )


def _commune(data: dict[str, Any]) -> Territory | None:
    """By its name and postal code, else by the point."""
    found = locate(postal_code=data.get("postal_code", ""), city=data.get("city", ""))
    if found is None and data.get("latitude") is not None:
        return nearest_commune(data["latitude"], data["longitude"])
    return found


def _holidays_field(space: Space) -> forms.ChoiceField:
    """What the space does on public holidays: what that means here, and on which days next."""
    place = Place.of(space)
    today = clock.today(get_zone(space.time_zone))
    known = public_holidays.closures(place.area, get_language() or "")
    to_come = [*known(today, today + A_YEAR)][:HOLIDAYS_SAID] if known else []
    said = {"days": ", ".join(f"{dates.day_long(one.first_on)} ({one.label})" for one in to_come)}
    network = OnPublicHolidays(Network.default().public_holidays).label
    choices = [
        (
            choice,
            _("as the network: %(choice)s") % {"choice": network} if choice == PublicHolidays.AS_NETWORK else label,
        )
        for choice, label in PublicHolidays.choices
    ]
    return forms.ChoiceField(
        label=_("On public holidays"),
        choices=choices,
        widget=forms.RadioSelect,
        help_text=_("The next ones here: %(days)s. What you write below for one of these days wins.") % said
        if to_come
        else _("The public holidays of this country are not known here: write them below, as closures."),
    )


def _zone_field(current: str) -> forms.ChoiceField:
    """The clocks of France and its neighbours, and the one in use."""
    zones = {
        current, *time_zones.BY_CODE.values(), *time_zones.BY_COMMUNE.values(), *time_zones.BY_COUNTRY.values(),
        *(zone for _country, zone, _box in time_zones.BOXES),
    }  # fmt: skip
    in_order = sorted(zones, key=lambda zone: (zone != time_zones.PARIS, zone))
    return forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=[(zone, zone.replace("_", " ")) for zone in in_order],
        help_text=gettext_lazy("Opening hours are hours of this clock."),
    )

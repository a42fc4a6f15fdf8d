"""Spaces edited in Wagtail: hours in people's words, photos of one's own, rights per record."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.users.models import UserProfile

from maillage.base import clock
from maillage.base.models import Network, Picture
from maillage.curation.models import AuditEvent
from spaces.catalogue.models import OpeningException, OpeningHours, Space
from spaces.catalogue.services import team
from tests.factories.catalogue import SpaceFactory, on_dates, open_weekly
from tests.factories.territories import CommuneFactory
from tests.maillage.curation.record_rights import assert_out_of_reach, assert_within_reach, open_back_office
from tests.reading import soup

pytestmark = pytest.mark.django_db

NEW_ROWS = {f"{name}-{kind}": "0" for name in ("opening_hours", "exceptions", "photos")
            for kind in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}  # fmt: skip
NO_STORY = {"body-count": "0"}


def form_of(space, **changes):
    """What the form of `space` posts when nothing is touched, then `changes`."""
    fields = ("name", "summary", "visibility", "street", "postal_code", "city", "country", "latitude", "longitude",
              "time_zone", "public_holidays", "access", "phone", "email", "website", "legal_form", "pivot")  # fmt: skip
    data = {name: "" if getattr(space, name) is None else str(getattr(space, name)) for name in fields}
    data |= {
        name: [str(one.pk) for one in getattr(space, name).all()] for name in ("types", "amenities", "accessibility")
    }
    return {**data, "organisation": "", **NEW_ROWS, **NO_STORY, **changes}


def rows(name, *forms):
    """Posted data of inline rows, all new."""
    data = {f"{name}-TOTAL_FORMS": str(len(forms)), f"{name}-INITIAL_FORMS": "0", f"{name}-MIN_NUM_FORMS": "0"}
    for number, form in enumerate(forms):
        data |= {f"{name}-{number}-{field}": value for field, value in form.items()}
        data.setdefault(f"{name}-{number}-id", "")
        data.setdefault(f"{name}-{number}-ORDER", str(number + 1))
    return data


def edit_url(space):
    return reverse(Space.snippet_viewset.get_url_name("edit"), args=[space.pk])


def publish(client, space, **changes):
    response = client.post(edit_url(space), form_of(space, **changes) | {"action-publish": "1"})
    errors = response.context["form"].errors if response.status_code == 200 else {}
    assert response.status_code == 302, (errors, [f.errors for f in response.context["form"].formsets.values()])
    return Space.objects.get(pk=space.pk)


def refused(client, space, **changes):
    response = client.post(edit_url(space), form_of(space, **changes))
    assert response.status_code == 200
    return response.context["form"]


def test_form_shows_what_is_there(manager, space):
    open_weekly(space, range(5), ("09:00", "12:00"))
    open_weekly(space, [3], ("14:00", "22:00"))
    on_dates(space, dt.date(2026, 12, 24), hours=("09:00", "12:00"), label="Veille de Noël")

    form = manager.get(edit_url(space)).context["form"]

    week = [
        (row.initial["days"], row["opens"].value(), row["closes"].value())
        for row in form.formsets["opening_hours"].initial_forms
    ]
    assert week == [([0, 1, 2, 3, 4], "09:00", "12:00"), ([3], "14:00", "22:00")]
    (dated,) = form.formsets["exceptions"].initial_forms
    assert (dated["label"].value(), dated["windows"].value()) == ("Veille de Noël", "09:00–12:00")


def test_form_says_what_the_network_does_on_public_holidays_and_on_which_days(manager, owner, space):
    Network.objects.update_or_create(site_id=1, defaults={"public_holidays": "closed"})
    Space.objects.filter(pk=space.pk).update(commune=CommuneFactory(code="67482"))
    UserProfile.objects.update_or_create(user=owner, defaults={"preferred_language": "en"})

    with clock.fixed(dt.datetime(2026, 12, 20, 12, tzinfo=dt.UTC)):
        page = soup(manager.get(edit_url(space)))

    choices = {choice["value"]: choice.parent.get_text(strip=True) for choice in page.select("[name=public_holidays]")}
    assert choices == {"network": "as the network: closed", "open": "open as usual", "closed": "closed"}
    said = page.select_one("#panel-child-hours-public_holidays-section, [id*=public_holidays][id$=helptext]").get_text()
    names = ("Christmas Day", "Saint Stephen’s Day", "New Year’s Day", "Good Friday")
    assert [name in said for name in names] == [True, True, True, False]


def test_choice_for_public_holidays_is_previewed_then_published(manager, space):
    url = reverse(Space.snippet_viewset.get_url_name("preview_on_edit"), args=[space.pk])
    open_weekly(space, range(7), ("09:00", "18:00"))
    week = rows("opening_hours", {"days": [str(day) for day in range(7)], "opens": "09:00", "closes": "18:00"})
    changes = {**week, "public_holidays": "closed"}
    with clock.fixed(dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)):
        public = space.get_absolute_url()
        assert "Fête nationale" not in manager.get(public).content.decode()
        assert manager.post(url, form_of(space, **changes)).json()["is_valid"]
        assert "Fête nationale" in manager.get(f"{url}?mode=").content.decode()
        assert "Fête nationale" not in manager.get(public).content.decode()

        publish(manager, space, **changes)

        assert "Fête nationale" in manager.get(public).content.decode()
    assert not space.exceptions.exists()


def test_choice_for_public_holidays_that_does_not_exist_is_refused(manager, space):
    assert "public_holidays" in refused(manager, space, public_holidays="sometimes").errors


def test_telephone_is_kept_in_international_form(manager, space):
    assert publish(manager, space, phone="05 59 00 11 22").phone == "+33559001122"
    assert "phone" in refused(manager, space, phone="demandez Marion").errors


def test_hours_are_written_by_the_row_and_kept_by_the_day(manager, space):
    week = rows(
        "opening_hours",
        {"days": ["0", "1"], "opens": "9h", "closes": "12:30", "valid_from": "", "valid_through": ""},
        {"days": ["4"], "opens": "18:00", "closes": "2h", "valid_from": "2026-06-01", "valid_through": "2026-08-31"},
    )

    publish(manager, space, **week)

    assert list(space.opening_hours.values_list("weekday", "opens_min", "closes_min", "valid_from")) == [
        (0, 540, 750, None), (1, 540, 750, None), (4, 1080, 120, dt.date(2026, 6, 1)),
    ]  # fmt: skip


def test_hours_that_did_not_change_keep_their_rows(manager, space):
    open_weekly(space, [0, 1], ("09:00", "12:00"))
    before = list(space.opening_hours.values_list("pk", flat=True))
    first = space.opening_hours.first()
    week = rows("opening_hours", {"days": ["0", "1"], "opens": "09:00", "closes": "12:00", "id": str(first.pk)})
    week["opening_hours-INITIAL_FORMS"] = "1"

    publish(manager, space, **week)

    assert list(OpeningHours.objects.filter(space=space).values_list("pk", flat=True)) == before


def test_a_row_can_be_taken_away(manager, space):
    open_weekly(space, [0, 1], ("09:00", "12:00"))
    week = rows(
        "opening_hours",
        {
            "days": ["0", "1"],
            "opens": "09:00",
            "closes": "12:00",
            "id": str(space.opening_hours.first().pk),
            "DELETE": "1",
        },
    )
    week["opening_hours-INITIAL_FORMS"] = "1"

    publish(manager, space, **week)

    assert not OpeningHours.objects.filter(space=space).exists()


def test_exceptions_are_written_with_their_hours(manager, space):
    dates = rows(
        "exceptions",
        {"first_on": "2026-12-25", "last_on": "", "label": "Noël", "windows": ""},
        {"first_on": "2026-12-28", "last_on": "2026-12-31", "label": "", "windows": "9h-12h, 14h-16h"},
    )

    publish(manager, space, **dates)

    written = [
        (one.first_on.day, one.last_on.day, one.label, [(h.opens_min, h.closes_min) for h in one.hours.all()])
        for one in OpeningException.objects.filter(space=space)
    ]
    assert written == [(25, 25, "Noël", []), (28, 31, "", [(540, 720), (840, 960)])]


@pytest.mark.parametrize(
    ("week", "field"),
    [
        ([{"days": ["0"], "opens": "25h", "closes": "12:00"}], "opens"),
        ([{"days": ["0"], "opens": "24:00", "closes": "12:00"}], "opens"),
        ([{"days": [], "opens": "09:00", "closes": "12:00"}], "days"),
        ([{"days": ["0"], "opens": "09:00", "closes": ""}], "closes"),
        ([{"days": ["0"], "opens": "09:00", "closes": "12:00",
           "valid_from": "2026-08-31", "valid_through": "2026-06-01"}],
         "valid_through"),
    ],
)  # fmt: skip
def test_hours_that_mean_nothing_are_refused_next_to_their_field(manager, space, week, field):
    form = refused(manager, space, **rows("opening_hours", *week))

    assert list(form.formsets["opening_hours"].errors[0]) == [field]
    assert not OpeningHours.objects.filter(space=space).exists()


def test_rows_that_overlap_are_refused(manager, space):
    week = rows(
        "opening_hours",
        {"days": ["0", "1"], "opens": "09:00", "closes": "12:00"},
        {"days": ["1"], "opens": "11:00", "closes": "13:00"},
    )

    form = refused(manager, space, **week)

    assert "Tuesday" in str(form.formsets["opening_hours"].non_form_errors()) or "mardi" in str(
        form.formsets["opening_hours"].non_form_errors()
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"latitude": "43.29", "longitude": ""}, "longitude"),
        ({"latitude": "95", "longitude": "0"}, "latitude"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"email": "nowhere"}, "email"),
        ({"name": ""}, "name"),
    ],
)
def test_a_space_that_cannot_be_is_refused_next_to_its_field(manager, space, changes, field):
    form = manager.post(edit_url(space), form_of(space, **changes) | {"action-publish": "1"}).context["form"]

    assert field in form.errors


def test_drafts_stay_with_the_team_until_published(manager, space, client):
    manager.post(edit_url(space), form_of(space, name="Nom nouveau", **rows(
        "opening_hours", {"days": ["0"], "opens": "09:00", "closes": "12:00"}
    )))  # fmt: skip

    assert Space.objects.get(pk=space.pk).name == "La Centrale"
    assert not OpeningHours.objects.filter(space=space).exists()
    form = manager.get(edit_url(space)).context["form"]
    assert form["name"].value() == "Nom nouveau"
    (row,) = form.formsets["opening_hours"].initial_forms
    assert row["opens"].value() == "09:00"


def test_preview_is_the_public_page_with_unsaved_words_and_hours(manager, space):
    url = reverse(Space.snippet_viewset.get_url_name("preview_on_edit"), args=[space.pk])
    week = rows("opening_hours", {"days": [str(day) for day in range(7)], "opens": "00:00", "closes": "24:00"})
    assert manager.post(url, form_of(space, name="Pas encore publié", **week)).json()["is_valid"]

    page = manager.get(f"{url}?mode=").content.decode()

    assert "Pas encore publié" in page
    assert "jour et nuit" in page.lower() or "day and night" in page.lower()


def test_every_page_of_wagtail_is_out_of_reach_of_another_manager(client, space, stranger):
    space.summary = "Secret publié"
    space.save()
    space.summary = "Brouillon secret"
    space.save_revision()
    team.join(SpaceFactory(name="Ailleurs"), user=stranger, role="manager")
    client.force_login(stranger)

    assert_out_of_reach(client, space, secrets=["La Centrale", "Secret publié", "Brouillon secret"])


def test_every_page_of_wagtail_is_out_of_reach_of_a_host(client, space, teammate):
    """But for the link to the daily board, which is theirs: only the name shows, on the home page."""
    Space.objects.filter(pk=space.pk).update(legal_form="Forme secrète")
    space.summary = "Brouillon secret"
    space.save_revision()
    team.join(space, user=teammate, role="host")
    open_back_office(teammate)
    client.force_login(teammate)

    assert_out_of_reach(client, space, secrets=["Forme secrète", "Brouillon secret"])


def test_wagtail_shows_a_space_to_its_manager_and_to_coordinators(client, space, owner, coordinator):
    for person in (owner, coordinator):
        client.force_login(person)
        assert_within_reach(client, space, secrets=["La Centrale"])


def test_list_says_what_nobody_has_ever_verified(manager, space):
    Space.objects.update(verified_at=None)

    cells = soup(manager.get(reverse("wagtailsnippets_catalogue_space:list"))).select("tbody td")

    assert "jamais" in [cell.get_text(strip=True) for cell in cells]


def picture_in(collection, title="Atelier"):
    file = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    picture = Picture(title=title, collection=collection, file=SimpleUploadedFile("a.png", file.getvalue()))
    picture.width, picture.height = 40, 30
    picture.save()
    return picture


def test_photos_come_from_ones_own_shelf(manager, space, stranger):
    other = SpaceFactory()
    team.join(other, user=stranger, role="manager")
    mine, theirs = picture_in(space.collection), picture_in(other.collection)

    def photo(picture):
        return rows("photos", {"picture": str(picture.pk), "caption": ""})

    form = refused(manager, space, **photo(theirs))
    assert "picture" in form.formsets["photos"].errors[0]
    publish(manager, space, **photo(mine))

    assert [one.picture for one in space.photos.all()] == [mine]
    assert mine.renditions.count() == 5  # cut before anybody looks: two for the list, three for the page


def test_renaming_renames_the_shelf(manager, space):
    publish(manager, space, name="Un autre nom")

    space.collection.refresh_from_db()
    assert space.collection.name == "Un autre nom"
    assert Space.objects.get(pk=space.pk).slug == "la-centrale"


# The team


def team_url(space):
    return reverse(Space.snippet_viewset.get_url_name("team"), args=[space.pk])


def test_manager_adds_changes_and_takes_away(manager, space, teammate):
    manager.post(team_url(space), {"add": "1", "email": "TEAMMATE@example.org", "role": "host"})
    member = space.team.get(user=teammate)
    assert member.role == "host"
    manager.post(team_url(space), {"promote": str(member.pk)})
    member.refresh_from_db()
    assert member.role == "manager"
    manager.post(team_url(space), {"remove": str(member.pk)})

    assert not space.team.filter(user=teammate).exists()
    actions = AuditEvent.objects.filter(subject_uuid=space.uuid, actor__isnull=False).values_list("action", flat=True)
    assert sorted(actions) == ["team_joined", "team_left", "team_role_changed"]


def test_team_says_what_is_wrong_next_to_the_field(manager, space):
    response = manager.post(team_url(space), {"add": "1", "email": "nobody@example.org", "role": "host"})

    assert list(response.context["form"].errors) == ["email"]


@pytest.mark.parametrize("data", [{"remove": "999999"}, {"remove": "9" * 5000}, {"remove": "x"}, {"promote": ""}, {}])
def test_team_knows_only_its_members(manager, space, stranger, data):
    other = SpaceFactory()
    member = team.join(other, user=stranger, role="host")
    data = {"remove": str(member.pk)} if data == {} else data

    assert manager.post(team_url(space), data).status_code == 404
    assert other.team.filter(user=stranger).exists()


def test_team_is_out_of_reach_of_others(client, space, stranger, teammate):
    team.join(SpaceFactory(), user=stranger, role="manager")
    team.join(space, user=teammate, role="host")
    open_back_office(teammate)
    for person in (stranger, teammate):
        client.force_login(person)
        assert client.get(team_url(space)).status_code == 404
        assert client.post(team_url(space), {"add": "1", "email": person.email, "role": "manager"}).status_code == 404

    assert space.team.get(user=teammate).role == "host"

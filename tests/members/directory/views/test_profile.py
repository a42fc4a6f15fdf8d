"""`/compte/profil/`: writing, submitting, withdrawing and deleting one's own page."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Revision

from maillage.base import clock
from maillage.base.models import Picture
from maillage.curation.models import AuditEvent
from members.directory.models import Person
from spaces.catalogue.services import team
from tests.factories.catalogue import SpaceFactory
from tests.factories.directory import PersonFactory
from tests.reading import soup

pytestmark = pytest.mark.django_db

URL = "/compte/profil/"


def picture(name="moi.jpg", kind="JPEG", size=(400, 300)):
    file = BytesIO()
    Image.new("RGB", size, "#6b3f78").save(file, kind)
    return SimpleUploadedFile(name, file.getvalue())


def filled(**changes):
    return {
        "display_name": "Léa Martin",
        "headline": "Céramiste",
        "visibility": "public",
        **{f"{name}_visibility": "public" for name in Person.HIDEABLE},
        **changes,
    }


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


def audit_of(person):
    return list(AuditEvent.objects.filter(subject_uuid=person.uuid).order_by("pk").values_list("action", flat=True))


def test_profile_needs_an_account(client):
    response = client.get(URL)
    assert (response.status_code, response.url) == (302, f"/compte/login/?next={URL}")


def test_form_starts_with_the_name_of_the_account(signed_in):
    assert 'value="Olive Ouvrard"' in signed_in.get(URL).content.decode()
    assert not Person.objects.exists()


def test_draft_is_kept_with_all_that_was_written(signed_in, owner, pau, skill, sector):
    response = signed_in.post(URL, filled(
        body="Deux lignes\n\nen texte", skills=[skill.pk], sectors=[sector.pk], territory="pau", phone="05 59 00 11 22",
        phone_visibility="team", website="lea.example", available_until="2099-09-30", action="save",
    ))  # fmt: skip
    person = Person.objects.get(user=owner)

    assert response.status_code == 302
    assert (person.state, person.slug, person.territory) == ("draft", "lea-martin", pau)
    assert (person.phone, person.phone_visibility) == ("+33559001122", "team")
    assert (person.website, str(person.available_until)) == ("https://lea.example", "2099-09-30")
    assert (list(person.skills.all()), list(person.sectors.all())) == ([skill], [sector])
    assert audit_of(person) == ["created"]


@pytest.mark.parametrize("phone", ["azerty", "123", "05 59 00", "0559001122 le soir", "+"])
def test_telephone_that_is_none_is_refused(signed_in, phone):
    response = signed_in.post(f"/en{URL}", filled(phone=phone, action="save"))

    assert "This is not a telephone number." in response.content.decode()
    assert not Person.objects.exists()


def test_telephone_is_read_as_people_write_it(signed_in, client, owner):
    PersonFactory.published(user=owner, slug="lea", phone="+33559001122", phone_visibility="public")

    assert "05 59 00 11 22" in client.get("/annuaire/personnes/lea/").content.decode().replace("\xa0", " ")


def test_availability_ends_on_a_day_to_come(signed_in, owner):
    with clock.fixed(datetime(2026, 6, 15, 10, tzinfo=UTC)):
        refused = signed_in.post(f"/en{URL}", filled(available_until="2026-06-14", action="save"))
        assert "This day has passed." in refused.content.decode()
        assert not Person.objects.exists()
        signed_in.post(URL, filled(available_until="2026-06-15", action="save"))
    with clock.fixed(datetime(2026, 7, 15, 10, tzinfo=UTC)):
        signed_in.post(URL, filled(available_until="2026-06-15", headline="Potière", action="save"))

    assert Person.objects.get(user=owner).headline == "Potière"  # what has passed since is in nobody's way


def test_profile_waits_for_a_check_when_it_is_submitted(signed_in, owner):
    signed_in.post(URL, filled(action="submit"))
    person = Person.objects.get(user=owner)

    assert person.state == "to_check"
    assert audit_of(person) == ["created", "submitted"]
    assert "status-pending" in signed_in.get(URL).content.decode()


def test_changes_of_a_published_profile_show_at_once_and_stay_in_its_history(signed_in, client, owner, skill):
    person = PersonFactory.published(user=owner, slug="lea", display_name="Léa", headline="Avant")
    signed_in.post(URL, filled(headline="Après", skills=[skill.pk], action="save"))
    person.refresh_from_db()

    assert (person.state, person.headline, person.slug) == ("published", "Après", "lea")
    assert list(person.skills.all()) == [skill]
    assert Revision.objects.for_instance(person).count() == 1
    client.logout()
    assert "Après" in client.get("/annuaire/personnes/lea/").content.decode()


def test_published_profile_keeps_its_photo_and_owner_when_it_changes(signed_in, owner):
    person = PersonFactory.published(user=owner, photo=Picture.objects.create(title="x", file=picture()))
    signed_in.post(URL, filled(action="save"))
    person.refresh_from_db()

    assert (person.user, person.photo.title) == (owner, "x")


def test_old_words_never_bring_back_a_former_owner(owner, teammate):
    person = PersonFactory.published(user=owner)
    old = person.save_revision()
    Person.objects.filter(pk=person.pk).update(user=teammate)
    Person.objects.get(pk=person.pk).revisions.get(pk=old.pk).publish()

    assert Person.objects.get(pk=person.pk).user == teammate


def test_refused_profile_shows_the_reason_and_can_be_submitted_again(signed_in, owner):
    person = PersonFactory.refused(user=owner, refusal_reason="Dites ce que vous faites.")
    assert "Dites ce que vous faites." in signed_in.get(URL).content.decode()

    signed_in.post(URL, filled(action="submit"))
    person.refresh_from_db()
    assert person.state == "to_check"


def test_nothing_is_lost_when_something_is_wrong(signed_in, owner, skill):
    response = signed_in.post(URL, filled(
        display_name="", headline="Gardée", body="Texte gardé", skills=[skill.pk], territory="nulle part",
        picture_file=picture(), phone="05 59 00 11 22", phone_visibility="team",
    ))  # fmt: skip
    page = response.content.decode()

    assert response.status_code == 200
    assert not Person.objects.exists()
    for kept in ('value="Gardée"', "Texte gardé", 'value="nulle part"', 'value="05 59 00 11 22"', str(skill)):
        assert kept in page
    signed_in.post(URL, filled(action="save"))
    assert Person.objects.get(user=owner).photo is not None


@pytest.mark.parametrize("typed", ["Pau", "pau", "64000", "Pau (64)"])
def test_town_is_found_as_people_write_it(signed_in, owner, pau, bayonne, typed):
    signed_in.post(URL, filled(territory=typed))
    assert Person.objects.get(user=owner).territory == pau
    assert 'value="Pau (64)"' in signed_in.get(URL).content.decode()


def test_postal_code_that_is_the_number_of_another_commune_stays_as_it_was_typed(signed_in, pau, bayonne):
    """64102: the number of Bayonne among all communes."""
    pau.postcodes = " 64102 "
    pau.save()
    pau.pk, pau.public_code, pau.code, pau.name, pau.search_key = "64999", "64999", "64999", "Lescar", " lescar"
    pau.save(force_insert=True)

    page = soup(signed_in.post(URL, filled(territory="64102")))

    assert page.select_one("[name=territory]")["value"] == "64102"
    assert "Pau (64)" in page.get_text() and "Lescar (64)" in page.get_text()


def test_several_towns_of_one_name_are_offered(signed_in, pau):
    from maillage.territories.models import Territory

    for code in ("93066", "97411"):
        department = Territory.objects.create(public_code=code[:2], level="departement", code=code[:2], name=code)
        Territory.objects.create(
            public_code=code, level="commune", code=code, name="Saint-Denis", search_key=" saint denis",
            departement=department,
        )  # fmt: skip
    page = signed_in.post(URL, filled(territory="St-Denis")).content.decode()

    assert "Saint-Denis (93), Saint-Denis (97)" in page


def test_photo_is_written_anew_on_the_shelf_of_the_directory(signed_in, owner):
    signed_in.post(URL, filled(picture_file=picture("vacances.png", "PNG", (5000, 10))))
    photo = Person.objects.get(user=owner).photo

    assert (photo.collection.name, photo.width, photo.uploaded_by_user) == ("Annuaire", 3200, owner)


def test_photo_is_never_put_on_the_shelf_of_a_space_called_alike(signed_in, owner, stranger):
    space = SpaceFactory(name="Annuaire")
    team.join(space, user=stranger, role="manager")
    signed_in.post(URL, filled(picture_file=picture()))
    photo = Person.objects.get(user=owner).photo

    assert space.collection.name == photo.collection.name
    assert space.collection != photo.collection
    signed_in.force_login(stranger)
    assert signed_in.get(reverse("wagtailimages:edit", args=[photo.pk])).status_code == 302


@pytest.mark.parametrize("content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"%PDF-1.7"])
def test_photo_that_is_no_picture_is_refused(signed_in, content):
    response = signed_in.post(URL, filled(picture_file=SimpleUploadedFile("photo.jpg", content)))

    assert response.status_code == 200
    assert not Picture.objects.exists()


def test_photo_can_be_taken_away(signed_in, owner):
    person = PersonFactory(user=owner, photo=Picture.objects.create(title="x", file=picture()))
    signed_in.post(URL, filled(remove_picture="on"))
    person.refresh_from_db()

    assert person.photo is None


def test_profile_is_withdrawn_to_a_draft(signed_in, owner):
    person = PersonFactory.published(user=owner, slug="lea")
    signed_in.post(f"{URL}retirer/")
    person.refresh_from_db()

    assert (person.state, person.live) == ("draft", False)
    signed_in.logout()
    assert signed_in.get("/annuaire/personnes/lea/").status_code == 404


def test_profile_is_deleted_with_its_picture_after_a_question(signed_in, owner):
    person = PersonFactory.published(user=owner)
    signed_in.post(URL, filled(picture_file=picture(), action="save"))

    assert signed_in.get(f"{URL}supprimer/").status_code == 200
    assert Person.objects.exists()
    signed_in.post(f"{URL}supprimer/")
    assert not Person.objects.exists()
    assert not Picture.objects.exists()
    assert audit_of(person)[-1] == "deleted"


@pytest.mark.parametrize("path", ["retirer/", "reprendre/", "supprimer/"])
def test_nobody_moves_the_profile_of_somebody_else(client, stranger, owner, path):
    person = PersonFactory.published(user=owner)
    client.force_login(stranger)

    assert client.post(f"{URL}{path}").status_code == 404
    assert Person.objects.get(pk=person.pk).state == "published"


def test_profile_that_a_coordinator_holds_is_not_overwritten(signed_in, owner, coordinator):
    PersonFactory.published(user=owner, headline="Avant", locked=True, locked_by=coordinator)
    page = signed_in.post(URL, filled(headline="Après")).content.decode()

    assert Person.objects.get(user=owner).headline == "Avant"
    assert 'value="Après"' in page


def test_form_offers_words_in_use_and_those_already_chosen(signed_in, owner, skill, sector):
    person = PersonFactory(user=owner)
    person.skills.set([skill])
    person.save()
    type(skill).objects.filter(scheme="skill").update(is_active=False)
    page = signed_in.get(URL).content.decode()

    assert str(skill) in page
    assert "Danse" not in page

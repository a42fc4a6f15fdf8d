"""Pictures and documents of one team's shelf stay out of reach of another team.

The rights are those that a space's group gets: add, change and choose on its own collection.
"""

from io import BytesIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents.models import Document
from wagtail.models import Collection, GroupCollectionPermission

from maillage.base.models import Picture
from members.directory.models import Organisation
from tests.factories.directory import OrganisationFactory
from tests.maillage.curation.record_rights import _text, open_back_office

pytestmark = pytest.mark.django_db

SECRET = "Affiche secrète"


def png(name="x.png"):
    file = BytesIO()
    Image.new("RGB", (8, 8), "#0f6b66").save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue())


def shelf(name, user):
    """A collection and the group that may use it, as `spaces.catalogue` makes them."""
    collection = Collection.objects.get(depth=1).add_child(instance=Collection(name=name))
    group = Group.objects.create(name=name)
    for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        for right in ("add", "change", "choose"):
            permission = Permission.objects.get(content_type__app_label=app, codename=f"{right}_{model}")
            GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    user.groups.add(group)
    return collection


@pytest.fixture
def theirs(owner):
    return shelf("Shelf of the owner", owner)


@pytest.fixture
def mine(stranger):
    open_back_office(stranger)
    return shelf("Shelf of the stranger", stranger)


@pytest.fixture
def picture(theirs):
    return Picture.objects.create(title=SECRET, file=png("affiche-secrete.png"), collection=theirs)


@pytest.fixture
def document(theirs):
    return Document.objects.create(title=SECRET, file=ContentFile(b"x", name="secret.pdf"), collection=theirs)


def picture_addresses(pk):
    def images(name, *args):
        return reverse(f"wagtailimages:{name}", args=args)

    def chooser(name, *args):
        return reverse(f"wagtailimages_chooser:{name}", args=args)

    bulk = [reverse("wagtail_bulk_action", args=["base", "picture", name]) for name in
            ("delete", "add_tags", "add_to_collection")]  # fmt: skip
    return [
        *(images(name, pk) for name in ("edit", "delete", "image_usage", "edit_multiple", "delete_multiple")),
        images("index"), f"{images('index')}?q=Affiche", f"{images('index')}?collection_id=1", images("index_results"),
        images("preview", pk, "width-100"),
        chooser("choose"), f"{chooser('choose')}?q=Affiche", chooser("choose_results"), chooser("chosen", pk),
        f"{chooser('chosen_multiple')}?id={pk}", chooser("select_format", pk),
        *(f"{address}?id={pk}" for address in bulk), *(f"{address}?id=all" for address in bulk),
        "/admin/api/main/images/", f"/admin/api/main/images/{pk}/", f"/admin/api/main/images/find/?id={pk}",
        "/admin/", "/admin/reports/site-history/",
    ]  # fmt: skip


def document_addresses(pk):
    def docs(name, *args):
        return reverse(f"wagtaildocs:{name}", args=args)

    def chooser(name, *args):
        return reverse(f"wagtaildocs_chooser:{name}", args=args)

    bulk = [reverse("wagtail_bulk_action", args=["wagtaildocs", "document", name]) for name in
            ("delete", "add_tags", "add_to_collection")]  # fmt: skip
    return [
        *(docs(name, pk) for name in ("edit", "delete", "document_usage", "edit_multiple", "delete_multiple")),
        docs("index"), f"{docs('index')}?q=Affiche", docs("index_results"),
        chooser("choose"), chooser("choose_results"), chooser("chosen", pk), f"{chooser('chosen_multiple')}?id={pk}",
        *(f"{address}?id={pk}" for address in bulk), *(f"{address}?id=all" for address in bulk),
        "/admin/api/main/documents/", f"/admin/api/main/documents/{pk}/",
    ]  # fmt: skip


def seen(client, addresses):
    """Addresses whose answer shows the secret; nothing may break."""
    found = []
    for address in addresses:
        for response in (client.get(address), client.post(address, {"title": "Volée", "tags": "x"})):
            assert response.status_code < 500, address
            if any(mark in _text(response) for mark in (SECRET, "affiche-secrete", "secret.pdf")):
                found.append(address)
    return found


def test_picture_of_another_shelf_is_out_of_reach(client, stranger, mine, picture):
    client.force_login(stranger)

    assert seen(client, picture_addresses(picture.pk)) == []
    picture.refresh_from_db()
    assert (picture.title, picture.collection.name) == (SECRET, "Shelf of the owner")


def test_document_of_another_shelf_is_out_of_reach(client, stranger, mine, document):
    client.force_login(stranger)

    assert seen(client, document_addresses(document.pk)) == []
    assert Document.objects.filter(pk=document.pk, title=SECRET).exists()


def test_shelf_is_within_reach_of_its_own_team(client, owner, picture, document):
    open_back_office(owner)
    client.force_login(owner)
    addresses = picture_addresses(picture.pk)
    reads = [address for address in addresses if "multiple" not in address and "bulk" not in address]
    found = [address for address in reads if SECRET in _text(client.get(address))]

    assert reverse("wagtailimages:edit", args=[picture.pk]) in found
    assert "/admin/api/main/images/" in found
    assert reverse("wagtailimages_chooser:chosen", args=[picture.pk]) in found


def test_coordinator_keeps_the_shared_shelf_and_every_other(client, coordinator, picture):
    shared = Picture.objects.create(title="Commune", file=png(), collection=Collection.objects.get(depth=1))
    client.force_login(coordinator)
    listing = _text(client.get(reverse("wagtailimages:index")))
    edit = reverse("wagtailimages:edit", args=[picture.pk])
    client.post(edit, {"title": "Corrigée", "collection": picture.collection_id, "focal_point_x": ""})

    assert SECRET in listing
    assert shared.title in listing
    assert "/admin/images/" in client.get("/admin/").content.decode()
    assert Picture.objects.get(pk=picture.pk).title == "Corrigée"


def test_nothing_is_put_on_another_shelf(client, stranger, mine, theirs):
    client.force_login(stranger)
    for address, prefix, field in (
        (reverse("wagtailimages:add"), "", "file"),
        (reverse("wagtailimages_chooser:create"), "image-chooser-upload-", "file"),
        (reverse("wagtailimages:add_multiple"), "", "files[]"),
    ):
        client.post(address, {f"{prefix}title": "À moi", f"{prefix}collection": theirs.pk, f"{prefix}{field}": png()})

    assert set(Picture.objects.values_list("collection__name", flat=True)) <= {"Shelf of the stranger"}


def jpeg(content=None):
    """A picture that says where it was taken, under a name that browsers would run."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (43.0, 17.0, 42.0)
    out = BytesIO()
    Image.new("RGB", (300, 300), "#0f6b66").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("x.html", content or out.getvalue())


def put_at_every_door(client, collection, file):
    """Send a file to each upload of Wagtail; the answers."""
    for address, prefix, field in (
        (reverse("wagtailimages:add"), "", "file"),
        (reverse("wagtailimages_chooser:create"), "image-chooser-upload-", "file"),
        (reverse("wagtailimages:add_multiple"), "", "files[]"),
    ):
        data = {f"{prefix}title": "x", f"{prefix}collection": collection.pk, f"{prefix}{field}": file()}
        yield _text(client.post(address, data))


def test_picture_is_written_anew_at_every_door(client, stranger, mine):
    client.force_login(stranger)
    answers = list(put_at_every_door(client, mine, jpeg))
    replaced = Picture.objects.first()
    client.post(
        reverse("wagtailimages:edit", args=[replaced.pk]), {"title": "x", "collection": mine.pk, "file": jpeg()}
    )

    stored = [picture.file for picture in Picture.objects.all()]
    assert len(stored) == len(answers)
    for file in stored:
        with file.open() as opened, Image.open(opened) as picture:
            assert (file.name[-4:], dict(picture.getexif())) == (".jpg", {})


@pytest.mark.parametrize("content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", jpeg().read()[:400]])
def test_file_that_is_no_picture_is_refused_at_every_door(client, stranger, mine, content):
    client.force_login(stranger)
    answers = list(put_at_every_door(client, mine, lambda: jpeg(content)))

    assert all("JPEG, PNG, WebP ou AVIF" in answer for answer in answers)
    assert not Picture.objects.exists()


def test_record_does_not_take_a_picture_of_another_shelf(client, stranger, mine, picture):
    organisation = OrganisationFactory(name="À moi")
    organisation.team.create(user=stranger)
    client.force_login(stranger)
    address = reverse("wagtailsnippets_directory_organisation:edit", args=[organisation.pk])
    response = client.post(address, {"name": "À moi", "visibility": "public", "logo": picture.pk})
    preview = reverse("wagtailsnippets_directory_organisation:preview_on_edit", args=[organisation.pk])
    shown = client.post(preview, {"name": "À moi", "visibility": "public", "logo": picture.pk})

    assert response.status_code == 200
    assert SECRET not in _text(response)
    assert "affiche-secrete" not in _text(response)
    assert shown.json()["is_valid"] is False
    assert Organisation.objects.get(pk=organisation.pk).logo is None


def test_record_keeps_the_picture_that_it_has(client, stranger, mine, picture):
    organisation = OrganisationFactory(name="À moi", logo=picture)
    organisation.team.create(user=stranger)
    client.force_login(stranger)
    address = reverse("wagtailsnippets_directory_organisation:edit", args=[organisation.pk])
    response = client.post(address, {"name": "Changé", "visibility": "public", "logo": picture.pk})

    assert response.status_code == 302
    assert Organisation.objects.get(pk=organisation.pk).name == "Changé"


def test_wagtail_itself_would_list_every_picture(client, stranger, mine, picture):
    """The reason for `maillage.curation.wagtail.libraries`: when this fails, Wagtail does it by itself."""
    from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

    request = client.get("/admin/").wsgi_request
    request.user = stranger
    view = ImagesAdminAPIViewSet()
    view.request = request

    assert picture in view.get_queryset()

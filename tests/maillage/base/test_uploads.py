"""Pictures that people send: written anew, or refused with a sentence."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from maillage.base.models import Picture
from maillage.base.uploads import clean_picture

SECRET = b"<script>alert(1)</script>"
HERE = (43.0, 17.0, 42.0)


def sent(kind, name="x.jpg", size=(64, 48), mode="RGB", **options):
    out = BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return SimpleUploadedFile(name, out.getvalue())


def where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[2] = HERE
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_picture_keeps_neither_place_nor_comments_and_stands_upright(kind):
    file = sent(kind, exif=where_it_was_taken())
    assert SECRET in file.read()
    clean = clean_picture(file)
    content = clean.read()

    with Image.open(BytesIO(content)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == (kind, (48, 64), {})
        assert (clean.width, clean.height) == picture.size
    assert SECRET not in content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_what_is_hidden_behind_a_picture_does_not_stay(kind):
    file = SimpleUploadedFile("x.html", sent(kind).read() + SECRET)

    clean = clean_picture(file)
    assert SECRET not in clean.read()
    assert not clean.name.endswith("html")


def test_first_of_several_pictures_in_one_jpeg_counts():
    file = sent("MPO", save_all=True, append_images=[Image.new("RGB", (64, 48), "red")])
    with Image.open(file) as picture:
        assert picture.format == "MPO"
    clean = clean_picture(file)

    with Image.open(clean) as picture:
        assert (clean.name, picture.format, picture.size) == ("x.jpg", "JPEG", (64, 48))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', id="svg"),
        pytest.param(sent("GIF").read(), id="gif"),
        pytest.param(sent("PNG").read()[:60], id="cut png"),
        pytest.param(sent("AVIF", size=(300, 300)).read()[:-40], id="cut avif"),
        pytest.param(sent("PNG").read().replace(b"IDAT", b"\x8dl\x00\x00"), id="broken png"),
        pytest.param(sent("PNG", mode="1", size=(8000, 7000)).read(), id="56 million pixels in a few kilobytes"),
    ],
)
def test_other_files_are_refused_with_a_sentence(content):
    with translation.override("en"), pytest.raises(ValueError, match=r"picture.*Give a"):
        clean_picture(SimpleUploadedFile("photo.jpg", content))


@pytest.mark.django_db
def test_picture_is_written_anew_when_it_is_saved():
    picture = Picture.objects.create(title="x", file=sent("JPEG", exif=where_it_was_taken()))

    with picture.file.open() as file, Image.open(file) as stored:
        assert (stored.size, dict(stored.getexif())) == ((48, 64), {})
    assert (picture.width, picture.height) == (48, 64)

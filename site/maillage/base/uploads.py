"""Files from people: believed by their content, never by their name."""

from io import BytesIO

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
SEVERAL_IN_ONE = {"MPO": "JPEG"}  # the JPEG of some telephones; its first picture counts
MAX_SIDE_PX = 3200


class CleanPicture(ContentFile[bytes]):
    """A picture's bytes, with its size in pixels."""

    def __init__(self, content: bytes, *, name: str, width: int, height: int) -> None:
        super().__init__(content, name=name)
        self.width, self.height = width, height


def clean_picture(file: File) -> CleanPicture:
    """The same picture written anew: upright, at most 3,200 px, without EXIF, place or comments.

    Raises ValueError, with a sentence for people, when the content is no picture of a kind and size we take.
    """
    kind, upright = _read(file)
    upright.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX))
    if kind == "JPEG" and upright.mode not in ("L", "RGB"):
        upright = upright.convert("RGB")
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    if upright.mode == "P" and (colours := upright.getpalette()):
        bare.putpalette(colours)
    out = BytesIO()
    bare.save(out, kind, **({"quality": 88, "optimize": True} if kind == "JPEG" else {}))
    stem = (file.name or "picture").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return CleanPicture(out.getvalue(), name=f"{stem}.{FORMATS[kind]}", width=bare.width, height=bare.height)


def _read(file: File) -> tuple[str, Image.Image]:
    """The kind of the picture, and what it shows, upright. Its size is known before its points are unpacked."""
    file.seek(0)
    try:
        with Image.open(file, formats=list(FORMATS)) as picture:
            points = picture.width * picture.height
            kind = SEVERAL_IN_ONE.get(picture.format or "", picture.format or "")
            if points <= settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                picture.load()
                return kind, ImageOps.exif_transpose(picture)
    except Exception as error:  # what decoders raise on a damaged file has no common name
        raise ValueError(_("This file is not a picture we can read. Give a JPEG, PNG, WebP or AVIF file.")) from error
    limit = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
    raise ValueError(_("This picture has more than %(limit)s million pixels. Give a smaller one.") % {"limit": limit})

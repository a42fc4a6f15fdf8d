"""Pictures: re-encoded when they come in, with an author to name."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

from maillage.base.uploads import CleanPicture, clean_picture


class Picture(AbstractImage):
    """A picture with its description (for those who do not see it) and its credit."""

    file: Any  # Wagtail's column: a file in storage, or the new one
    credit = models.CharField(_("credit"), max_length=120, blank=True, help_text=_("Who made it, and its licence."))

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not self.file._committed and not isinstance(self.file.file, CleanPicture):
            self.file = clean = clean_picture(self.file)
            self.width, self.height = clean.width, clean.height
            self.file_size = None
            self.file_hash = ""
        super().save(*args, **kwargs)

    @property
    def default_alt_text(self) -> str:
        """Nothing rather than a file name: an undescribed picture is decoration."""
        return self.description


class Rendition(AbstractRendition):
    """A size and format of a picture, made ahead or on first sight."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]

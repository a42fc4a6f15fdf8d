"""The form of a picture in Wagtail: what comes in is written anew before anything else reads it."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from maillage.base.uploads import clean_picture


class PictureField(WagtailImageField):
    """Wagtail unpacks a picture before it looks at its size, and breaks on a damaged one."""

    def to_python(self, data: Any) -> Any:
        if not data:
            return super().to_python(data)
        self.check_image_file_size(data)
        try:
            return super().to_python(clean_picture(data))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid_image") from error


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            self.fields["file"] = PictureField(label=file.label, required=file.required, widget=file.widget)

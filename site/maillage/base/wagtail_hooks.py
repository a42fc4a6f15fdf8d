"""What the ground floor adds to Wagtail."""

from django.urls import URLPattern, path
from wagtail import hooks

from maillage.base.styleguide.views import styleguide


@hooks.register("register_admin_urls")
def register_styleguide() -> list[URLPattern]:
    return [path("styleguide/", styleguide, name="styleguide")]

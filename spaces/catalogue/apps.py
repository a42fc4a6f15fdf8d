from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "spaces.catalogue"
    label = "catalogue"
    verbose_name = _("Spaces")

    def ready(self) -> None:
        from wagtail.signals import published

        from spaces.catalogue import followers
        from spaces.catalogue.models import Space

        published.connect(followers.space_published, sender=Space, dispatch_uid="catalogue_space_published")
        post_delete.connect(followers.space_deleted, sender=Space, dispatch_uid="catalogue_space_deleted")

"""The network's own name and words."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site


@register_setting(icon="site")
class Network(BaseSiteSetting):
    """What the network calls itself and says on its home page, edited in Wagtail."""

    name = models.CharField(_("name"), max_length=80, default="Maillage")
    tagline = models.CharField(_("tagline"), max_length=140, blank=True)
    headline = models.CharField(_("home page title"), max_length=120, blank=True)
    introduction = models.TextField(_("home page introduction"), max_length=400, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Paris", editable=False)
    language = models.CharField(_("language"), max_length=5, default="fr", editable=False)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    publisher = models.TextField(_("publisher, for the legal notice"), blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("tagline"),
        FieldPanel("headline"),
        FieldPanel("introduction"),
        FieldPanel("contact_email"),
        FieldPanel("publisher"),
    ]

    class Meta:
        verbose_name = _("network")

    @classmethod
    def for_site(cls, site: Site | None) -> "Network":
        """The network of `site`; its defaults where Wagtail has no site (yet), so that pages still answer."""
        return super().for_site(site) if site else cls()

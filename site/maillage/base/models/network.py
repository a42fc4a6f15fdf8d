"""The network's own name and words."""

from datetime import date, tzinfo

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from maillage.base import clock
from maillage.base.zones import get_zone


class Conformity(models.TextChoices):
    """What the French reference for accessibility (RGAA) has a site say of itself."""

    NONE = "none", pgettext_lazy("accessibility", "not compliant")
    PARTIAL = "partial", pgettext_lazy("accessibility", "partially compliant")
    FULL = "full", pgettext_lazy("accessibility", "fully compliant")


class OnPublicHolidays(models.TextChoices):
    """What the doors do on a public holiday."""

    OPEN = "open", _("open as usual")
    CLOSED = "closed", _("closed")


@register_setting(icon="site")
class Network(BaseSiteSetting):
    """What the network calls itself and says on its home page, edited in Wagtail."""

    name = models.CharField(_("name"), max_length=80, default="Maillage")
    tagline = models.CharField(_("tagline"), max_length=140, blank=True)
    headline = models.CharField(_("home page title"), max_length=120, blank=True)
    introduction = models.TextField(_("home page introduction"), max_length=400, blank=True)
    places_introduction = models.TextField(_("above the list of places"), max_length=400, blank=True)
    agenda_introduction = models.TextField(_("above the agenda"), max_length=400, blank=True)
    directory_introduction = models.TextField(_("above the directory"), max_length=400, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Paris", editable=False)
    language = models.CharField(_("language"), max_length=5, default="fr", editable=False)
    public_holidays = models.CharField(
        _("on public holidays, places are"),
        max_length=6,
        choices=OnPublicHolidays,
        default=OnPublicHolidays.OPEN,
        help_text=_(
            "Each place follows, unless it has chosen for itself. The days are those of its country and department."
        ),
    )
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    publisher = models.TextField(
        _("publisher, for the legal notice"),
        blank=True,
        help_text=_("Name, legal form, registration number, address, telephone."),
    )
    publication_director = models.CharField(_("who answers for what is published"), max_length=120, blank=True)
    host = models.TextField(
        _("host, for the legal notice"),
        blank=True,
        help_text=_("Name, address and telephone of who runs the machines."),
    )
    data_protection_email = models.EmailField(
        _("e-mail for personal data"), blank=True, help_text=_("Without it, the contact e-mail.")
    )
    accessibility = models.CharField(
        _("conformity with the RGAA"),
        max_length=8,
        choices=Conformity,
        default=Conformity.NONE,
        help_text=_("Without an audit, the law says “not compliant”."),
    )
    accessibility_audit = models.TextField(
        _("accessibility audit"), blank=True, help_text=_("Who did it, when, and the share of criteria that are met.")
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("tagline"),
                FieldPanel("headline"),
                FieldPanel("introduction"),
                FieldPanel("places_introduction"),
                FieldPanel("agenda_introduction"),
                FieldPanel("directory_introduction"),
            ],
            heading=_("Words"),
        ),
        FieldPanel("public_holidays"),
        MultiFieldPanel(
            [
                FieldPanel("contact_email"),
                FieldPanel("data_protection_email"),
                FieldPanel("publisher"),
                FieldPanel("publication_director"),
                FieldPanel("host"),
            ],
            heading=_("Who answers for the site"),
        ),
        MultiFieldPanel([FieldPanel("accessibility"), FieldPanel("accessibility_audit")], heading=_("Accessibility")),
    ]

    class Meta:
        verbose_name = _("network")

    @property
    def data_contact(self) -> str:
        """Whom to write to about personal data."""
        return self.data_protection_email or self.contact_email

    @property
    def contact_url(self) -> str:
        """The address of a link to write to the network; empty when it has none."""
        return f"mailto:{self.contact_email}" if self.contact_email else ""

    @classmethod
    def for_site(cls, site: Site | None) -> "Network":
        """The network of `site`; its defaults where Wagtail has no site (yet), so that pages still answer."""
        return super().for_site(site) if site else cls()

    @classmethod
    def default(cls) -> "Network":
        """That of Wagtail's default site, where no request says which."""
        return cls.for_site(Site.objects.filter(is_default_site=True).first())

    @property
    def zone(self) -> tzinfo:
        """The clock on which the network reads what day it is."""
        return get_zone(self.time_zone)

    @property
    def today(self) -> date:
        return clock.today(self.zone)

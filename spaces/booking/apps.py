from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BookingConfig(AppConfig):
    name = "spaces.booking"
    label = "booking"
    verbose_name = _("Bookings")

    def ready(self) -> None:
        from spaces.booking import filters, panels, sections, signals  # noqa: F401 - signals connects the receivers
        from spaces.booking.models import guarantee
        from spaces.booking.services.closures import closings, closings_changed_at
        from spaces.catalogue.models.closings import register as register_closings

        post_migrate.connect(guarantee.ensure, sender=self, dispatch_uid="booking_guarantee")
        register_closings("blocks", closings, closings_changed_at)
        filters.register()
        panels.register()
        sections.register()

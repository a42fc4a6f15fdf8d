from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BookingConfig(AppConfig):
    name = "spaces.booking"
    label = "booking"
    verbose_name = _("Bookings")

    def ready(self) -> None:
        from spaces.booking import filters, panels
        from spaces.booking.models import guarantee
        from spaces.booking.services import following

        post_migrate.connect(guarantee.ensure, sender=self, dispatch_uid="booking_guarantee")
        following.connect()
        filters.register()
        panels.register()

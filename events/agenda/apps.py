from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "events.agenda"
    label = "agenda"
    verbose_name = _("Agenda")

    def ready(self) -> None:
        from events.agenda import sections, signals  # noqa: F401 - signals connects the receivers

        sections.register()

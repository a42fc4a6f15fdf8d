from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "maillage.base"
    label = "base"

    def ready(self) -> None:
        from maillage.base import deployment  # noqa: F401 - registers its checks

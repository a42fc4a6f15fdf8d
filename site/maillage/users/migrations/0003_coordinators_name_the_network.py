"""Coordinators edit the network's own settings: its name, who publishes the site, who hosts it."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def allow(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _ = ContentType.objects.get_or_create(app_label="base", model="network")
    change, _ = Permission.objects.get_or_create(
        content_type=content_type, codename="change_network", defaults={"name": "Can change network"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="Coordinators"):
        group.permissions.add(change)


def refuse(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    change = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="base", codename="change_network"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="Coordinators"):
        group.permissions.remove(*change)


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0002_coordinators"),
        ("base", "0001_initial"),
    ]

    operations = [migrations.RunPython(allow, refuse)]

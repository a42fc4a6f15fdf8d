"""Coordinators see and edit the pictures and documents of the whole network: its shared shelf and every space's."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KEPT = (("wagtailimages", "image"), ("wagtaildocs", "document"))
RIGHTS = ("add", "change", "choose")


def allow(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    everything = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for group in apps.get_model("auth", "Group").objects.filter(name="Coordinators"):
        for app, model in KEPT:
            content_type, _ = ContentType.objects.get_or_create(app_label=app, model=model)
            for right in RIGHTS:
                permission, _ = Permission.objects.get_or_create(
                    content_type=content_type, codename=f"{right}_{model}", defaults={"name": f"Can {right} {model}"}
                )
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=everything, permission=permission
                )


def refuse(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(
        group__name="Coordinators", collection__depth=1
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0003_coordinators_name_the_network"),
        ("wagtailcore", "0077_alter_revision_user"),
        ("wagtailimages", "0023_add_choose_permissions"),
        ("wagtaildocs", "0011_add_choose_permissions"),
    ]

    operations = [migrations.RunPython(allow, refuse)]

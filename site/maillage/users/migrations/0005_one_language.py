"""One language for each person, on the account: what Wagtail's profiles said beside it goes."""

from django.db import migrations


def forget_languages_of_profiles(apps, schema_editor):
    apps.get_model("wagtailusers", "UserProfile").objects.exclude(preferred_language="").update(preferred_language="")


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0004_coordinators_keep_the_libraries"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [migrations.RunPython(forget_languages_of_profiles, migrations.RunPython.noop)]

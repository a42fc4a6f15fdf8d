from django.db import migrations


class Migration(migrations.Migration):
    """Nobody wrote it and nothing read it: public holidays are worked out, not kept as exceptional dates."""

    dependencies = [
        ("catalogue", "0007_name_story_blocks"),
    ]

    operations = [
        migrations.RemoveField(model_name="openingexception", name="source"),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    """The folded words of the names of resources, by which their places are found."""

    dependencies = [
        ("catalogue", "0008_drop_source_of_exceptions"),
    ]

    operations = [
        migrations.AddField(
            model_name="resource",
            name="search_text",
            field=models.TextField(default="", editable=False),
        ),
    ]

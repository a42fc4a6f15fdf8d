"""When somebody who was offered other times was told that the place is open again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("booking", "0021_team_told_at")]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="reopened_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]

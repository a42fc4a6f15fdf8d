from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0020_proposal_of_a_resource"),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="team_told_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="About the request that waits for its answer.",
                null=True,
                verbose_name="team written to",
            ),
        ),
    ]

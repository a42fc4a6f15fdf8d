"""What somebody has of a plan is called a pass, as on the pages of the team and of its person."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pricing", "0004_ledger")]

    operations = [
        migrations.AlterModelOptions(
            name="membership",
            options={"ordering": ["-valid_from", "pk"], "verbose_name": "pass", "verbose_name_plural": "passes"},
        ),
    ]

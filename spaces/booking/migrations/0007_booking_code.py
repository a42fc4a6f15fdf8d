"""A code for each booking, also for those that are to come already."""

from secrets import choice

from django.db import migrations, models

from maillage.base import clock

ALPHABET, LENGTH = "23456789ABCDEFGHJKMNPQRSTVWXYZ", 6


def give_codes(apps, schema_editor):
    """Never twice among these: they may be of one space."""
    bookings = apps.get_model("booking", "Booking").objects.filter(code="", end_at__gt=clock.now())
    given = set()
    for booking in bookings.iterator():
        while not booking.code or booking.code in given:
            booking.code = "".join(choice(ALPHABET) for _ in range(LENGTH))
        given.add(booking.code)
        booking.save(update_fields=["code"])


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0006_waitlist"),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="code",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="What its person shows or says at the door. Empty: it was over before it came here.",
                max_length=6,
                verbose_name="code",
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["code"], name="booking_by_code"),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
    ]

import uuid

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import modelcluster.fields
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import maillage.base.clock
import spaces.booking.models.guarantee


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0002_initial"),
        ("directory", "0002_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),  # does nothing but on PostgreSQL: equality of numbers inside a GiST index
        migrations.CreateModel(
            name="BookingSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.base.clock.now, editable=False, verbose_name="created"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=maillage.base.clock.now, editable=False, verbose_name="last change"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("rrule", models.CharField(max_length=200, verbose_name="recurrence")),
            ],
            options={
                "verbose_name": "series",
                "verbose_name_plural": "series",
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.base.clock.now, editable=False, verbose_name="created"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=maillage.base.clock.now, editable=False, verbose_name="last change"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("start_at", models.DateTimeField(verbose_name="start")),
                ("end_at", models.DateTimeField(verbose_name="end")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="lifted")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocks",
                        to="catalogue.resource",
                        verbose_name="resource",
                    ),
                ),
            ],
            options={
                "verbose_name": "block",
                "verbose_name_plural": "blocks",
                "ordering": ["start_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=maillage.base.clock.now, editable=False, verbose_name="created"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=maillage.base.clock.now, editable=False, verbose_name="last change"),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name="places"
                    ),
                ),
                ("start_at", models.DateTimeField(verbose_name="start")),
                ("end_at", models.DateTimeField(verbose_name="end")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("hold", "held while you decide"),
                            ("pending", "waiting for the team's answer"),
                            ("awaiting_payment", "waiting for payment"),
                            ("confirmed", "confirmed"),
                            ("checked_in", "arrived"),
                            ("cancelled", "cancelled"),
                            ("refused", "refused"),
                            ("expired", "expired"),
                            ("released", "released: nobody came"),
                        ],
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="held until")),
                (
                    "price_cents",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="price in cents, VAT included"),
                ),
                ("vat_cents", models.PositiveIntegerField(default=0, verbose_name="VAT in cents")),
                (
                    "vat_rate",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="VAT rate (%)"
                    ),
                ),
                ("currency", models.CharField(default="EUR", max_length=3, verbose_name="currency")),
                ("policy", models.JSONField(blank=True, default=dict, verbose_name="rules when booked")),
                ("buffer_before", models.PositiveIntegerField(default=0, verbose_name="time kept before (min)")),
                ("buffer_after", models.PositiveIntegerField(default=0, verbose_name="time kept after (min)")),
                ("whole_day", models.BooleanField(default=False, verbose_name="keeps the whole day")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="note for the team")),
                ("answer", models.TextField(blank=True, max_length=1000, verbose_name="answer of the team")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("web", "website"),
                            ("api", "API"),
                            ("staff", "team"),
                            ("kiosk", "on site"),
                            ("import", "import"),
                        ],
                        default="web",
                        max_length=8,
                        verbose_name="made through",
                    ),
                ),
                (
                    "sequence",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="version for calendars"),
                ),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="cancelled")),
                ("checked_in_at", models.DateTimeField(blank=True, null=True, verbose_name="arrived")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="bookings",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Empty once the person has had their account erased.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="bookings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="catalogue.resource",
                        verbose_name="resource",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="bookings",
                        to="booking.bookingseries",
                    ),
                ),
            ],
            options={
                "verbose_name": "booking",
                "verbose_name_plural": "bookings",
                "ordering": ["start_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Habilitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("label", models.CharField(max_length=120, verbose_name="name")),
                (
                    "recognised_by",
                    models.ManyToManyField(
                        blank=True,
                        related_name="recognised_habilitations",
                        to="catalogue.space",
                        verbose_name="given by the teams of",
                    ),
                ),
                (
                    "resources",
                    models.ManyToManyField(
                        blank=True, related_name="habilitations", to="catalogue.resource", verbose_name="required for"
                    ),
                ),
            ],
            options={
                "verbose_name": "habilitation",
                "verbose_name_plural": "habilitations",
                "ordering": ["label", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HabilitationGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="training followed")),
                ("granted_at", models.DateTimeField(default=maillage.base.clock.now, verbose_name="given")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "habilitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grants", to="booking.habilitation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="habilitation_grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "habilitation given",
                "verbose_name_plural": "habilitations given",
                "ordering": ["-granted_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("body_digest", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("answer", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ("created_at", models.DateTimeField(db_index=True, default=maillage.base.clock.now)),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "idempotency key",
                "verbose_name_plural": "idempotency keys",
            },
        ),
        migrations.CreateModel(
            name="Quota",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[("all", "everyone"), ("members", "everyone but the team"), ("team", "the team")],
                        default="all",
                        max_length=8,
                        verbose_name="for",
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        choices=[("day", "day"), ("week", "week"), ("month", "month")], max_length=8, verbose_name="per"
                    ),
                ),
                ("minutes", models.PositiveIntegerField(blank=True, null=True, verbose_name="minutes")),
                (
                    "count",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="bookings",
                    ),
                ),
                (
                    "resource",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="quotas", to="catalogue.resource"
                    ),
                ),
            ],
            options={
                "verbose_name": "quota",
                "verbose_name_plural": "quotas",
                "ordering": ["resource", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Use",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(db_index=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("event", "event"), ("outside", "outside calendar")], default="event", max_length=8
                    ),
                ),
                ("start_at", models.DateTimeField()),
                ("end_at", models.DateTimeField()),
                ("label", models.CharField(blank=True, max_length=200)),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="catalogue.resource"
                    ),
                ),
            ],
            options={
                "verbose_name": "use of a resource",
                "verbose_name_plural": "uses of resources",
            },
        ),
        migrations.CreateModel(
            name="Occupancy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(default=1)),
                ("start_at", models.DateTimeField()),
                ("end_at", models.DateTimeField()),
                ("active", models.BooleanField(default=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("booking", "booking"),
                            ("block", "block"),
                            ("event", "event"),
                            ("outside", "outside calendar"),
                        ],
                        max_length=8,
                    ),
                ),
                ("buffer_before", models.PositiveIntegerField(default=0)),
                ("buffer_after", models.PositiveIntegerField(default=0)),
                ("clear_from", models.DateTimeField()),
                ("clear_until", models.DateTimeField()),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                (
                    "block",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="occupancy",
                        to="booking.block",
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="occupancy",
                        to="booking.booking",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="occupancy",
                        to="catalogue.resource",
                    ),
                ),
                (
                    "use",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="occupancy",
                        to="booking.use",
                    ),
                ),
            ],
            options={
                "verbose_name": "occupancy",
                "verbose_name_plural": "occupancy",
            },
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(("end_at__gt", models.F("start_at"))), name="block_in_order"
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["resource", "start_at"], name="booking_of_resource"),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["person", "start_at"], name="booking_of_person"),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("state", "hold")), fields=["expires_at"], name="booking_hold_expiry"
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(condition=models.Q(("state", "pending")), fields=["resource"], name="booking_to_decide"),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("end_at__gt", models.F("start_at"))), name="booking_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(condition=models.Q(("seats__gte", 1)), name="booking_has_a_seat"),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "hold"), _negated=True), ("expires_at__isnull", False), _connector="OR"
                ),
                name="booking_hold_expires",
            ),
        ),
        migrations.AddConstraint(
            model_name="idempotencykey",
            constraint=models.UniqueConstraint(fields=("user", "key"), name="idempotency_key_once"),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__isnull", False), ("count__isnull", False), _connector="OR"),
                name="quota_limits_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.UniqueConstraint(
                fields=("resource", "audience", "period"), name="quota_once_per_audience"
            ),
        ),
        migrations.AddConstraint(
            model_name="use",
            constraint=models.CheckConstraint(
                condition=models.Q(("end_at__gt", models.F("start_at"))), name="use_in_order"
            ),
        ),
        migrations.AddIndex(
            model_name="occupancy",
            index=models.Index(
                condition=models.Q(("active", True)), fields=["resource", "clear_until"], name="occupancy_of_resource"
            ),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=spaces.booking.models.guarantee.NoOverlap(name="occupancy_no_overlap"),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("end_at__gt", models.F("start_at"))), name="occupancy_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("clear_from__lte", models.F("start_at")), ("clear_until__gte", models.F("end_at"))),
                name="occupancy_clear_around",
            ),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=models.CheckConstraint(condition=models.Q(("place__gte", 1)), name="occupancy_place_from_1"),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("block", None), ("booking__isnull", False), ("kind", "booking"), ("use", None)),
                    models.Q(("block__isnull", False), ("booking", None), ("kind", "block"), ("use", None)),
                    models.Q(
                        ("block", None), ("booking", None), ("kind__in", ["event", "outside"]), ("use__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="occupancy_one_owner",
            ),
        ),
    ]

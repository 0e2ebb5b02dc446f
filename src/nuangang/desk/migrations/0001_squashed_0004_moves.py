"""All that 0001 to 0004 come to, for an empty database: in one step, as models are built anew for each."""

import django.db.models.deletion
from django.db import migrations, models

import nuangang.accounts.rows
import nuangang.lib.ids


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("desk", "0001_day_figures"),
        ("desk", "0002_digest_put_away"),
        ("desk", "0003_new_year"),
        ("desk", "0004_moves"),
    ]

    dependencies = [
        ("accounts", "0010_sign_in_attempts_by_index"),
        ("care", "0017_forgetting"),
        ("people", "0025_by_sms"),
    ]

    operations = [
        migrations.CreateModel(
            name="DayFigures",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nuangang.lib.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("day", models.DateField()),
                ("kept_at", models.DateTimeField()),
                ("definition", models.CharField(max_length=10)),
                ("pupils", models.PositiveIntegerField()),
                ("unknown", models.PositiveIntegerField()),
                ("left_behind", models.PositiveIntegerField()),
                ("full", models.PositiveIntegerField()),
                ("paired", models.PositiveIntegerField()),
                ("quiet_14", models.PositiveIntegerField()),
                ("quiet_30", models.PositiveIntegerField()),
                ("week_met", models.PositiveIntegerField()),
                ("week_owed", models.PositiveIntegerField()),
                ("term_met", models.PositiveIntegerField()),
                ("term_owed", models.PositiveIntegerField()),
                ("weeks", models.JSONField(default=list)),
                ("by_definition", models.JSONField(default=dict)),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.school",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="desk_dayfigures_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "day"), name="desk_figures_once_a_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DigestRead",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nuangang.lib.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("day", models.DateField()),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.school",
                    ),
                ),
                (
                    "staff",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="desk_digestread_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "staff", "day"), name="desk_digest_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NewYear",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nuangang.lib.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Being prepared"),
                            ("confirmed", "Confirmed, waits for its day"),
                            ("done", "Done"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("choices", models.JSONField(default=dict)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("undo", models.JSONField(default=dict)),
                (
                    "confirmed_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.school",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="desk_newyear_school_row"
                    ),
                    models.UniqueConstraint(fields=("school", "year"), name="desk_new_year_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nuangang.lib.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("since", models.DateField()),
                ("back_by", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=120)),
                ("told_on", models.DateField(blank=True, null=True)),
                ("told_how", models.CharField(blank=True, max_length=120)),
                ("until", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.child",
                    ),
                ),
                (
                    "excuse",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="care.excuse",
                    ),
                ),
                (
                    "made_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.school",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("school", "id"), name="desk_pause_school_row"),
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("school", "child"),
                        name="desk_pause_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nuangang.lib.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("offer", models.UUIDField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("out", "Going to another school"),
                            ("in", "Coming from another school"),
                        ],
                        max_length=3,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for an answer"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("other_school", models.UUIDField()),
                ("other_name", models.CharField(max_length=60)),
                ("child_name", models.CharField(max_length=60)),
                ("from_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("made_by", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=200)),
                ("answered_by", models.CharField(blank=True, max_length=40)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.child",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.school",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["school", "-made_at"], name="desk_transfer_made")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="desk_transfer_school_row"
                    ),
                    models.UniqueConstraint(fields=("school", "offer"), name="desk_transfer_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open"), ("way", "out")),
                        fields=("school", "child"),
                        name="desk_transfer_one_open",
                    ),
                ],
            },
        ),
    ]

"""All that 0001 to 0002 come to, for an empty database: in one step, as models are built anew for each."""

import django.db.models.deletion
from django.db import migrations, models

import nuangang.accounts.rows
import nuangang.lib.ids
import nuangang.lib.sealing


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("intake", "0001_initial"),
        ("intake", "0002_batch_state_words"),
    ]

    dependencies = [
        ("accounts", "0010_sign_in_attempts_by_index"),
        ("people", "0025_by_sms"),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
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
                ("filename", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("content", nuangang.lib.sealing.SealedTextField(blank=True, default="")),
                ("columns", models.JSONField(default=dict)),
                ("decisions", models.JSONField(default=dict)),
                ("totals", models.JSONField(default=dict)),
                ("report", nuangang.lib.sealing.SealedTextField(blank=True, default="")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("read", "To be confirmed"),
                            ("applied", "Read in"),
                            ("undone", "Taken back"),
                            ("dropped", "Thrown away"),
                        ],
                        default="read",
                        max_length=8,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
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
                "indexes": [models.Index(fields=["school", "-made_at"], name="intake_batch_made")],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "id"), name="intake_batch_school_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchStep",
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
                ("model", models.CharField(max_length=40)),
                ("object_id", models.UUIDField()),
                ("child_id", models.UUIDField(null=True)),
                ("made", models.BooleanField()),
                ("before", nuangang.lib.sealing.SealedTextField(blank=True, default="")),
                ("after", nuangang.lib.sealing.SealedTextField(blank=True, default="")),
                (
                    "batch",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="intake.batch",
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
                "indexes": [models.Index(fields=["school", "batch"], name="intake_step_batch")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="intake_batchstep_school_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Layout",
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
                ("fingerprint", models.CharField(max_length=64)),
                ("columns", models.JSONField(default=dict)),
                ("used_at", models.DateTimeField()),
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
                        fields=("school", "id"), name="intake_layout_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "fingerprint"), name="intake_layout_once"
                    ),
                ],
            },
        ),
    ]

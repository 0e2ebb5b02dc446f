"""Times for keeping, the last day of a hold, and the clearings that were made (append-only)."""

import django.db.models.deletion
from django.db import migrations, models

import nuangang.accounts.rows
import nuangang.lib.ids
from nuangang.lib.database import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_sealed_sessions"),
        ("people", "0024_forgetting"),
        ("privacy", "0007_requests_and_forgetting"),
    ]

    operations = [
        migrations.AddField(
            model_name="hold",
            name="until",
            field=models.DateField(blank=True, null=True, verbose_name="Keep until"),
        ),
        migrations.CreateModel(
            name="KeepingTime",
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
                ("kind", models.CharField(max_length=10)),
                ("amount", models.PositiveSmallIntegerField(verbose_name="How long")),
                ("by_name", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
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
                        fields=("school", "id"), name="privacy_keepingtime_school_row"
                    ),
                    models.UniqueConstraint(fields=("school", "kind"), name="privacy_keeping_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionRun",
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
                ("counts", models.JSONField(default=dict)),
                ("times", models.JSONField(default=dict)),
                ("by_name", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    nuangang.accounts.rows.SchoolKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
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
                "indexes": [models.Index(fields=["school", "at"], name="privacy_run_at")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="privacy_retentionrun_school_row"
                    )
                ],
            },
        ),
        append_only("privacy_retentionrun"),
    ]

"""All that 0001 to 0002 come to, for an empty database: in one step, as models are built anew for each."""

import django.db.models.deletion
from django.db import migrations, models

import nuangang.accounts.rows
import nuangang.lib.ids


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("mentoring", "0001_initial"),
        ("mentoring", "0002_handing_over_and_moves"),
    ]

    dependencies = [
        ("accounts", "0010_sign_in_attempts_by_index"),
        ("people", "0025_by_sms"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("approved", "Approved"),
                            ("dropped", "Dropped"),
                        ],
                        default="draft",
                        max_length=8,
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("all", "All children"),
                            ("open", "Only children without an agent parent"),
                            ("leaving", "The children of somebody who leaves"),
                        ],
                        default="all",
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("since", models.DateField(null=True)),
                ("preferences", models.JSONField(default=dict)),
                ("unmet", models.JSONField(default=list)),
                ("objective", models.BigIntegerField(default=0)),
                ("seconds", models.FloatField(default=0)),
                ("made_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
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
                    "leaving",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
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
                "indexes": [
                    models.Index(fields=["school", "-made_at"], name="mentoring_plan_made")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="mentoring_plan_school_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedPair",
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
                ("kept", models.BooleanField(default=False)),
                ("locked", models.BooleanField(default=False)),
                ("by_hand", models.BooleanField(default=False)),
                ("reasons", models.JSONField(default=list)),
                (
                    "adult",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.child",
                    ),
                ),
                (
                    "plan",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pairs",
                        to="mentoring.plan",
                    ),
                ),
                (
                    "proposed",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
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
                "indexes": [
                    models.Index(fields=["school", "plan", "adult"], name="mentoring_pair_adult")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="mentoring_plannedpair_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "plan", "child"), name="mentoring_pair_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HelperPair",
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
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("child_agreed", models.BooleanField(default=False)),
                ("helper_agreed", models.BooleanField(default=False)),
                (
                    "checked_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="helper_pairs",
                        to="people.child",
                    ),
                ),
                (
                    "helper",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="helps",
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
                "indexes": [
                    models.Index(
                        fields=["school", "child", "until"], name="mentoring_helper_child"
                    ),
                    models.Index(
                        fields=["school", "helper", "until"], name="mentoring_helper_helper"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="mentoring_helperpair_school_row"
                    )
                ],
            },
        ),
    ]

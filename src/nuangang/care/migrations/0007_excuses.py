"""Keep what was excused, by whom and why."""

import django.db.models.deletion
from django.db import migrations, models

import nuangang.accounts.rows
import nuangang.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("care", "0006_results_by_rule_and_outcome"),
        ("people", "0004_one_parent_away"),
    ]

    operations = [
        migrations.CreateModel(
            name="Excuse",
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
                ("begins", models.DateField(verbose_name="From")),
                ("ends", models.DateField(verbose_name="To")),
                ("reason", models.CharField(max_length=120, verbose_name="Why")),
                ("made_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agreed_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="excuses",
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
                (
                    "staff",
                    nuangang.accounts.rows.SchoolKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="excuses",
                        to="people.staff",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["school", "ends"], name="care_excuse_ends")],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "id"), name="care_excuse_school_row"),
                    models.CheckConstraint(
                        condition=models.Q(("begins__lte", models.F("ends"))),
                        name="care_excuse_forwards",
                    ),
                ],
            },
        ),
    ]

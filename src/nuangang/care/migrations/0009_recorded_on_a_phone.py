"""Keep when a phone wrote a record down, and what two people recorded of the same."""

import django.db.models.deletion
from django.db import migrations, models

import nuangang.accounts.rows
import nuangang.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("care", "0008_kinds_of_checks"),
        ("people", "0005_list_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="carerecord",
            name="phone_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Beside",
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
                ("kept_at", models.DateTimeField(null=True)),
                (
                    "mine",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="care.carerecord",
                    ),
                ),
                (
                    "other",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="care.carerecord",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("kept_at__isnull", True)),
                        fields=["school", "staff"],
                        name="care_beside_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "id"), name="care_beside_school_row"),
                    models.UniqueConstraint(
                        fields=("school", "mine", "other"), name="care_beside_once"
                    ),
                ],
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models

import nuangang.accounts.rows
import nuangang.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_squashed_0010_sign_in_attempts_by_index"),
        ("incidents", "0005_to_warn"),
        ("people", "0001_squashed_0025_by_sms"),
    ]

    operations = [
        migrations.CreateModel(
            name="DutyShift",
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
                ("day", models.DateField(verbose_name="Day")),
                ("night", models.BooleanField(default=False, verbose_name="Night")),
                ("made_at", models.DateTimeField()),
                ("over_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
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
                (
                    "staff",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "stand_in",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["school", "day"], name="incidents_shifts_of")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="incidents_dutyshift_school_row"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("over_at__isnull", True)),
                        fields=("school", "day", "night"),
                        name="incidents_one_on_duty",
                    ),
                ],
            },
        ),
    ]

"""Say how a duty is counted, who met it last, and which period it missed."""

import django.db.models.deletion
from django.db import migrations, models

import nuangang.accounts.rows


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("care", "0002_append_only"),
        ("people", "0002_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="carerecord",
            name="late_for",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="carerule",
            name="at_most",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="and up to"),
        ),
        migrations.AddField(
            model_name="carerule",
            name="counting",
            field=models.CharField(
                choices=[
                    ("records", "every record"),
                    ("children", "different children"),
                    ("days", "different days"),
                ],
                default="records",
                max_length=8,
                verbose_name="What is counted",
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="last_done_by",
            field=nuangang.accounts.rows.SchoolKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.staff",
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="missed_from",
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("child__isnull", True),
                    ("closed_on__isnull", True),
                    ("klass__isnull", True),
                    ("staff__isnull", False),
                ),
                fields=("school", "rule", "staff"),
                name="care_duty_one_per_adult",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on__isnull", True), ("klass__isnull", False)),
                fields=("school", "rule", "klass"),
                name="care_duty_one_per_class",
            ),
        ),
    ]

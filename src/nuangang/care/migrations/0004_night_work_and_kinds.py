"""Keep notes of the clock's nightly work, and know two more kinds of care."""

import django.db.models.deletion
from django.db import migrations, models

import nuangang.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("care", "0003_how_duties_are_counted"),
    ]

    operations = [
        migrations.AlterField(
            model_name="carerecord",
            name="kind",
            field=models.CharField(
                choices=[
                    ("talk", "Talk"),
                    ("tutoring", "Tutoring"),
                    ("parent_call", "Call to the parents"),
                    ("carer_call", "Call to the carer"),
                    ("child_call", "Child called the parents"),
                    ("home_visit", "Home visit"),
                    ("gift", "Gift or aid"),
                    ("letter", "Letter"),
                    ("reunion", "Talk with the parents at home"),
                    ("activity", "Activity"),
                    ("meeting", "Meeting with the carers"),
                    ("look_in", "Looked in on the child"),
                    ("summary", "Written summary"),
                ],
                max_length=16,
                verbose_name="What",
            ),
        ),
        migrations.AlterField(
            model_name="carerule",
            name="kind",
            field=models.CharField(
                choices=[
                    ("talk", "Talk"),
                    ("tutoring", "Tutoring"),
                    ("parent_call", "Call to the parents"),
                    ("carer_call", "Call to the carer"),
                    ("child_call", "Child called the parents"),
                    ("home_visit", "Home visit"),
                    ("gift", "Gift or aid"),
                    ("letter", "Letter"),
                    ("reunion", "Talk with the parents at home"),
                    ("activity", "Activity"),
                    ("meeting", "Meeting with the carers"),
                    ("look_in", "Looked in on the child"),
                    ("summary", "Written summary"),
                ],
                max_length=16,
                verbose_name="What",
            ),
        ),
        migrations.CreateModel(
            name="NightWork",
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
                ("work", models.CharField(max_length=40)),
                ("day", models.DateField()),
                ("done_at", models.DateTimeField()),
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
                        fields=("school", "id"), name="care_nightwork_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "work", "day"), name="care_night_once"
                    ),
                ],
            },
        ),
    ]

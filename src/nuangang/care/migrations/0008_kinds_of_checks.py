"""Know class meetings, health checks and looks at a pair."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0007_excuses"),
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
                    ("class_meeting", "Class meeting on a theme"),
                    ("health_check", "Health check"),
                    ("pair_check", "Looked how the pair gets on"),
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
                    ("class_meeting", "Class meeting on a theme"),
                    ("health_check", "Health check"),
                    ("pair_check", "Looked how the pair gets on"),
                    ("summary", "Written summary"),
                ],
                max_length=16,
                verbose_name="What",
            ),
        ),
    ]

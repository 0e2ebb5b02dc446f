from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0008_reports_append_only")]

    operations = [
        migrations.RemoveIndex(model_name="deadline", name="incidents_to_warn"),
        migrations.AddField(
            model_name="deadline", name="warn_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                fields=["warn_at"],
                name="incidents_warn_next",
                condition=models.Q(
                    ("called_off_at__isnull", True),
                    ("told_at__isnull", True),
                    ("warn_at__isnull", False),
                    ("warned_at__isnull", True),
                ),
            ),
        ),
    ]

"""Let a child's file have a photo."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_pairs_are_said_yes_to"),
    ]

    operations = [
        migrations.AddField(
            model_name="child",
            name="photo",
            field=models.UUIDField(editable=False, null=True),
        ),
    ]

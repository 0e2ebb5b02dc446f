"""Let a school name kinds of care itself; nothing changes in the tables."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0014_find_what_was_told_since"),
    ]

    operations = [
        migrations.AlterField(
            model_name="carerecord",
            name="kind",
            field=models.CharField(max_length=16, verbose_name="What"),
        ),
        migrations.AlterField(
            model_name="carerule",
            name="kind",
            field=models.CharField(max_length=16, verbose_name="What"),
        ),
    ]

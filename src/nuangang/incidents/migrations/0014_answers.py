from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_squashed_0010_sign_in_attempts_by_index"),
        ("incidents", "0013_to_county"),
        ("people", "0001_squashed_0025_by_sms"),
    ]

    operations = [
        migrations.AddField(
            model_name="seenlink",
            name="message_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name="seenlink",
            index=models.Index(fields=["school", "message_id"], name="incidents_links_sent"),
        ),
    ]

"""Keep photos with what was recorded."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import nuangang.accounts.rows
import nuangang.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("care", "0011_shared_records_append_only"),
        ("people", "0005_list_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Photo",
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
                ("together", models.UUIDField()),
                ("file", models.UUIDField(default=uuid.uuid4)),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "removed_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
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
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["school", "together"], name="care_photo_together")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "id"), name="care_photo_school_row")
                ],
            },
        ),
    ]

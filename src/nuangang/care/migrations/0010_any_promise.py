"""Say any promise: who owes it, for which group, of how many; and what was done with several."""

import django.db.models.deletion
from django.db import migrations, models

import nuangang.accounts.rows
import nuangang.lib.ids
import nuangang.lib.sealing


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("care", "0009_recorded_on_a_phone"),
        ("people", "0005_list_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="SharedRecord",
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
                ("kind", models.CharField(max_length=16, verbose_name="What")),
                ("group", models.CharField(blank=True, default="", max_length=50)),
                ("happened_on", models.DateField(verbose_name="When")),
                ("recorded_at", models.DateTimeField()),
                (
                    "words",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", verbose_name="In a few words"
                    ),
                ),
                (
                    "people",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="How many took part"
                    ),
                ),
                ("withdrawn", models.BooleanField(default=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="duty",
            name="care_duty_one_per_adult",
        ),
        migrations.AddField(
            model_name="carerule",
            name="owing",
            field=models.JSONField(blank=True, default=dict, verbose_name="Owed by whom exactly"),
        ),
        migrations.AddField(
            model_name="carerule",
            name="share",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="Of how many in a hundred"
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="born",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="duty",
            name="group",
            field=models.CharField(blank=True, default="", max_length=50),
        ),
        migrations.AddField(
            model_name="duty",
            name="size",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="carerule",
            name="owed",
            field=models.CharField(
                choices=[
                    ("per_child", "for each child"),
                    ("per_adult", "for each grown-up"),
                    ("per_class", "for each class"),
                    ("per_grade", "for each grade"),
                    ("per_dorm", "for each dormitory"),
                    ("per_village", "for each village"),
                    ("per_school", "once for the school"),
                ],
                default="per_child",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="carerule",
            name="owed_by",
            field=models.CharField(
                choices=[
                    ("agent_parent", "Agent parent"),
                    ("class_teacher", "Class teacher"),
                    ("every_teacher", "Every teacher"),
                    ("school", "The school"),
                    ("family", "Parents or carer"),
                    ("child", "The child"),
                    ("posts", "Whoever holds a post"),
                    ("party", "Party members"),
                    ("staff", "Every member of staff"),
                    ("people", "People chosen by name"),
                ],
                max_length=16,
                verbose_name="Owed by",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("child__isnull", True),
                    ("closed_on__isnull", True),
                    ("group", ""),
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
                condition=models.Q(
                    ("closed_on__isnull", True), models.Q(("group", ""), _negated=True)
                ),
                fields=("school", "rule", "group"),
                name="care_duty_one_per_group",
            ),
        ),
        migrations.AddField(
            model_name="sharedrecord",
            name="klass",
            field=nuangang.accounts.rows.SchoolKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="people.schoolclass",
            ),
        ),
        migrations.AddField(
            model_name="sharedrecord",
            name="recorded_by",
            field=nuangang.accounts.rows.SchoolKey(
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="people.staff",
            ),
        ),
        migrations.AddField(
            model_name="sharedrecord",
            name="school",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.school",
            ),
        ),
        migrations.AddField(
            model_name="sharedrecord",
            name="staff",
            field=nuangang.accounts.rows.SchoolKey(
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="people.staff",
            ),
        ),
        migrations.AddField(
            model_name="sharedrecord",
            name="supersedes",
            field=nuangang.accounts.rows.SchoolKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="care.sharedrecord",
            ),
        ),
        migrations.AddIndex(
            model_name="sharedrecord",
            index=models.Index(fields=["school", "happened_on", "kind"], name="care_shared_day"),
        ),
        migrations.AddConstraint(
            model_name="sharedrecord",
            constraint=models.UniqueConstraint(
                fields=("school", "id"), name="care_sharedrecord_school_row"
            ),
        ),
        migrations.AddConstraint(
            model_name="sharedrecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes__isnull", False)),
                fields=("school", "supersedes"),
                name="care_shared_superseded_once",
            ),
        ),
    ]

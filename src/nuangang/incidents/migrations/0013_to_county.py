import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuangang.accounts.rows
import nuangang.lib.ids
import nuangang.lib.sealing


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_squashed_0010_sign_in_attempts_by_index"),
        ("incidents", "0012_joining"),
        ("people", "0001_squashed_0025_by_sms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Escalation",
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
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("grave", "by the rules, at once"),
                            ("missed", "a time was missed"),
                            ("unled", "nobody led for too long"),
                            ("hand", "by hand"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("words", nuangang.lib.sealing.SealedTextField(blank=True, default="")),
                ("received_at", models.DateTimeField(null=True)),
                ("received_by", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OfficerContact",
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
                (
                    "phone",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", verbose_name="Mobile"
                    ),
                ),
                (
                    "mail",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", verbose_name="E-mail"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="incident",
            name="county_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="incident",
            name="county_missed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="incident",
            name="escalated_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="incident",
            name="unled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="incidentstep",
            name="kind",
            field=models.CharField(
                choices=[
                    ("raised", "Raised"),
                    ("attempt", "Told or tried"),
                    ("seen", "The family tapped the link: seen"),
                    ("done", "Done"),
                    ("note", "Noted"),
                    ("child", "A child more"),
                    ("grave", "It is grave"),
                    ("paged", "Nobody leads: SMS to the next"),
                    ("warned", "Time nearly up: SMS to whoever leads"),
                    ("led", "Took the lead"),
                    ("handed", "Handed the lead over"),
                    ("reported", "Written report handed in"),
                    ("receipt", "Receipt of the police"),
                    ("county", "Sent on to the county office"),
                    ("received", "The county office has received it"),
                    ("ordered", "Instruction of the county office"),
                    ("answered", "Answered by SMS"),
                    ("closed", "Closed"),
                    ("lesson", "What we learn from it"),
                    ("after", "Afterwards"),
                    ("reopened", "Opened again"),
                    ("joined", "Joined: one event, raised twice"),
                    ("parted", "Parted again: two events"),
                ],
                max_length=10,
                verbose_name="What was done",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("county_at__isnull", False)),
                fields=["county_at"],
                name="incidents_to_county",
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="by",
            field=nuangang.accounts.rows.SchoolKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.staff",
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="incident",
            field=nuangang.accounts.rows.SchoolKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="incidents.incident",
            ),
        ),
        migrations.AddField(
            model_name="escalation",
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
            model_name="officercontact",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="escalation",
            index=models.Index(fields=["school", "-at"], name="incidents_escalated"),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(
                fields=("school", "id"), name="incidents_escalation_school_row"
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(
                fields=("school", "incident"), name="incidents_county_one"
            ),
        ),
    ]

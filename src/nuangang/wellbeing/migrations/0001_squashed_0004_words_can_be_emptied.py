"""All that 0001 to 0004 come to, for an empty database: in one step, as models are built anew for each."""

import django.db.models.deletion
from django.db import migrations, models

import nuangang.accounts.rows
import nuangang.lib.ids
import nuangang.lib.sealing
from nuangang.lib.database import append_only, erasable, let_keys_change


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("wellbeing", "0001_initial"),
        ("wellbeing", "0002_append_only"),
        ("wellbeing", "0003_notes_take_newer_keys"),
        ("wellbeing", "0004_words_can_be_emptied"),
    ]

    dependencies = [
        ("accounts", "0010_sign_in_attempts_by_index"),
        ("people", "0025_by_sms"),
    ]

    operations = [
        migrations.CreateModel(
            name="Concern",
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
                ("written_at", models.DateTimeField()),
                ("happened_on", models.DateField(verbose_name="When it was")),
                (
                    "urgency",
                    models.CharField(
                        choices=[("today", "Today"), ("week", "This week")],
                        max_length=8,
                        verbose_name="How soon",
                    ),
                ),
                (
                    "circle",
                    models.CharField(
                        choices=[
                            ("all", "The lead, the counsellor and the head"),
                            ("head", "Only the head: it is about a colleague"),
                            ("not_head", "Not the head: it is about the head"),
                        ],
                        max_length=8,
                        verbose_name="Who reads it",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "New"), ("received", "Received"), ("closed", "Closed")],
                        default="new",
                        max_length=8,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("escalated_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "said",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("talked", "We talked with the child"),
                            ("family", "We spoke with the family"),
                            ("watched", "We keep an eye on it"),
                            ("passed", "It is with somebody who knows what to do"),
                            ("settled", "It is settled"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("said_at", models.DateTimeField(null=True)),
                (
                    "received_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
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
                    "written_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["school", "state", "-written_at"], name="wellbeing_concern_state"
                    ),
                    models.Index(fields=["school", "written_by"], name="wellbeing_concern_writer"),
                    models.Index(
                        condition=models.Q(("escalated_at__isnull", True), ("state", "new")),
                        fields=["school", "due_at"],
                        name="wellbeing_concern_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="wellbeing_concern_school_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConcernChild",
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
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.child",
                    ),
                ),
                (
                    "concern",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="about",
                        to="wellbeing.concern",
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
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["school", "child"], name="wellbeing_concern_about")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="wellbeing_concernchild_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "concern", "child"), name="wellbeing_concern_child_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConcernStep",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("told", "Written down"),
                            ("added", "Further line by the writer"),
                            ("received", "Received"),
                            ("talked", "Talked to the child"),
                            ("family", "Called the family"),
                            ("passed", "Passed to the counsellor"),
                            ("duty", "Opened a duty or told the agent parent"),
                            (
                                "outside",
                                "Reported outside (police, civil affairs, education bureau)",
                            ),
                            ("other", "Something else"),
                            ("nothing", "No action, because …"),
                            ("escalated", "Nobody received it in time"),
                            ("closed", "Closed"),
                            ("reopened", "Opened again"),
                            ("printed", "Printed for the paper folder"),
                        ],
                        max_length=10,
                        verbose_name="What was done",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "words",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", key="counselling", verbose_name="In words"
                    ),
                ),
                (
                    "place",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True,
                        default="",
                        key="counselling",
                        verbose_name="Where, and about what time",
                    ),
                ),
                (
                    "named",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", key="counselling", verbose_name="Another child"
                    ),
                ),
                (
                    "by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "concern",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="wellbeing.concern",
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
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["school", "concern", "at"], name="wellbeing_concern_steps")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="wellbeing_concernstep_school_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Glass",
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
                ("reason", nuangang.lib.sealing.SealedTextField(key="counselling")),
                ("broken_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.child",
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
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["school", "by", "ends_at"], name="wellbeing_glass_live"),
                    models.Index(fields=["school", "-broken_at"], name="wellbeing_glass_month"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="wellbeing_glass_school_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedNote",
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
                    "kind",
                    models.CharField(
                        choices=[("counselling", "Counselling note"), ("legal", "Legal aid note")],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("happened_on", models.DateField(verbose_name="Day")),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="Next time")),
                (
                    "by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.child",
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
                    "supersedes",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="wellbeing.sealednote",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["school", "child", "-happened_on"], name="wellbeing_note_child"
                    ),
                    models.Index(fields=["school", "kind", "child"], name="wellbeing_note_kind"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="wellbeing_sealednote_school_row"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", False)),
                        fields=("school", "supersedes"),
                        name="wellbeing_note_superseded_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalWords",
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
                ("body", nuangang.lib.sealing.SealedTextField(key="counselling")),
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
                    "note",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="wellbeing.sealednote",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="wellbeing_legalwords_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "note"), name="wellbeing_legalwords_one_text"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GlassEvent",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("told", "Told"),
                            ("seen", "Seen"),
                            ("read", "Read"),
                            ("closed", "Closed before the time"),
                            ("reviewed", "Signed off"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("justified", "Justified"), ("not", "Not justified")],
                        default="",
                        max_length=9,
                    ),
                ),
                (
                    "words",
                    nuangang.lib.sealing.SealedTextField(blank=True, default="", key="counselling"),
                ),
                (
                    "glass",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="wellbeing.glass",
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
                (
                    "note",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="wellbeing.sealednote",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["school", "glass", "at"], name="wellbeing_glass_events"),
                    models.Index(
                        condition=models.Q(("kind__in", ["told", "seen"])),
                        fields=["school", "staff", "kind"],
                        name="wellbeing_glass_told",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="wellbeing_glassevent_school_row"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["closed", "reviewed"])),
                        fields=("school", "glass", "kind"),
                        name="wellbeing_glass_ends_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["told", "seen"])),
                        fields=("school", "glass", "kind", "staff"),
                        name="wellbeing_glass_told_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CounsellingWords",
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
                ("body", nuangang.lib.sealing.SealedTextField(key="counselling")),
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
                    "note",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="wellbeing.sealednote",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="wellbeing_counsellingwords_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "note"), name="wellbeing_counsellingwords_one_text"
                    ),
                ],
            },
        ),
        append_only("wellbeing_concernstep"),
        append_only("wellbeing_sealednote"),
        append_only("wellbeing_counsellingwords"),
        append_only("wellbeing_legalwords"),
        append_only("wellbeing_glass"),
        append_only("wellbeing_glassevent"),
        let_keys_change("wellbeing_concernstep", "words", "place", "named"),
        let_keys_change("wellbeing_counsellingwords", "body"),
        let_keys_change("wellbeing_legalwords", "body"),
        let_keys_change("wellbeing_glass", "reason"),
        let_keys_change("wellbeing_glassevent", "words"),
        erasable("wellbeing_counsellingwords", ("body",)),
        erasable("wellbeing_legalwords", ("body",)),
        erasable("wellbeing_concernstep", ("words", "place", "named")),
        erasable("wellbeing_glass", ("reason",)),
        erasable("wellbeing_glassevent", ("words",)),
    ]

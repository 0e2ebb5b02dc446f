"""All that 0001 to 0017 come to, for an empty database: in one step, as models are built anew for each."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import nuangang.accounts.rows
import nuangang.lib.ids
import nuangang.lib.sealing
from nuangang.lib.database import append_only, erasable, let_keys_change


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("care", "0001_initial"),
        ("care", "0002_append_only"),
        ("care", "0003_how_duties_are_counted"),
        ("care", "0004_night_work_and_kinds"),
        ("care", "0005_find_what_was_recorded_together"),
        ("care", "0006_results_by_rule_and_outcome"),
        ("care", "0007_excuses"),
        ("care", "0008_kinds_of_checks"),
        ("care", "0009_recorded_on_a_phone"),
        ("care", "0010_any_promise"),
        ("care", "0011_shared_records_append_only"),
        ("care", "0012_photos"),
        ("care", "0013_follow_ups_let_go"),
        ("care", "0014_find_what_was_told_since"),
        ("care", "0015_kinds_of_their_own"),
        ("care", "0016_records_take_newer_keys"),
        ("care", "0017_forgetting"),
    ]

    dependencies = [
        ("accounts", "0010_sign_in_attempts_by_index"),
        ("people", "0025_by_sms"),
    ]

    operations = [
        migrations.CreateModel(
            name="CareRecord",
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
                ("happened_on", models.DateField(verbose_name="When")),
                ("recorded_at", models.DateTimeField()),
                (
                    "could_not",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("child_away", "The child was away"),
                            ("no_answer", "Nobody answered"),
                            ("number_wrong", "The number is wrong"),
                            ("refused", "They did not want to"),
                            ("no_time", "I had no time"),
                            ("other", "Another reason"),
                        ],
                        max_length=16,
                        verbose_name="Could not",
                    ),
                ),
                ("aspects", models.JSONField(default=list, verbose_name="About")),
                (
                    "mood",
                    models.CharField(
                        blank=True,
                        choices=[("good", "Fine"), ("so_so", "So-so"), ("low", "Low")],
                        max_length=6,
                        verbose_name="The child is",
                    ),
                ),
                (
                    "words",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", verbose_name="In a few words"
                    ),
                ),
                (
                    "with_whom",
                    models.CharField(blank=True, max_length=20, verbose_name="Spoke with"),
                ),
                ("follow_up_on", models.DateField(blank=True, null=True, verbose_name="Follow up")),
                ("together", models.UUIDField(null=True)),
                ("withdrawn", models.BooleanField(default=False)),
                ("late_for", models.DateField(null=True)),
                (
                    "reason",
                    models.CharField(blank=True, max_length=120, verbose_name="Why corrected"),
                ),
                ("phone_at", models.DateTimeField(null=True)),
                (
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="care_records",
                        to="people.child",
                    ),
                ),
                (
                    "recorded_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
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
                        related_name="care_records",
                        to="people.staff",
                    ),
                ),
                (
                    "supersedes",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="care.carerecord",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["school", "child", "-happened_on"], name="care_record_child"
                    ),
                    models.Index(fields=["school", "happened_on", "kind"], name="care_record_day"),
                    models.Index(
                        fields=["school", "staff", "-happened_on"], name="care_record_staff"
                    ),
                    models.Index(fields=["school", "recorded_at"], name="care_record_told"),
                    models.Index(
                        condition=models.Q(("together__isnull", False)),
                        fields=["school", "together"],
                        name="care_record_together",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="care_carerecord_school_row"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", False)),
                        fields=("school", "supersedes"),
                        name="care_record_superseded_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Beside",
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
                ("kept_at", models.DateTimeField(null=True)),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "mine",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="care.carerecord",
                    ),
                ),
                (
                    "other",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="care.carerecord",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("kept_at__isnull", True)),
                        fields=["school", "staff"],
                        name="care_beside_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "id"), name="care_beside_school_row"),
                    models.UniqueConstraint(
                        fields=("school", "mine", "other"), name="care_beside_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CareRule",
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
                ("name", models.CharField(max_length=60, verbose_name="What it is called")),
                ("template", models.CharField(blank=True, max_length=40)),
                ("kind", models.CharField(max_length=16, verbose_name="What")),
                ("proofs", models.JSONField(default=list, verbose_name="What counts")),
                (
                    "owed_by",
                    models.CharField(
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
                (
                    "owing",
                    models.JSONField(blank=True, default=dict, verbose_name="Owed by whom exactly"),
                ),
                (
                    "owed",
                    models.CharField(
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
                ("unit", models.CharField(max_length=24, verbose_name="How often")),
                ("every", models.PositiveSmallIntegerField(default=1)),
                ("count", models.PositiveSmallIntegerField(default=1, verbose_name="How many")),
                (
                    "at_most",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="and up to"
                    ),
                ),
                (
                    "share",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Of how many in a hundred"
                    ),
                ),
                (
                    "counting",
                    models.CharField(
                        choices=[
                            ("records", "every record"),
                            ("children", "different children"),
                            ("days", "different days"),
                        ],
                        default="records",
                        max_length=8,
                        verbose_name="What is counted",
                    ),
                ),
                ("window", models.JSONField(blank=True, default=dict)),
                (
                    "children",
                    models.JSONField(blank=True, default=dict, verbose_name="Which children"),
                ),
                ("since", models.DateField(verbose_name="From")),
                ("until", models.DateField(blank=True, null=True, verbose_name="To")),
                (
                    "made_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "replaces",
                    nuangang.accounts.rows.SchoolKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="care.carerule",
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
                "indexes": [models.Index(fields=["school", "until"], name="care_rule_until")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="care_carerule_school_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
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
                ("group", models.CharField(blank=True, default="", max_length=50)),
                ("size", models.PositiveSmallIntegerField(default=0)),
                ("born", models.DateField(null=True)),
                ("begins", models.DateField()),
                ("ends", models.DateField()),
                ("due_at", models.DateTimeField()),
                ("owed", models.PositiveSmallIntegerField(default=1)),
                ("done", models.PositiveSmallIntegerField(default=0)),
                ("exempt", models.BooleanField(default=False)),
                ("missed_in_a_row", models.PositiveSmallIntegerField(default=0)),
                ("missed_from", models.DateField(null=True)),
                ("last_done_on", models.DateField(null=True)),
                ("opened_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
                ("frozen_through", models.DateField(null=True)),
                (
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="people.child",
                    ),
                ),
                (
                    "klass",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.schoolclass",
                    ),
                ),
                (
                    "last_done_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "rule",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="care.carerule",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="people.staff",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["school", "staff", "closed_on"], name="care_duty_staff"),
                    models.Index(fields=["school", "child", "closed_on"], name="care_duty_child"),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=["due_at"],
                        name="care_duty_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "id"), name="care_duty_school_row"),
                    models.UniqueConstraint(
                        condition=models.Q(("child__isnull", False), ("closed_on__isnull", True)),
                        fields=("school", "rule", "child"),
                        name="care_duty_one_per_child",
                    ),
                    models.UniqueConstraint(
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
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True), models.Q(("group", ""), _negated=True)
                        ),
                        fields=("school", "rule", "group"),
                        name="care_duty_one_per_group",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on__isnull", True), ("klass__isnull", False)),
                        fields=("school", "rule", "klass"),
                        name="care_duty_one_per_class",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Excuse",
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
                ("begins", models.DateField(verbose_name="From")),
                ("ends", models.DateField(verbose_name="To")),
                ("reason", models.CharField(max_length=120, verbose_name="Why")),
                ("made_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agreed_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="excuses",
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
                    "staff",
                    nuangang.accounts.rows.SchoolKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="excuses",
                        to="people.staff",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["school", "ends"], name="care_excuse_ends")],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "id"), name="care_excuse_school_row"),
                    models.CheckConstraint(
                        condition=models.Q(("begins__lte", models.F("ends"))),
                        name="care_excuse_forwards",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetGo",
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
                ("at", models.DateTimeField()),
                (
                    "by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "record",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="care.carerecord",
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
                "constraints": [
                    models.UniqueConstraint(fields=("school", "id"), name="care_letgo_school_row"),
                    models.UniqueConstraint(fields=("school", "record"), name="care_let_go_once"),
                ],
            },
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
        migrations.CreateModel(
            name="PeriodResult",
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
                ("begins", models.DateField()),
                ("ends", models.DateField()),
                ("owed", models.PositiveSmallIntegerField()),
                ("done", models.PositiveSmallIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("met", "Met"), ("missed", "Missed"), ("excused", "Excused")],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=120)),
                ("known_at", models.DateTimeField()),
                (
                    "agreed_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.child",
                    ),
                ),
                (
                    "duty",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="results",
                        to="care.duty",
                    ),
                ),
                (
                    "klass",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.schoolclass",
                    ),
                ),
                (
                    "rule",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="care.carerule",
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["school", "ends", "rule", "outcome"], name="care_result_ends"
                    ),
                    models.Index(fields=["school", "child"], name="care_result_child"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="care_periodresult_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "duty", "begins"), name="care_result_frozen_once"
                    ),
                ],
            },
        ),
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
                (
                    "klass",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.schoolclass",
                    ),
                ),
                (
                    "recorded_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
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
                (
                    "supersedes",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="care.sharedrecord",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["school", "happened_on", "kind"], name="care_shared_day")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="care_sharedrecord_school_row"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes__isnull", False)),
                        fields=("school", "supersedes"),
                        name="care_shared_superseded_once",
                    ),
                ],
            },
        ),
        append_only("care_carerecord"),
        append_only("care_periodresult"),
        append_only("care_sharedrecord"),
        let_keys_change("care_carerecord", "words"),
        let_keys_change("care_sharedrecord", "words"),
        erasable("care_carerecord", ("words", "reason", "with_whom")),
        erasable("care_periodresult", ("reason",)),
    ]

"""All that 0001 to 0012 come to, for an empty database: in one step, as models are built anew for each."""

import django.db.models.deletion
from django.db import migrations, models

import nuangang.accounts.rows
import nuangang.lib.ids
import nuangang.lib.sealing
import nuangang.privacy.models.public_lists
from nuangang.lib.database import append_only, let_keys_change


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("privacy", "0001_rules_versions"),
        ("privacy", "0002_append_only"),
        ("privacy", "0003_sharing_and_other_papers"),
        ("privacy", "0004_papers_are_appended"),
        ("privacy", "0005_what_is_asked_anew"),
        ("privacy", "0006_slips_with_a_code"),
        ("privacy", "0007_requests_and_forgetting"),
        ("privacy", "0008_retention"),
        ("privacy", "0009_by_sms"),
        ("privacy", "0010_sealed_breaches"),
        ("privacy", "0011_seal_words_of_breaches"),
        ("privacy", "0012_nothing_left_of_breaches"),
    ]

    dependencies = [
        ("accounts", "0010_sign_in_attempts_by_index"),
        ("people", "0025_by_sms"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
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
                ("number", models.PositiveIntegerField(verbose_name="Version")),
                ("answers", models.JSONField(default=dict)),
                ("signed_name", models.CharField(max_length=40, verbose_name="Signed by")),
                ("signed_on", models.DateField(verbose_name="Signed on")),
                ("about", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    nuangang.accounts.rows.SchoolKey(
                        db_constraint=False,
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
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="privacy_assessment_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "number"), name="privacy_assessment_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentDraft",
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
                ("answers", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
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
                        fields=("school", "id"), name="privacy_assessmentdraft_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school",), name="privacy_one_assessment_draft"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Breach",
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
                ("case", models.UUIDField(editable=False)),
                ("what", nuangang.lib.sealing.SealedTextField(verbose_name="What happened")),
                ("noticed_at", models.DateTimeField(verbose_name="Noticed at")),
                (
                    "cause",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", verbose_name="How it came about"
                    ),
                ),
                ("data", models.JSONField(default=list)),
                (
                    "whom",
                    models.CharField(
                        choices=[
                            ("all", "All children of the school"),
                            ("class", "One class"),
                            ("some", "These children"),
                        ],
                        max_length=5,
                        verbose_name="Which children",
                    ),
                ),
                ("children", models.JSONField(default=list)),
                (
                    "harm",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", verbose_name="What harm it may do"
                    ),
                ),
                ("by_name", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    nuangang.accounts.rows.SchoolKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "klass",
                    nuangang.accounts.rows.SchoolKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.schoolclass",
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
                    models.Index(fields=["school", "case", "at"], name="privacy_breach_case")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="privacy_breach_school_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BreachStep",
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
                ("case", models.UUIDField(editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("measure", "Something done against it"),
                            ("office", "Cyberspace office told"),
                            ("police", "Police told"),
                            ("bureau", "Education bureau told"),
                            ("guardians", "Guardians told"),
                            ("mistake", "A line before was wrong"),
                            ("closed", "Closed, with what we learned"),
                        ],
                        max_length=10,
                        verbose_name="Kind of step",
                    ),
                ),
                ("happened_at", models.DateTimeField(verbose_name="At what time")),
                ("text", nuangang.lib.sealing.SealedTextField(verbose_name="What exactly")),
                ("by_name", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    nuangang.accounts.rows.SchoolKey(
                        db_constraint=False,
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
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["school", "case", "at"], name="privacy_breach_step")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="privacy_breachstep_school_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConductSigned",
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
                ("year", models.PositiveSmallIntegerField()),
                ("version", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
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
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="conduct_signed",
                        to="people.staff",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="privacy_conductsigned_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "staff", "year"), name="privacy_conduct_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentLink",
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
                ("code_hash", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.child",
                    ),
                ),
                (
                    "relative",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.relative",
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
                "indexes": [models.Index(fields=["school", "child"], name="privacy_link_child")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="privacy_consentlink_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "code_hash"), name="privacy_link_code_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DataRequest",
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
                            ("view", "To see it"),
                            ("copy", "A copy"),
                            ("correct", "To correct it"),
                            ("add", "To complete it"),
                            ("delete", "To delete it"),
                        ],
                        max_length=8,
                        verbose_name="What is asked",
                    ),
                ),
                ("asker", models.CharField(max_length=20, verbose_name="Who asks")),
                (
                    "proof",
                    models.CharField(max_length=80, verbose_name="How they proved who they are"),
                ),
                (
                    "words",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", verbose_name="What they said"
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="Asked on")),
                ("due_on", models.DateField(verbose_name="Answer due")),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("open", "Not decided yet"),
                            ("done", "Done as asked"),
                            ("partly", "Done in part"),
                            ("refused", "Refused"),
                            ("withdrawn", "No longer wanted"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="Decision",
                    ),
                ),
                (
                    "reasons",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", verbose_name="Reasons, or what was done"
                    ),
                ),
                ("decided_on", models.DateField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=40)),
                ("entered_by_name", models.CharField(blank=True, max_length=40)),
                ("entered_at", models.DateTimeField()),
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
                    models.Index(
                        fields=["school", "decision", "due_on"], name="privacy_request_due"
                    ),
                    models.Index(fields=["school", "child"], name="privacy_request_child"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="privacy_datarequest_school_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Forgetting",
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
                ("basis", models.CharField(max_length=120, verbose_name="Why")),
                ("asked_by_name", models.CharField(max_length=40)),
                ("asked_at", models.DateTimeField()),
                ("confirmed_by_name", models.CharField(blank=True, max_length=40)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("dropped_at", models.DateTimeField(null=True)),
                ("counts", models.JSONField(default=dict)),
                (
                    "asked_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
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
                    "confirmed_by",
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
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="privacy_forgetting_school_row"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at__isnull", True)),
                        fields=("school", "child"),
                        name="privacy_forgetting_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
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
                ("reason", models.CharField(max_length=120, verbose_name="Why")),
                ("until", models.DateField(blank=True, null=True, verbose_name="Keep until")),
                ("made_by_name", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by_name", models.CharField(blank=True, max_length=40)),
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
                "indexes": [models.Index(fields=["school", "child"], name="privacy_hold_child")],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "id"), name="privacy_hold_school_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="KeepingTime",
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
                ("kind", models.CharField(max_length=10)),
                ("amount", models.PositiveSmallIntegerField(verbose_name="How long")),
                ("by_name", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
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
                        fields=("school", "id"), name="privacy_keepingtime_school_row"
                    ),
                    models.UniqueConstraint(fields=("school", "kind"), name="privacy_keeping_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pack",
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
                ("year", models.PositiveSmallIntegerField()),
                ("counts", models.JSONField(default=dict)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("by_name", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    nuangang.accounts.rows.SchoolKey(
                        db_constraint=False,
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
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["school", "year", "at"], name="privacy_pack_year")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "id"), name="privacy_pack_school_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicList",
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
                ("title", models.CharField(max_length=80, verbose_name="Heading of the list")),
                ("purpose", models.CharField(max_length=120, verbose_name="What for")),
                ("columns", models.JSONField(default=list)),
                (
                    "hide_name",
                    models.BooleanField(
                        default=True, verbose_name="Hide one character of each name"
                    ),
                ),
                ("children", models.JSONField(default=list)),
                ("rows", models.JSONField(default=list)),
                ("until", models.DateField(verbose_name="Last day in public")),
                (
                    "address",
                    models.CharField(
                        default=nuangang.privacy.models.public_lists.new_address,
                        editable=False,
                        max_length=40,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "ended_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "made_by",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
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
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["school", "-made_at"], name="privacy_public_list")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="privacy_publiclist_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "address"), name="privacy_public_address"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionRun",
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
                ("counts", models.JSONField(default=dict)),
                ("times", models.JSONField(default=dict)),
                ("by_name", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    nuangang.accounts.rows.SchoolKey(
                        db_constraint=False,
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
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["school", "at"], name="privacy_run_at")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="privacy_retentionrun_school_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RulesDraft",
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
                ("sections", models.JSONField(default=list)),
                ("optional", models.JSONField(default=list)),
                ("anew", models.JSONField(default=list)),
                (
                    "changed",
                    models.CharField(blank=True, max_length=300, verbose_name="What changed"),
                ),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(blank=True, max_length=40)),
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
                        fields=("school", "id"), name="privacy_rulesdraft_school_row"
                    ),
                    models.UniqueConstraint(fields=("school",), name="privacy_one_rules_draft"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RulesVersion",
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
                ("number", models.PositiveIntegerField(verbose_name="Version")),
                ("sections", models.JSONField(default=list)),
                ("purposes", models.JSONField(default=list)),
                ("anew", models.JSONField(default=list)),
                ("person", models.CharField(max_length=40, verbose_name="Person in charge")),
                ("phone", models.CharField(max_length=30, verbose_name="Phone")),
                (
                    "changed",
                    models.CharField(blank=True, max_length=300, verbose_name="What changed"),
                ),
                ("valid_from", models.DateField(verbose_name="Valid from")),
                ("published_at", models.DateTimeField()),
                ("by_name", models.CharField(blank=True, max_length=40)),
                (
                    "by",
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
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="privacy_rulesversion_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "number"), name="privacy_rules_number_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfCheck",
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
                ("year", models.PositiveSmallIntegerField()),
                ("answers", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
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
                        fields=("school", "id"), name="privacy_selfcheck_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "year"), name="privacy_self_check_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sharing",
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
                    "to",
                    models.CharField(
                        choices=[
                            ("bureau", "Education bureau"),
                            ("civil", "Civil affairs"),
                            ("village", "Village or township"),
                            ("police", "Police, court, prosecutor"),
                            ("hospital", "Hospital or clinic"),
                            ("volunteers", "Volunteer body"),
                            ("school", "Another school"),
                            ("program", "Another program"),
                            ("public", "Put up in public"),
                            ("other", "Somebody else"),
                        ],
                        max_length=10,
                        verbose_name="To what kind of body",
                    ),
                ),
                ("to_name", models.CharField(max_length=80, verbose_name="To whom")),
                ("data", models.JSONField(default=list)),
                (
                    "whom",
                    models.CharField(
                        choices=[
                            ("all", "All children of the school"),
                            ("class", "One class"),
                            ("some", "These children"),
                        ],
                        max_length=5,
                        verbose_name="Which children",
                    ),
                ),
                ("children", models.JSONField(default=list)),
                ("count", models.PositiveIntegerField(default=0, verbose_name="Count")),
                ("why", models.CharField(max_length=200, verbose_name="What for")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("law", "A law says so"),
                            ("consent", "The guardians agreed to it"),
                            ("contract", "They work for us under a contract"),
                            ("emergency", "Somebody's life or health was at stake"),
                        ],
                        max_length=10,
                        verbose_name="On what basis",
                    ),
                ),
                (
                    "paper",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="Contract, letter or consent"
                    ),
                ),
                ("on", models.DateField(verbose_name="On")),
                ("source", models.UUIDField(editable=False, null=True)),
                ("withdrawn", models.BooleanField(default=False)),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="Why it is corrected"
                    ),
                ),
                ("by_name", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    nuangang.accounts.rows.SchoolKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "klass",
                    nuangang.accounts.rows.SchoolKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.schoolclass",
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
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="later",
                        to="privacy.sharing",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["school", "-on"], name="privacy_sharing_on")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="privacy_sharing_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "supersedes"), name="privacy_sharing_superseded_once"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "source"), name="privacy_sharing_once"
                    ),
                ],
            },
        ),
        append_only("privacy_rulesversion"),
        append_only("privacy_assessment"),
        append_only("privacy_breach"),
        append_only("privacy_breachstep"),
        append_only("privacy_conductsigned"),
        append_only("privacy_pack"),
        append_only("privacy_sharing"),
        append_only("privacy_retentionrun"),
        let_keys_change("privacy_breach", "what", "cause", "harm"),
        let_keys_change("privacy_breachstep", "text"),
    ]

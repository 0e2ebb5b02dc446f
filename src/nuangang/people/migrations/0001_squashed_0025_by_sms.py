"""All that 0001 to 0025 come to, for an empty database: in one step, as models are built anew for each."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuangang.accounts.rows
import nuangang.lib.ids
import nuangang.lib.sealing
from nuangang.lib.database import append_only, erasable, let_keys_change


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("people", "0001_initial"),
        ("people", "0002_append_only"),
        ("people", "0003_phone_reasons"),
        ("people", "0004_one_parent_away"),
        ("people", "0005_list_index"),
        ("people", "0006_stand_ins"),
        ("people", "0007_pairs_are_said_yes_to"),
        ("people", "0008_photo_on_the_file"),
        ("people", "0009_pairs_kept"),
        ("people", "0010_posts_of_somebody"),
        ("people", "0011_kept_parts"),
        ("people", "0012_how_children_go"),
        ("people", "0013_keeper_and_auditor"),
        ("people", "0014_in_charge_of_data"),
        ("people", "0015_checks_of_staff"),
        ("people", "0016_checks_are_appended"),
        ("people", "0017_time_for_the_first_checks"),
        ("people", "0018_sealed_roll_numbers"),
        ("people", "0019_seal_what_stands_there"),
        ("people", "0020_history_takes_newer_keys"),
        ("people", "0021_access_reviews"),
        ("people", "0022_access_reviews_append_only"),
        ("people", "0023_consents"),
        ("people", "0024_forgetting"),
        ("people", "0025_by_sms"),
    ]

    dependencies = [
        ("accounts", "0010_sign_in_attempts_by_index"),
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Department",
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
                ("name", models.CharField(max_length=40, verbose_name="Department")),
                ("duty", models.TextField(blank=True, verbose_name="Duty")),
                (
                    "parent",
                    nuangang.accounts.rows.SchoolKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.department",
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
                        fields=("school", "id"), name="people_department_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "name"), name="people_department_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptPart",
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
                ("part", models.CharField(max_length=32)),
                ("stamp", models.CharField(max_length=32)),
                ("counted", models.CharField(blank=True, default="", max_length=100)),
                ("data", models.JSONField(default=dict)),
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
                        fields=("school", "id"), name="people_keptpart_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "part"), name="people_kept_part_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchoolClass",
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
                ("entry_year", models.PositiveSmallIntegerField(verbose_name="Entered in")),
                (
                    "entry_grade",
                    models.PositiveSmallIntegerField(default=7, verbose_name="Entered as grade"),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="Class number")),
                ("alias", models.CharField(blank=True, max_length=20, verbose_name="Other name")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="Ended on")),
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
                        fields=("school", "id"), name="people_schoolclass_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "entry_year", "entry_grade", "number"),
                        name="people_class_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Staff",
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
                ("name", models.CharField(max_length=40, verbose_name="Name")),
                ("search", models.TextField(default="", editable=False)),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("male", "Male"), ("female", "Female")],
                        max_length=6,
                        verbose_name="Sex",
                    ),
                ),
                ("phone", nuangang.lib.sealing.SealedTextField(blank=True, verbose_name="Phone")),
                ("party_member", models.BooleanField(default=False, verbose_name="Party member")),
                ("village", models.CharField(blank=True, max_length=40, verbose_name="Lives in")),
                ("subject", models.CharField(blank=True, max_length=40, verbose_name="Subject")),
                (
                    "qualification",
                    models.CharField(blank=True, max_length=60, verbose_name="Qualification"),
                ),
                (
                    "trained",
                    models.BooleanField(
                        default=False, verbose_name="Trained for children with special needs"
                    ),
                ),
                (
                    "outside",
                    models.BooleanField(default=False, verbose_name="From outside the school"),
                ),
                (
                    "may_mentor",
                    models.BooleanField(default=True, verbose_name="May be an agent parent"),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="Here since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="Left on")),
                ("cleared_until", models.DateField(editable=False, null=True)),
                ("barred_on", models.DateField(editable=False, null=True)),
                ("check_asked_on", models.DateField(editable=False, null=True)),
                ("safety_trained_on", models.DateField(editable=False, null=True)),
                ("code_signed_on", models.DateField(editable=False, null=True)),
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
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["school", "name"], name="people_staff_name"),
                    models.Index(fields=["user"], name="people_staff_user"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "id"), name="people_staff_school_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="Child",
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
                ("person", models.UUIDField(default=nuangang.lib.ids.new_id, editable=False)),
                ("name", models.CharField(max_length=60, verbose_name="Name")),
                (
                    "former_name",
                    models.CharField(blank=True, max_length=60, verbose_name="Former name"),
                ),
                ("search", models.TextField(default="", editable=False)),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("male", "Boy"), ("female", "Girl")],
                        max_length=6,
                        verbose_name="Sex",
                    ),
                ),
                ("birth", models.DateField(blank=True, null=True, verbose_name="Born on")),
                (
                    "birth_is_month",
                    models.BooleanField(default=False, verbose_name="Only the month is known"),
                ),
                ("id_type", models.CharField(default="1", max_length=1, verbose_name="Kind of ID")),
                (
                    "id_number",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", verbose_name="ID number"
                    ),
                ),
                (
                    "id_index",
                    models.CharField(blank=True, default="", editable=False, max_length=22),
                ),
                (
                    "roll_number",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", max_length=30, verbose_name="School-roll number"
                    ),
                ),
                (
                    "roll_index",
                    models.CharField(blank=True, default="", editable=False, max_length=22),
                ),
                (
                    "student_number",
                    models.CharField(blank=True, max_length=30, verbose_name="Student number"),
                ),
                (
                    "ethnicity",
                    models.CharField(blank=True, max_length=20, verbose_name="Ethnic group"),
                ),
                (
                    "boarding",
                    models.BooleanField(blank=True, null=True, verbose_name="Boards at school"),
                ),
                ("dorm", models.CharField(blank=True, max_length=30, verbose_name="Dormitory")),
                (
                    "rural_household",
                    models.BooleanField(blank=True, null=True, verbose_name="Rural household"),
                ),
                (
                    "household_registered",
                    models.BooleanField(blank=True, null=True, verbose_name="Household registered"),
                ),
                (
                    "household_place",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", max_length=120, verbose_name="Place of registration"
                    ),
                ),
                ("village", models.CharField(blank=True, max_length=40, verbose_name="Village")),
                (
                    "address",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", verbose_name="Home address"
                    ),
                ),
                (
                    "health",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("healthy", "Healthy"),
                            ("weak", "Weak"),
                            ("ill", "Ill"),
                            ("disabled", "Disabled"),
                        ],
                        max_length=10,
                        verbose_name="Health",
                    ),
                ),
                (
                    "disability",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="Disability and grade"
                    ),
                ),
                ("illness", models.CharField(blank=True, max_length=120, verbose_name="Illness")),
                (
                    "schooling",
                    models.CharField(blank=True, max_length=20, verbose_name="Schooling"),
                ),
                (
                    "family_situation",
                    models.CharField(blank=True, max_length=200, verbose_name="Family situation"),
                ),
                (
                    "income_sources",
                    models.CharField(blank=True, max_length=120, verbose_name="Income"),
                ),
                ("aid", models.CharField(blank=True, max_length=120, verbose_name="Aid received")),
                (
                    "guardianship",
                    models.CharField(blank=True, max_length=20, verbose_name="Guardianship rating"),
                ),
                (
                    "siblings",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="Brothers and sisters"
                    ),
                ),
                (
                    "character",
                    models.CharField(blank=True, max_length=120, verbose_name="Character"),
                ),
                (
                    "hobby",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="Likes and strengths"
                    ),
                ),
                ("study", models.CharField(blank=True, max_length=200, verbose_name="Study")),
                ("conduct", models.CharField(blank=True, max_length=200, verbose_name="Conduct")),
                (
                    "mind",
                    models.CharField(blank=True, max_length=200, verbose_name="Mood and thinking"),
                ),
                (
                    "need",
                    models.CharField(blank=True, max_length=200, verbose_name="Needs and wishes"),
                ),
                (
                    "special_needs",
                    models.BooleanField(default=False, verbose_name="Needs somebody trained"),
                ),
                (
                    "distance",
                    models.CharField(blank=True, max_length=60, verbose_name="Way to school"),
                ),
                (
                    "child_director",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="Village child director"
                    ),
                ),
                (
                    "remark",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", verbose_name="Remarks"
                    ),
                ),
                ("joined_on", models.DateField(blank=True, null=True, verbose_name="Joined on")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="Left on")),
                (
                    "leave_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("graduated", "Graduated"),
                            ("transferred", "Moved to another school"),
                            ("dropped_out", "Dropped out"),
                            ("suspended", "Suspended studies"),
                            ("abroad", "Gone abroad"),
                            ("died", "Died"),
                            ("mistake", "Entered by mistake"),
                        ],
                        max_length=12,
                        verbose_name="Why they left",
                    ),
                ),
                (
                    "leave_place",
                    models.CharField(blank=True, max_length=80, verbose_name="Where they went"),
                ),
                (
                    "pause",
                    models.CharField(
                        blank=True,
                        choices=[("suspended", "Studies rest"), ("dropped_out", "Out of school")],
                        editable=False,
                        max_length=12,
                        verbose_name="In class or not",
                    ),
                ),
                ("came_with", models.JSONField(default=dict, editable=False)),
                (
                    "verified_on",
                    models.DateField(blank=True, null=True, verbose_name="Checked this term on"),
                ),
                (
                    "left_behind",
                    models.CharField(
                        choices=[
                            ("no", "Not left-behind"),
                            ("one", "One parent away"),
                            ("both", "Both parents away"),
                            ("other", "Counted for another reason"),
                            ("unknown", "Not known yet"),
                        ],
                        default="unknown",
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("left_behind_as_of", models.DateField(editable=False, null=True)),
                ("gaps", models.JSONField(default=list, editable=False)),
                ("photo", models.UUIDField(editable=False, null=True)),
                ("consents", models.JSONField(default=list, editable=False)),
                ("anonymised_on", models.DateField(editable=False, null=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
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
                    "klass",
                    nuangang.accounts.rows.SchoolKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="people.schoolclass",
                    ),
                ),
                (
                    "verified_by",
                    nuangang.accounts.rows.SchoolKey(
                        blank=True,
                        db_index=False,
                        null=True,
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
                        fields=[
                            "school",
                            "klass",
                            "village",
                            "joined_on",
                            "left_on",
                            "search",
                            "id",
                        ],
                        name="people_child_list",
                    ),
                    models.Index(fields=["school", "name"], name="people_child_name"),
                    models.Index(fields=["school", "id_index"], name="people_child_id"),
                    models.Index(fields=["school", "roll_index"], name="people_child_roll"),
                    models.Index(
                        fields=["school", "left_on", "left_behind"], name="people_child_label"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "id"), name="people_child_school_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="ParentFact",
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
                    "parent",
                    models.CharField(
                        choices=[
                            ("father", "Father"),
                            ("mother", "Mother"),
                            ("either", "One of the two (not known which)"),
                        ],
                        max_length=6,
                        verbose_name="Parent",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("alive", "Alive"),
                            ("residence", "Where the parent lives"),
                            ("ability", "Able to care"),
                            ("marital", "Marriage"),
                        ],
                        max_length=10,
                        verbose_name="Fact",
                    ),
                ),
                ("value", models.CharField(max_length=20, verbose_name="Value")),
                ("since", models.DateField(blank=True, null=True, verbose_name="Since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="Until")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="Place")),
                ("place_code", models.CharField(blank=True, max_length=12)),
                (
                    "distance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("village", "Outside the village"),
                            ("township", "Outside the township"),
                            ("county", "Outside the county"),
                            ("prefecture", "Outside the prefecture"),
                            ("province", "Outside the province"),
                            ("abroad", "Abroad"),
                        ],
                        max_length=12,
                        verbose_name="How far away",
                    ),
                ),
                ("cause", models.CharField(blank=True, max_length=60, verbose_name="Cause")),
                (
                    "source",
                    models.CharField(
                        choices=[("hand", "Typed in"), ("roster", "From a roster")],
                        default="hand",
                        max_length=8,
                    ),
                ),
                (
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parent_facts",
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
                    models.Index(fields=["school", "child", "parent"], name="people_fact_child")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="people_parentfact_school_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Relative",
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
                    "kin",
                    models.CharField(
                        choices=[
                            ("father", "Father"),
                            ("mother", "Mother"),
                            ("paternal_grandfather", "Grandfather (father's side)"),
                            ("paternal_grandmother", "Grandmother (father's side)"),
                            ("maternal_grandfather", "Grandfather (mother's side)"),
                            ("maternal_grandmother", "Grandmother (mother's side)"),
                            ("sibling", "Brother or sister"),
                            ("other_relative", "Other relative"),
                            ("non_relative", "Not a relative"),
                            ("self", "The child alone"),
                        ],
                        max_length=20,
                        verbose_name="Relation",
                    ),
                ),
                (
                    "kin_word",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="As the family says it"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="Name")),
                (
                    "birth_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Born in"),
                ),
                (
                    "id_number",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", verbose_name="ID number"
                    ),
                ),
                (
                    "occupation",
                    models.CharField(blank=True, max_length=60, verbose_name="Occupation"),
                ),
                ("health", models.CharField(blank=True, max_length=60, verbose_name="Health")),
                (
                    "address",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", verbose_name="Address"
                    ),
                ),
                (
                    "workplace",
                    models.CharField(blank=True, max_length=120, verbose_name="Works in"),
                ),
                (
                    "work_unit",
                    models.CharField(blank=True, max_length=120, verbose_name="Employer"),
                ),
                (
                    "wechat",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", verbose_name="WeChat"
                    ),
                ),
                (
                    "is_carer",
                    models.BooleanField(default=False, verbose_name="Cares for the child at home"),
                ),
                (
                    "is_emergency",
                    models.BooleanField(default=False, verbose_name="Emergency contact"),
                ),
                (
                    "may_see_portal",
                    models.BooleanField(default=True, verbose_name="May see the parents' page"),
                ),
                (
                    "no_phone",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="Why there is no phone"
                    ),
                ),
                ("remark", models.CharField(blank=True, max_length=200, verbose_name="Remarks")),
                (
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relatives",
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
                "indexes": [models.Index(fields=["school", "child"], name="people_relative_child")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="people_relative_school_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
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
                ("label", models.CharField(blank=True, max_length=40, verbose_name="Whose")),
                ("number", nuangang.lib.sealing.SealedTextField(verbose_name="Phone")),
                ("number_index", models.CharField(default="", editable=False, max_length=22)),
                (
                    "call_order",
                    models.PositiveSmallIntegerField(default=9, verbose_name="Calling order"),
                ),
                ("may_call", models.BooleanField(default=True, verbose_name="May be called")),
                ("last_reached_on", models.DateField(blank=True, null=True)),
                ("failed_calls", models.PositiveSmallIntegerField(default=0)),
                (
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
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
                    "relative",
                    nuangang.accounts.rows.SchoolKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="people.relative",
                    ),
                ),
            ],
            options={
                "ordering": ["call_order"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["school", "child"], name="people_contact_child"),
                    models.Index(fields=["school", "number_index"], name="people_contact_number"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="people_contact_school_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
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
                ("kin", models.CharField(max_length=20)),
                ("purpose", models.CharField(max_length=20, verbose_name="Purpose")),
                ("version", models.PositiveIntegerField(verbose_name="Version")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("granted", "Agreed"),
                            ("refused", "Did not agree"),
                            ("withdrawn", "Taken back"),
                        ],
                        max_length=10,
                        verbose_name="Answer",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("paper", "Signed paper"),
                            ("code", "Own phone, with the code of the slip"),
                            ("sms", "Own phone, with the link of an SMS"),
                            ("in_person", "Said at school"),
                        ],
                        max_length=10,
                        verbose_name="How",
                    ),
                ),
                ("given_on", models.DateField(verbose_name="Given on")),
                ("scan", models.UUIDField(null=True)),
                (
                    "reason",
                    models.CharField(blank=True, max_length=120, verbose_name="Why corrected"),
                ),
                ("recorded_by_name", models.CharField(blank=True, max_length=40)),
                ("recorded_at", models.DateTimeField()),
                (
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="consent_answers",
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
                    "relative",
                    nuangang.accounts.rows.SchoolKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.relative",
                    ),
                ),
                (
                    "recorded_by",
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
                    "witness",
                    nuangang.accounts.rows.SchoolKey(
                        db_constraint=False,
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
                        fields=["school", "child", "recorded_at"], name="people_consent_child"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="people_consent_school_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Clearance",
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
                    "what",
                    models.CharField(
                        choices=[
                            ("check", "Check by the police"),
                            ("training", "Child-protection training passed"),
                            ("code", "Child-protection code signed"),
                        ],
                        max_length=8,
                        verbose_name="What",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("clear", "Clear"),
                            ("pending", "Asked, no answer yet"),
                            ("not_clear", "Not clear"),
                        ],
                        max_length=9,
                        verbose_name="Result",
                    ),
                ),
                ("on", models.DateField(verbose_name="On")),
                ("due", models.DateField(blank=True, null=True, verbose_name="Next due")),
                ("organ", models.CharField(blank=True, max_length=60, verbose_name="Who answered")),
                ("remark", models.CharField(blank=True, max_length=200, verbose_name="Remark")),
                ("scan", models.UUIDField(editable=False, null=True)),
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
                        to="people.clearance",
                    ),
                ),
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
                    "staff",
                    nuangang.accounts.rows.SchoolKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="clearances",
                        to="people.staff",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["school", "staff", "on"], name="people_clearance_staff")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="people_clearance_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "supersedes"), name="people_clearance_superseded_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
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
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.UUIDField()),
                ("object_label", models.CharField(blank=True, max_length=60)),
                ("field", models.CharField(max_length=40)),
                ("before", nuangang.lib.sealing.SealedTextField(blank=True, default="")),
                ("after", nuangang.lib.sealing.SealedTextField(blank=True, default="")),
                ("by_name", models.CharField(blank=True, max_length=40)),
                ("batch_id", models.UUIDField(null=True)),
                ("reason", models.CharField(blank=True, max_length=120, verbose_name="Reason")),
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
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="changes",
                        to="people.child",
                    ),
                ),
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
                    "staff",
                    nuangang.accounts.rows.SchoolKey(
                        db_constraint=False,
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
                    models.Index(fields=["school", "child", "-at"], name="people_change_child"),
                    models.Index(fields=["school", "-at"], name="people_change_at"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="people_change_school_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessReview",
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
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=40)),
                ("reach", models.PositiveIntegerField()),
                ("rights", models.TextField(blank=True)),
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
                    "staff",
                    nuangang.accounts.rows.SchoolKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="reviews",
                        to="people.staff",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["school", "staff", "-on"], name="people_review_staff")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="people_accessreview_school_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffPost",
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
                    "post",
                    models.CharField(
                        choices=[
                            ("head", "Head"),
                            ("party_secretary", "Party secretary"),
                            ("deputy", "Deputy head"),
                            ("lead", "Moral-education lead"),
                            ("academic_lead", "Academic lead"),
                            ("logistics_lead", "Logistics lead"),
                            ("office_lead", "Office lead"),
                            ("league_secretary", "League secretary"),
                            ("grade_leader", "Grade leader"),
                            ("class_teacher", "Class teacher"),
                            ("subject_teacher", "Subject teacher"),
                            ("counsellor", "Counsellor"),
                            ("doctor", "School doctor"),
                            ("records_officer", "School-roll officer"),
                            ("room_keeper", "Room keeper"),
                            ("dorm_keeper", "Dormitory keeper"),
                            ("money_keeper", "Money keeper"),
                            ("keeper", "System keeper"),
                            ("auditor", "Auditor"),
                            ("privacy_person", "In charge of children's data"),
                            ("staff", "Staff"),
                            ("outside_mentor", "Outside mentor"),
                        ],
                        max_length=20,
                        verbose_name="Post",
                    ),
                ),
                (
                    "grade_entry_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="Grade (entry year)"
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=40, verbose_name="Subject")),
                ("duty", models.TextField(blank=True, verbose_name="Duty")),
                ("since", models.DateField(verbose_name="From")),
                ("until", models.DateField(blank=True, null=True, verbose_name="To")),
                (
                    "given_by_name",
                    models.CharField(blank=True, max_length=40, verbose_name="Approved by"),
                ),
                (
                    "ended_by_name",
                    models.CharField(blank=True, max_length=40, verbose_name="Ended by"),
                ),
                (
                    "department",
                    nuangang.accounts.rows.SchoolKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="people.department",
                    ),
                ),
                (
                    "given_by",
                    nuangang.accounts.rows.SchoolKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "klass",
                    nuangang.accounts.rows.SchoolKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
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
                    "staff",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posts",
                        to="people.staff",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["school", "staff"], name="people_post_staff"),
                    models.Index(fields=["school", "klass"], name="people_post_klass"),
                    models.Index(fields=["staff"], name="people_post_holder"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="people_staffpost_school_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tie",
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
                    "capacity",
                    models.CharField(
                        choices=[
                            ("agent_parent", "Agent parent"),
                            ("counsellor", "Counsellor"),
                            ("contact_person", "Contact person"),
                            ("stand_in", "Stand-in"),
                        ],
                        default="agent_parent",
                        max_length=16,
                    ),
                ),
                ("since", models.DateField(verbose_name="Since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="Until")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("left", "The grown-up left"),
                            ("changed", "Paired with somebody else"),
                            ("child_left", "The child left"),
                            ("wish", "On somebody's wish"),
                            ("undone", "Undone"),
                            ("back", "The one stood in for is back"),
                            ("home", "A parent is home again"),
                            ("relieved", "No longer in charge of children"),
                        ],
                        max_length=12,
                    ),
                ),
                ("end_note", models.CharField(blank=True, max_length=200)),
                ("kept_on", models.DateField(null=True)),
                ("why", models.JSONField(default=list)),
                (
                    "adult_agreed_on",
                    models.DateField(blank=True, null=True, verbose_name="The grown-up agreed on"),
                ),
                (
                    "child_agreed_on",
                    models.DateField(blank=True, null=True, verbose_name="The child agreed on"),
                ),
                (
                    "family_agreed_on",
                    models.DateField(blank=True, null=True, verbose_name="The family agreed on"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "adult",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ties",
                        to="people.staff",
                    ),
                ),
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
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ties",
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
                    "stands_for",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["school", "adult", "until"], name="people_tie_adult"),
                    models.Index(fields=["school", "child", "until"], name="people_tie_child"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "id"), name="people_tie_school_row"),
                    models.UniqueConstraint(
                        condition=models.Q(("capacity", "agent_parent"), ("until__isnull", True)),
                        fields=("school", "child"),
                        name="people_tie_one_agent_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChildGroup",
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
                            ("orphan", "Orphan"),
                            ("de_facto_unraised", "Nobody actually raises the child"),
                            ("no_guardian", "Without a guardian"),
                            ("poor_guardian", "Guardian unfit or harmful"),
                            ("parent_in_custody", "Parent in prison or rehabilitation"),
                            ("abandoned", "Abandoned"),
                            ("single_parent", "Single parent"),
                            ("disabled", "Disabled"),
                            ("seriously_ill", "Seriously ill"),
                            ("extreme_poverty", "In extreme hardship (tekun)"),
                            ("minimum_living", "Minimum-living family"),
                            ("near_minimum", "Near minimum-living family"),
                            ("heavy_expense", "Family with heavy expenses"),
                            ("registered_poor", "Registered poor family (old)"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="Group",
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=120, verbose_name="Basis")),
                ("since", models.DateField(blank=True, null=True, verbose_name="From")),
                ("until", models.DateField(blank=True, null=True, verbose_name="To")),
                (
                    "child",
                    nuangang.accounts.rows.SchoolKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="groups",
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
                "indexes": [models.Index(fields=["school", "child"], name="people_group_child")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="people_childgroup_school_row"
                    )
                ],
            },
        ),
        append_only("people_change"),
        append_only("people_clearance"),
        let_keys_change("people_change", "before", "after"),
        append_only("people_accessreview"),
        append_only("people_consent"),
        erasable("people_consent", ("reason",)),
        erasable("people_change", ("before", "after", "object_label", "reason")),
    ]

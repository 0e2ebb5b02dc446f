"""All that 0001 to 0010 come to, for an empty database: in one step, as models are built anew for each."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuangang.lib.ids
import nuangang.lib.sealing


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_sessions"),
        ("accounts", "0003_forget_sessions_kept_by_key"),
        ("accounts", "0004_second_step"),
        ("accounts", "0005_integrations"),
        ("accounts", "0006_sealing_keys"),
        ("accounts", "0007_chat_platforms"),
        ("accounts", "0008_what_waits"),
        ("accounts", "0009_sealed_sessions"),
        ("accounts", "0010_sign_in_attempts_by_index"),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
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
                    "login",
                    models.CharField(max_length=40, unique=True, verbose_name="Sign-in name"),
                ),
                ("name", models.CharField(max_length=40, verbose_name="Name")),
                ("is_active", models.BooleanField(default=True)),
                ("is_keeper", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("factor_due", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Factor",
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
                        choices=[("totp", "Code from an app"), ("passkey", "Passkey")], max_length=8
                    ),
                ),
                (
                    "name",
                    models.CharField(blank=True, max_length=40, verbose_name="What you call it"),
                ),
                ("secret", nuangang.lib.sealing.SealedTextField()),
                (
                    "credential",
                    models.CharField(
                        blank=True, editable=False, max_length=64, null=True, unique=True
                    ),
                ),
                ("counter", models.BigIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="factors",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
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
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Region",
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
                    "level",
                    models.CharField(
                        choices=[
                            ("province", "Province"),
                            ("prefecture", "Prefecture"),
                            ("county", "County"),
                            ("township", "Township"),
                            ("village", "Village"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("code", models.CharField(blank=True, max_length=12)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.region",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["parent", "name"], name="region_parent_name")],
            },
        ),
        migrations.CreateModel(
            name="RegionPost",
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
                            ("county_viewer", "County viewer"),
                            ("county_officer", "County officer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.region"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="region_posts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="School",
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
                    "code",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        null=True,
                        unique=True,
                        verbose_name="School code",
                    ),
                ),
                (
                    "short_name",
                    models.SlugField(max_length=30, unique=True, verbose_name="Short name"),
                ),
                ("name", models.CharField(max_length=60, verbose_name="School name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("primary", "Primary school"),
                            ("junior", "Junior middle school"),
                            ("nine_year", "Nine-year school"),
                            ("central", "Township central school"),
                            ("point", "Teaching point"),
                        ],
                        default="junior",
                        max_length=12,
                        verbose_name="Kind",
                    ),
                ),
                (
                    "first_grade",
                    models.PositiveSmallIntegerField(default=7, verbose_name="First grade"),
                ),
                (
                    "last_grade",
                    models.PositiveSmallIntegerField(default=9, verbose_name="Last grade"),
                ),
                (
                    "definition",
                    models.CharField(
                        default="D-SCH", max_length=10, verbose_name="Who counts as left-behind"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="Phone")),
                ("words", models.JSONField(blank=True, default=dict)),
                ("preferences", models.JSONField(blank=True, default=dict)),
                ("waiting", models.JSONField(blank=True, default=dict, editable=False)),
                ("calendar_version", models.PositiveIntegerField(default=0)),
                ("is_demo", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.school",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.region",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Integration",
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
                ("staff_id", models.UUIDField(null=True)),
                ("name", models.CharField(max_length=60, verbose_name="Which program")),
                ("purpose", models.CharField(max_length=200, verbose_name="What for")),
                ("scopes", models.JSONField(default=list, verbose_name="What it may")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("token_start", models.CharField(max_length=16)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_by", models.CharField(blank=True, max_length=80)),
                ("minute", models.DateTimeField(null=True)),
                ("calls", models.PositiveIntegerField(default=0)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.region",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("school__isnull", True), ("region__isnull", True), _connector="XOR"
                        ),
                        name="integration_of_one_place",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChatPlatform",
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
                            ("dingtalk", "DingTalk"),
                            ("wecom", "WeCom"),
                            ("feishu", "Feishu"),
                        ],
                        max_length=10,
                    ),
                ),
                ("app_id", models.CharField(max_length=64)),
                ("secret", nuangang.lib.sealing.SealedTextField()),
                ("corp_id", models.CharField(blank=True, max_length=64)),
                ("agent_id", models.CharField(blank=True, max_length=16)),
                ("address", models.CharField(max_length=120)),
                ("inside_only", models.BooleanField(default=True)),
                ("is_on", models.BooleanField(default=True)),
                ("set_at", models.DateTimeField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "kind"), name="chat_platform_once_a_school"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SealingKey",
            fields=[
                ("id", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("domain", models.CharField(blank=True, max_length=12)),
                ("master", models.CharField(max_length=8)),
                ("wrapped", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                ("moved_at", models.DateTimeField(null=True)),
                (
                    "school",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at__isnull", True), ("school__isnull", False)),
                        fields=("school", "domain"),
                        name="sealing_key_newest_of_school",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at__isnull", True), ("school__isnull", True)),
                        fields=("domain",),
                        name="sealing_key_newest_of_all",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("session_data", nuangang.lib.sealing.SealedTextField()),
                ("device", models.CharField(blank=True, max_length=60)),
                ("own_device", models.BooleanField(default=False)),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SignInAttempt",
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
                ("login_index", models.CharField(max_length=22)),
                ("address", models.GenericIPAddressField(null=True)),
                ("device", models.CharField(blank=True, max_length=22)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["login_index", "at"], name="attempt_index_at"),
                    models.Index(fields=["address", "at"], name="attempt_address_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInNotice",
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
                            ("factor_reset", "Second step reset"),
                            ("slip", "New slip printed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("by_name", models.CharField(max_length=80)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChatAccount",
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
                ("subject", models.CharField(max_length=128)),
                ("name", models.CharField(blank=True, max_length=40)),
                ("connected_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chat_accounts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "platform",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accounts",
                        to="accounts.chatplatform",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("platform", "subject"), name="chat_account_of_one"
                    ),
                    models.UniqueConstraint(
                        fields=("platform", "user"), name="one_chat_account_each"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecoveryCode",
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
                ("code_hash", models.CharField(max_length=22)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recovery_codes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "code_hash"), name="recovery_code_once")
                ],
            },
        ),
    ]

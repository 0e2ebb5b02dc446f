import django.db.models.deletion
from django.db import migrations, models

import nuangang.lib.ids
import nuangang.lib.sealing


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_squashed_0010_sign_in_attempts_by_index"),
        ("notify", "0004_inbox"),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
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
                    "carrier",
                    models.CharField(
                        choices=[
                            ("sms_modem", "SMS modem of the school"),
                            ("sms_gateway", "SMS service over the internet"),
                            ("email", "Mail server"),
                            ("dingtalk", "DingTalk group robot"),
                            ("wecom", "WeCom group robot"),
                            ("feishu", "Feishu group robot"),
                            ("web_push", "Notices on phones and PCs (web push)"),
                        ],
                        max_length=12,
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                (
                    "sender",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", verbose_name="Sender"
                    ),
                ),
                (
                    "text",
                    nuangang.lib.sealing.SealedTextField(
                        blank=True, default="", verbose_name="Text"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="Came at")),
                ("read_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("taken", "understood"),
                            ("left", "matched nothing"),
                            ("seen", "looked at"),
                        ],
                        default="left",
                        max_length=6,
                    ),
                ),
                ("seen_by_name", models.CharField(blank=True, default="", max_length=40)),
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
                "indexes": [models.Index(fields=["school", "state", "-at"], name="notify_answers")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "id"), name="notify_answer_school_row"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "carrier", "key"), name="notify_answer_once"
                    ),
                ],
            },
        ),
    ]

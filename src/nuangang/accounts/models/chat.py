"""Chat platforms through which one can sign in, and whose account there is whose here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.models.users import School, User
from nuangang.lib.ids import new_id
from nuangang.lib.sealing import SealedTextField


class ChatPlatform(models.Model):
    """A school's own app on DingTalk, WeCom or Feishu.

    `address` is where the school's pages are reached; what the platform leads back to is made of it
    and never of what a browser says. `inside_only` keeps it to the app's own browser: on a shared PC
    DingTalk and Feishu stay signed in, and whoever comes next would be who was there before.
    """

    class Kind(models.TextChoices):
        DINGTALK = "dingtalk", _("DingTalk")
        WECOM = "wecom", _("WeCom")
        FEISHU = "feishu", _("Feishu")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    app_id = models.CharField(max_length=64)
    secret = SealedTextField()
    corp_id = models.CharField(max_length=64, blank=True)
    agent_id = models.CharField(max_length=16, blank=True)
    address = models.CharField(max_length=120)
    inside_only = models.BooleanField(default=True)
    is_on = models.BooleanField(default=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "kind"], name="chat_platform_once_a_school")
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ChatAccount(models.Model):
    """Somebody's account on a chat platform, which they connected themselves."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    platform = models.ForeignKey(ChatPlatform, on_delete=models.CASCADE, related_name="accounts")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="chat_accounts")
    subject = models.CharField(max_length=128)
    name = models.CharField(max_length=40, blank=True)
    connected_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["platform", "subject"], name="chat_account_of_one"),
            models.UniqueConstraint(fields=["platform", "user"], name="one_chat_account_each"),
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.name}"

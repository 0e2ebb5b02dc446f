"""The second step of signing in: apps with codes, passkeys, recovery codes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.models.users import User
from nuangang.lib.ids import new_id
from nuangang.lib.sealing import SealedTextField


class Factor(models.Model):
    """One thing a person signs in with beside the password."""

    class Kind(models.TextChoices):
        TOTP = "totp", _("Code from an app")
        PASSKEY = "passkey", _("Passkey")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(_("What you call it"), max_length=40, blank=True)
    secret = SealedTextField()
    credential = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    counter = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class RecoveryCode(models.Model):
    """A code that replaces the second step once; only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=22)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}"


class SignInNotice(models.Model):
    """What somebody is to be told the next time they sign in."""

    class What(models.TextChoices):
        FACTOR_RESET = "factor_reset", _("Second step reset")
        SLIP = "slip", _("New slip printed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    what = models.CharField(max_length=12, choices=What.choices)
    by_name = models.CharField(max_length=80)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user} {self.what}"

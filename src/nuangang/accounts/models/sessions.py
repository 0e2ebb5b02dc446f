"""Who is signed in where, and failed tries."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from nuangang.accounts.models.users import User
from nuangang.lib.ids import new_id
from nuangang.lib.sealing import SealedTextField


class Session(AbstractBaseSession):
    """One browser that is signed in; its key is kept as a digest, so that a copy opens nothing.

    Its data is sealed: half-done work waits in it, such as a staff list with phones.
    """

    session_data = SealedTextField()
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    device = models.CharField(max_length=60, blank=True)
    own_device = models.BooleanField(default=False)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} {self.device}"


class SignInAttempt(models.Model):
    """A failed sign-in, counted to slow down guessing.

    What was typed as a name may be a phone, or a password in the wrong field: only its index is kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    login_index = models.CharField(max_length=22)
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=22, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["login_index", "at"], name="attempt_index_at"),
            models.Index(fields=["address", "at"], name="attempt_address_at"),
        ]

    def __str__(self) -> str:
        return f"{self.login_index} {self.at:%H:%M}"

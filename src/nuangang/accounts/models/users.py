"""Regions, schools, sign-in users and invitations."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from nuangang.accounts.posts import RegionPostKind
from nuangang.lib.ids import new_id


class Region(models.Model):
    """A place of the national tree: province, prefecture, county, township, village (§5.4)."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("Province")
        PREFECTURE = "prefecture", _("Prefecture")
        COUNTY = "county", _("County")
        TOWNSHIP = "township", _("Township")
        VILLAGE = "village", _("Village")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    level = models.CharField(max_length=12, choices=Level.choices)
    name = models.CharField(max_length=40)
    code = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["parent", "name"], name="region_parent_name")]

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """A school, a central school over others, or a teaching point."""

    class Kind(models.TextChoices):
        PRIMARY = "primary", _("Primary school")
        JUNIOR = "junior", _("Junior middle school")
        NINE_YEAR = "nine_year", _("Nine-year school")
        CENTRAL = "central", _("Township central school")
        POINT = "point", _("Teaching point")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("School code"), max_length=10, unique=True, null=True, blank=True)
    short_name = models.SlugField(_("Short name"), max_length=30, unique=True)
    name = models.CharField(_("School name"), max_length=60)
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind.choices, default=Kind.JUNIOR)
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    first_grade = models.PositiveSmallIntegerField(_("First grade"), default=7)
    last_grade = models.PositiveSmallIntegerField(_("Last grade"), default=9)
    definition = models.CharField(_("Who counts as left-behind"), max_length=10, default="D-SCH")
    phone = models.CharField(_("Phone"), max_length=30, blank=True)
    words = models.JSONField(default=dict, blank=True)
    preferences = models.JSONField(default=dict, blank=True)
    waiting = models.JSONField(default=dict, blank=True, editable=False)
    calendar_version = models.PositiveIntegerField(default=0)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        """Save; a new school gets its keys in the same transaction, before anything of it is sealed."""
        from nuangang.accounts.sealing_keys import make_keys

        is_new = self._state.adding
        with transaction.atomic():
            super().save(*args, **options)
            if is_new:
                make_keys(self.pk)


class UserManager(BaseUserManager["User"]):
    """Makes sign-in users."""

    def create_user(self, login: str, password: str | None = None, **fields: Any) -> "User":
        """Create a user; without a password nobody can sign in until an invitation is used."""
        user = self.model(login=self.model.normalize_username(login), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who can sign in; what they may do follows from posts and ties."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    login = models.CharField(_("Sign-in name"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=40)
    is_active = models.BooleanField(default=True)
    is_keeper = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    factor_due = models.DateTimeField(null=True, blank=True)

    objects = UserManager()
    USERNAME_FIELD = "login"

    def __str__(self) -> str:
        return self.name


class RegionPost(models.Model):
    """A post above the schools, in a region and everything below it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="region_posts")
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20, choices=RegionPostKind.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user} {self.kind}"


class Invitation(models.Model):
    """A one-time word on a printed slip by which somebody sets their password."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user} {self.expires_at:%Y-%m-%d}"

"""Chat platforms to sign in through: setting them up, connecting oneself, finding who comes."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from nuangang.accounts.models import ChatAccount, ChatPlatform, User
from nuangang.accounts.platforms import Identity
from nuangang.audit.actions import Somebody, record

WATCHED = ("app_id", "corp_id", "agent_id", "address", "inside_only", "is_on", "secret")


class TakenError(Exception):
    """Raised when a chat account belongs to somebody else here already."""


def apps_in_use() -> QuerySet[ChatPlatform]:
    """Return what can be signed in through, of every school here."""
    rows = ChatPlatform.objects.filter(is_on=True).select_related("school")
    return rows.order_by("school__name", "kind")


def apps_of(school_id: Any) -> dict[str, ChatPlatform]:
    """Return what a school has set up, by kind, each with `people`: how many are connected."""
    rows = ChatPlatform.objects.filter(school_id=school_id)
    return {app.kind: app for app in rows.annotate(people=Count("accounts"))}


def accounts_of(user_id: Any) -> QuerySet[ChatAccount]:
    """Return somebody's connected chat accounts."""
    rows = ChatAccount.objects.filter(user_id=user_id).select_related("platform")
    return rows.order_by("platform__kind")


@transaction.atomic
def set_platform(actor: Somebody, app: ChatPlatform, fields: Mapping[str, Any]) -> list[str]:
    """Write how a platform is reached; return what changed. The record names fields, no values."""
    changed = [n for n in WATCHED if n in fields and getattr(app, n) != fields[n]]
    for name in changed:
        setattr(app, name, fields[name])
    if changed:
        app.set_at = timezone.now()
        app.save()
        _tell(actor, "chat_set_up", app, fields=changed)
    return changed


@transaction.atomic
def connect(actor: Somebody, user: User, app: ChatPlatform, identity: Identity) -> ChatAccount:
    """Let `user` sign in by this chat account from now on, in place of an earlier one of theirs.

    Raises TakenError where it is somebody else's; doing it twice changes nothing.
    """
    held = ChatAccount.objects.filter(platform=app, subject=identity.subject).first()
    if held is not None:
        if held.user_id != user.pk:
            raise TakenError
        return held
    ChatAccount.objects.filter(platform=app, user=user).delete()
    try:
        with transaction.atomic():
            made = ChatAccount.objects.create(
                platform=app, user=user, subject=identity.subject, name=identity.name,
                connected_at=timezone.now(),
            )  # fmt: skip
    except IntegrityError:
        raise TakenError from None
    _tell(actor, "chat_connected", app, whose=str(user.pk))
    return made


@transaction.atomic
def disconnect(actor: Somebody, accounts: QuerySet[ChatAccount]) -> int:
    """Let these chat accounts open nothing from now on; return how many there were."""
    found = list(accounts.select_related("platform"))
    ChatAccount.objects.filter(pk__in=[account.pk for account in found]).delete()
    for account in found:
        _tell(actor, "chat_disconnected", account.platform, whose=str(account.user_id))
    return len(found)


def user_of(app: ChatPlatform, identity: Identity) -> User | None:
    """Return whose chat account this is, None for nobody's; never makes anybody."""
    found = ChatAccount.objects.filter(platform=app, subject=identity.subject, user__is_active=True)
    account = found.select_related("user").first()
    if account is None:
        return None
    ChatAccount.objects.filter(pk=account.pk).update(used_at=timezone.now())
    return account.user


def _tell(actor: Somebody, verb: str, app: ChatPlatform, **more: Any) -> None:
    record(actor, verb, kind="chat_platform", object_id=app.pk, label=str(app), **more)

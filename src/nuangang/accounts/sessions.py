"""Sessions: kept under a digest of their key, ended when idle, listed and ended by their owner."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY, login
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from nuangang.accounts.models import Session, User
from nuangang.lib.device import device_of

SHARED_IDLE, SHARED_LONGEST = timedelta(minutes=15), timedelta(hours=12)
OWN_IDLE, OWN_LONGEST = timedelta(days=30), timedelta(days=90)
LEADERS_IDLE, LEADERS_LONGEST = timedelta(days=7), timedelta(days=30)
SEEN_EVERY = timedelta(seconds=60)
_BACKEND = "django.contrib.auth.backends.ModelBackend"


class KeptSessions(DatabaseStore):
    """Django's sessions in the database, in our table: idle and absolute end in one column."""

    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return our table."""
        return Session

    def exists(self, session_key: str) -> bool:
        """Say whether a session has this key."""
        return Session.objects.filter(pk=kept_as(session_key)).exists()

    def create_model_instance(self, data: Any) -> Session:
        """Return the row to save for `data`."""
        now = timezone.now()
        began = datetime.fromisoformat(data.setdefault("began", now.isoformat()))
        return Session(
            session_key=kept_as(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=_end(data, now),
            user_id=data.get(SESSION_KEY),
            device=data.get("device", ""),
            own_device=bool(data.get("own")),
            began_at=began,
            seen_at=now,
        )

    def delete(self, session_key: str | None = None) -> None:
        """End the session with this key, or this one."""
        key = session_key or self.session_key
        if key:
            Session.objects.filter(pk=kept_as(key)).delete()

    def get_expire_at_browser_close(self) -> bool:
        """Say that the cookie goes with the browser, except on somebody's own phone."""
        return not self.get("own")

    def get_expiry_age(self, **_options: Any) -> int:
        """Return for how many seconds a remembered device keeps the cookie."""
        return int(timedelta(seconds=self.get("longest", 0)).total_seconds())

    def touch(self) -> None:
        """Note that this session is in use, once a minute, and move its idle end."""
        now = timezone.now()
        if self.seen_at is None or now - self.seen_at < SEEN_EVERY:
            return
        rows = Session.objects.filter(pk=kept_as(self.session_key or ""))
        rows.update(seen_at=now, expire_date=_end(self._session, now))  # type: ignore[attr-defined]

    def _get_session_from_db(self) -> Session | None:
        rows = Session.objects.filter(pk=kept_as(self.session_key or ""))
        row = rows.filter(expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
        return row


def kept_as(key: str) -> str:
    """Return the digest under which a session's key is kept."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]


def _end(data: Any, now: datetime) -> datetime:
    began = datetime.fromisoformat(data["began"])
    idle = timedelta(seconds=data.get("idle", SHARED_IDLE.total_seconds()))
    longest = timedelta(seconds=data.get("longest", SHARED_LONGEST.total_seconds()))
    until = [now + idle, began + longest]
    if due := data.get("until"):
        until.append(datetime.fromisoformat(due))
    return min(until)


def begin(request: HttpRequest, user: User, *, own: bool, leader: bool) -> None:
    """Sign `user` in on this browser; `own` is a phone that is theirs alone."""
    idle, longest = SHARED_IDLE, SHARED_LONGEST
    if own:
        idle, longest = (LEADERS_IDLE, LEADERS_LONGEST) if leader else (OWN_IDLE, OWN_LONGEST)
    kept = {
        "own": own,
        "idle": idle.total_seconds(),
        "longest": longest.total_seconds(),
        "device": device_of(request.headers.get("User-Agent", "")),
        "began": timezone.now().isoformat(),
    }
    login(request, user, backend=_BACKEND)
    for left_over in ("half", "only", "until", "cast", "proved"):
        request.session.pop(left_over, None)
    request.session.update(kept)


def sessions_of(user_id: Any) -> QuerySet[Session]:
    """Return the sessions of a person that still hold, the one used last first."""
    rows = Session.objects.filter(user_id=user_id, expire_date__gt=timezone.now())
    return rows.order_by("-seen_at")


def end_sessions(user_id: Any, *, but: str | None = None) -> int:
    """End every session of a person, except the one with the key `but`; return how many."""
    if user_id is None:
        return 0
    rows = Session.objects.filter(user_id=user_id)
    if but:
        rows = rows.exclude(pk=kept_as(but))
    return rows.delete()[0]


def forget_ended(now: datetime) -> int:
    """Delete sessions that ended; return how many."""
    return Session.objects.filter(expire_date__lte=now).delete()[0]

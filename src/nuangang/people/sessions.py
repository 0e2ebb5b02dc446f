"""Sessions read together with the person in them: one statement says who is asking."""

from typing import Any

from django.utils import timezone

from nuangang.accounts.models import User
from nuangang.accounts.sessions import KeptSessions, kept_as
from nuangang.lib.prepared import Prepared
from nuangang.notify.queries import unread_of
from nuangang.people.actors import COLUMNS

_SAID, _ENDS, _SEEN = (f"sessions__{name}" for name in ("session_data", "expire_date", "seen_at"))
_WHOSE = Prepared(
    lambda key: User.objects.filter(sessions__session_key=key).values(
        _SAID, _ENDS, _SEEN, *COLUMNS, unread=unread_of("staff__id", "staff__school_id")
    ),
    key=str,
)


class SessionStore(KeptSessions):
    """Keeps sessions as accounts do, and reads the user beside them.

    `people` holds the rows about that user as they are today (people.actors.COLUMNS), read in the
    session's own statement; empty when nobody is signed in, or until the session is read.
    """

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.people: list[dict[str, Any]] = []

    def load(self) -> dict[str, Any]:
        """Read the session and its user; one statement more when nobody is signed in."""
        rows = _WHOSE.rows(key=kept_as(self.session_key or ""))
        if not rows or rows[0][_ENDS] <= timezone.now():
            return super().load()
        self.people, self.seen_at = rows, rows[0][_SEEN]
        return self.decode(rows[0][_SAID])

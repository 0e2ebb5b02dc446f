"""Sessions read together with the person in them: one statement says who is asking."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from nuangang.accounts.models import Session, User
from nuangang.lib.prepared import Prepared
from nuangang.people.actors import COLUMNS

_SAID, _ENDS = "sessions__session_data", "sessions__expire_date"
_WHOSE = Prepared(
    lambda key: User.objects.filter(sessions__session_key=key).values(_SAID, _ENDS, *COLUMNS),
    key=str,
)


class SessionStore(db.SessionStore):
    """Keeps sessions as Django does, the sign-in user in a column of its own.

    `people` holds the rows about that user as they are today (people.actors.COLUMNS), read in the
    session's own statement; empty when nobody is signed in, or until the session is read.
    """

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.people: list[dict[str, Any]] = []

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the model of the rows."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row to save, with the user it is of."""
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        return row

    def load(self) -> dict[str, Any]:
        """Read the session and its user; one statement more when nobody is signed in."""
        rows = _WHOSE.rows(key=self.session_key)
        if not rows or rows[0][_ENDS] <= timezone.now():
            return super().load()
        self.people = rows
        return self.decode(rows[0][_SAID])

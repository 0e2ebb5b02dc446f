"""From a session to an actor: one statement, on every request."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from nuangang.accounts.models import School, User
from nuangang.accounts.posts import KEEPER, Post
from nuangang.lib.prepared import Prepared
from nuangang.policy.actor import Actor

_SCHOOL = [f.attname for f in School._meta.concrete_fields]
_USER = ("password", "name", "is_active", "is_keeper", "factor_due")
_STAFF = (
    "staff__id", "staff__outside", "staff__since", "staff__until", "staff__barred_on",
)  # fmt: skip
_POST = tuple(
    f"staff__posts__{name}" for name in ("post", "klass_id", "grade_entry_year", "since", "until")
)
COLUMNS = (*_USER, *_STAFF, *(f"staff__school__{name}" for name in _SCHOOL), *_POST)
_WHO = Prepared(lambda user: User.objects.filter(pk=user).values(*COLUMNS), user=UUID)


class ActorMiddleware:
    """Put the actor on the request; None when nobody is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = self._actor(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> None:
        """Note that the session is in use, but not by what an open page asks by itself."""
        if request.actor is not None and not getattr(view, "quietly", False):  # type: ignore[attr-defined]
            request.session.touch()  # type: ignore[attr-defined]

    def _actor(self, request: HttpRequest) -> Actor | None:
        session: Any = request.session
        user_id = session.get(SESSION_KEY)
        if not user_id:
            return None
        rows = session.people or _WHO.rows(user=UUID(str(user_id)))
        session_hash = session.get(HASH_SESSION_KEY, "")
        if not rows or not _hash_fits(rows[0]["password"], session_hash):
            return None
        return _actor_of(user_id, rows, session.get("staff_id"))


def actor_for(user_id: Any, staff_id: Any = None) -> Actor | None:
    """Return the actor of a sign-in user today, None when they may not act any more.

    `staff_id` picks among several schools.
    """
    return _actor_of(user_id, _WHO.rows(user=UUID(str(user_id))), staff_id)


def _actor_of(user_id: Any, rows: list[dict], staff_id: Any = None) -> Actor | None:
    """Return the actor whom the rows describe; `staff_id` picks among several schools."""
    if not rows or not rows[0]["is_active"]:
        return None
    today = timezone.localdate()
    rows = _of_one_staff(rows, staff_id, today)
    return _staff_actor(user_id, rows, today) if rows[0]["staff__id"] else _above(user_id, rows[0])


def _of_one_staff(rows: list[dict], staff_id: Any, today: date) -> list[dict]:
    """Keep the rows of one employment that holds today; blank the staff part when none does.

    Who was found not clear is let in nowhere at that school (people.actions.clearances).
    """
    employed = [
        r
        for r in rows
        if r["staff__id"] and not r["staff__barred_on"] and _holds(r, "staff__", today)
    ]
    if not employed:
        return [{**rows[0], "staff__id": None}]
    wanted = {str(r["staff__id"]) for r in employed}
    chosen = str(staff_id) if str(staff_id) in wanted else str(employed[0]["staff__id"])
    return [r for r in employed if str(r["staff__id"]) == chosen]


def _holds(row: dict, prefix: str, today: date) -> bool:
    since, until = row[f"{prefix}since"], row[f"{prefix}until"]
    return (since is None or since <= today) and (until is None or today < until)


def _staff_actor(user_id: Any, rows: list[dict], today: date) -> Actor:
    first = rows[0]
    held = [r for r in rows if r["staff__posts__post"] and _holds(r, "staff__posts__", today)]
    posts = {r["staff__posts__post"] for r in held}
    everyone = Post.OUTSIDE_MENTOR if first["staff__outside"] else Post.STAFF
    posts -= {Post.OUTSIDE_MENTOR.value, Post.STAFF.value}  # one or the other, by who one is
    teacher = [r for r in held if r["staff__posts__post"] == Post.CLASS_TEACHER]
    lessons = [r for r in held if r["staff__posts__post"] == Post.SUBJECT_TEACHER]
    leader = [r for r in held if r["staff__posts__post"] == Post.GRADE_LEADER]
    return Actor(
        user_id=user_id,
        name=first["name"],
        staff_id=first["staff__id"],
        school=School(**{name: first[f"staff__school__{name}"] for name in _SCHOOL}),
        roles=frozenset(posts | {everyone.value} | _keeper(first)),
        class_ids=_named(teacher, "klass_id"),
        taught_ids=_named(lessons, "klass_id"),
        grade_years=_named(leader, "grade_entry_year"),
        is_keeper=first["is_keeper"],
        posts=tuple(sorted(posts)),
        factor_due=first["factor_due"],
        unread=first.get("unread", 0),
    )


def _named(held: list[dict], column: str) -> frozenset[Any]:
    """Return the classes or grades that these posts are for; one given for none reaches nobody."""
    found = {row[f"staff__posts__{column}"] for row in held}
    return frozenset(found - {None})


def _keeper(row: dict) -> set[str]:
    return {KEEPER} if row["is_keeper"] else set()


def _above(user_id: Any, row: dict) -> Actor | None:
    """Return somebody who acts above the schools, or only keeps the machine."""
    today = timezone.localdate()
    held = User(pk=user_id).region_posts.filter(since__lte=today).exclude(until__lte=today)
    posts = list(held.values_list("kind", "region_id"))
    if not posts and not row["is_keeper"]:
        return None
    return Actor(
        user_id=user_id,
        name=row["name"],
        roles=frozenset({kind for kind, _region in posts} | _keeper(row)),
        region_ids=frozenset(region for _kind, region in posts),
        is_keeper=row["is_keeper"],
        posts=tuple(sorted(kind for kind, _region in posts)),
        factor_due=row["factor_due"],
    )


def _hash_fits(password: str, session_hash: str) -> bool:
    salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
    return constant_time_compare(
        session_hash, salted_hmac(salt, password, algorithm="sha256").hexdigest()
    )

"""Who signs a safety agreement for which post, and with whom: level by level (R95)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from nuangang.accounts.posts import Post

BUREAU = "bureau"
AGENT_PARENT = "agent_parent"
LEVELS: dict[int, Any] = {
    1: _("Bureau and head"),
    2: _("Head and leaders"),
    3: _("Leaders and colleagues"),
}
HEAD, DEPUTY, LEAD = Post.HEAD.value, Post.DEPUTY.value, Post.LEAD.value
ACADEMIC, LOGISTICS = Post.ACADEMIC_LEAD.value, Post.LOGISTICS_LEAD.value
OFFICE = Post.OFFICE_LEAD.value
STAFF, SUBJECT, CLASS = (
    Post.STAFF.value,
    Post.SUBJECT_TEACHER.value,
    Post.CLASS_TEACHER.value,
)


@dataclass(frozen=True)
class Role:
    """What somebody signs for: its level, and whose signature stands opposite, in this order."""

    code: str
    label: Any
    level: int
    above: tuple[str, ...]


def _role(post: Post, level: int, *above: str) -> Role:
    return Role(post.value, post.label, level, above)


_BY_LEAD, _BY_ACADEMIC = (LEAD, DEPUTY, HEAD), (ACADEMIC, DEPUTY, HEAD)
_BY_LOGISTICS, _BY_OFFICE = (LOGISTICS, DEPUTY, HEAD), (OFFICE, DEPUTY, HEAD)
ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        _role(Post.HEAD, 1, BUREAU),
        _role(Post.PARTY_SECRETARY, 2, HEAD),
        _role(Post.DEPUTY, 2, HEAD),
        _role(Post.LEAD, 2, HEAD),
        _role(Post.ACADEMIC_LEAD, 2, HEAD),
        _role(Post.LOGISTICS_LEAD, 2, HEAD),
        _role(Post.OFFICE_LEAD, 2, HEAD),
        _role(Post.LEAGUE_SECRETARY, 2, HEAD),
        _role(Post.GRADE_LEADER, 3, *_BY_LEAD),
        _role(Post.CLASS_TEACHER, 3, *_BY_LEAD),
        _role(Post.SUBJECT_TEACHER, 3, *_BY_ACADEMIC),
        Role(AGENT_PARENT, _("Agent parent"), 3, _BY_LEAD),
        _role(Post.COUNSELLOR, 3, *_BY_LEAD),
        _role(Post.DOCTOR, 3, *_BY_LOGISTICS),
        _role(Post.DORM_KEEPER, 3, *_BY_LOGISTICS),
        _role(Post.ROOM_KEEPER, 3, *_BY_LOGISTICS),
        _role(Post.RECORDS_OFFICER, 3, *_BY_OFFICE),
        _role(Post.MONEY_KEEPER, 3, *_BY_OFFICE),
        _role(Post.SYSTEM_KEEPER, 3, *_BY_OFFICE),
        _role(Post.STAFF, 3, *_BY_OFFICE),
    )
}


def roles_of(posts: Iterable[str], *, mentor: bool, outside: bool) -> list[str]:
    """Return what somebody signs for, by the posts they hold today.

    A class teacher's agreement holds a subject teacher's; who has no post signs as staff, and from
    outside the school only as agent parent.
    """
    found = {post for post in posts if post in ROLES and post != STAFF}
    if CLASS in found:
        found.discard(SUBJECT)
    if mentor:
        found.add(AGENT_PARENT)
    if not found - {AGENT_PARENT} and not outside:
        found.add(STAFF)
    return [code for code in ROLES if code in found]


def roles_below(posts: Iterable[str]) -> list[str]:
    """Return what those sign for whose signature somebody with these posts may stand opposite to."""
    held = set(posts)
    return [role.code for role in ROLES.values() if held & set(role.above)]


def addressee(role: str, holders: dict[str, list[Any]], staff_id: Any) -> tuple[str, list[Any]]:
    """Return the post whose holders sign opposite now, and them: the first that somebody else holds.

    `holders` are (staff id, name) by post. Nobody signs opposite to themselves.
    """
    for post in ROLES[role].above:
        others = [holder for holder in holders.get(post, []) if holder[0] != staff_id]
        if others:
            return post, others
    return ROLES[role].above[0], []

"""Whom parents can ring: leaders, class teacher and subject teachers of a class, with the number agreed to (R98)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.accounts.posts import Post
from nuangang.people.models import SchoolClass, StaffPost
from nuangang.people.staff_queries import school_year_on
from nuangang.safety.models import DirectoryLink, NumberShown
from nuangang.terms.calendar import SCHOOL_ZONE

KEY = "directory"
OF_CLASS = (Post.CLASS_TEACHER.value, Post.SUBJECT_TEACHER.value)
OFFERED = tuple(
    post.value
    for post in (
        Post.HEAD, Post.PARTY_SECRETARY, Post.DEPUTY, Post.LEAD, Post.ACADEMIC_LEAD,
        Post.LOGISTICS_LEAD, Post.OFFICE_LEAD, Post.GRADE_LEADER, Post.CLASS_TEACHER,
        Post.SUBJECT_TEACHER, Post.COUNSELLOR, Post.DOCTOR, Post.DORM_KEEPER,
    )
)  # fmt: skip
USUAL = (Post.HEAD.value, Post.DEPUTY.value, Post.LEAD.value, *OF_CLASS)


@dataclass(frozen=True)
class Entry:
    """One line of the directory; `own` says that it is the person's own number, not the school's."""

    post: str
    name: str
    number: str
    own: bool


@dataclass(frozen=True)
class Directory:
    """What the parents of one class are given."""

    klass: SchoolClass
    name: str
    entries: list[Entry]
    changed: datetime


def posts_shown(school: School) -> list[str]:
    """Return the posts that the head lets stand in the directory; none before the head has said so."""
    kept = school.preferences.get(KEY, {}).get("posts", [])
    return [post for post in OFFERED if post in kept]


def directories(school: School, classes: Iterable[SchoolClass], on: date) -> list[Directory]:
    """Return the directory of each class as it stands on a day; two statements."""
    shown = posts_shown(school)
    rows = list(
        StaffPost.objects.filter(school_id=school.pk, post__in=shown, since__lte=on)
        .filter(staff__barred_on=None)
        .select_related("staff")
        .order_by("since", "pk")
    )
    numbers = list(NumberShown.objects.filter(school_id=school.pk))
    year = school_year_on(on)
    return [_of(school, klass, rows, numbers, shown, on, year) for klass in classes]


def _of(
    school: School, klass: SchoolClass, rows: list[StaffPost], numbers: list[NumberShown],
    shown: list[str], on: date, year: int,
) -> Directory:  # fmt: skip
    mine = [row for row in rows if _concerns(row, klass)]
    here = sorted((r for r in mine if _holds(r, on)), key=lambda r: shown.index(r.post))
    agreed = {row.staff_id: row.number for row in numbers if row.ended_at is None}
    entries: dict[tuple[str, Any], Entry] = {}
    for row in here:
        word = f"{row.get_post_display()} {row.subject}".strip()
        number = agreed.get(row.staff_id, "")
        entry = Entry(word, row.staff.name, number or school.phone, bool(number))
        entries.setdefault((word, row.staff_id), entry)
    people = {row.staff_id for row in mine}
    return Directory(
        klass,
        klass.name_on(year),
        list(entries.values()),
        _changed(school, mine, numbers, people, on),
    )


def _concerns(row: StaffPost, klass: SchoolClass) -> bool:
    if row.post in OF_CLASS:
        return row.klass_id == klass.pk
    return row.post != Post.GRADE_LEADER or row.grade_entry_year == klass.entry_year


def _holds(row: StaffPost, on: date) -> bool:
    ends = [day for day in (row.until, row.staff.until) if day]
    return all(on < day for day in ends)


def _changed(
    school: School, rows: list[StaffPost], numbers: list[NumberShown], people: set[Any], on: date
) -> datetime:
    """Return when anything of it changed last: the head's choice, a post, somebody's yes or no."""
    days = [
        day for row in rows for day in (row.since, row.until, row.staff.until) if day and day <= on
    ]
    moments = [datetime.combine(day, time(), SCHOOL_ZONE) for day in days]
    said = [m for n in numbers if n.staff_id in people for m in (n.agreed_at, n.ended_at) if m]
    chosen = school.preferences.get(KEY, {}).get("at")
    first = [datetime.fromisoformat(chosen)] if chosen else [school.created_at]
    return max([*first, *moments, *said])


def open_links(school_id: Any) -> dict[Any, DirectoryLink]:
    """Return the link that works now, for each class that has one."""
    rows = DirectoryLink.objects.filter(school_id=school_id, ended_at=None)
    return {row.klass_id: row for row in rows}


def in_public(school: str, address: str) -> tuple[School, Directory] | None:
    """Return what an address shows, None for one that is withdrawn or never was."""
    found = School.objects.filter(short_name=school).first()
    if found is None or not posts_shown(found):
        return None
    rows = DirectoryLink.objects.filter(
        Q(klass__ended_on=None), school_id=found.pk, address=address, ended_at=None
    )
    link = rows.select_related("klass").first()
    if link is None:
        return None
    [directory] = directories(found, [link.klass], timezone.localdate())
    return found, directory

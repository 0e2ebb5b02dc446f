"""A school's first minute: the school itself, its calendar's place, and its head."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from nuangang.accounts.models import Region, School, User
from nuangang.accounts.posts import Post
from nuangang.audit.actions import Person, record
from nuangang.lib.names import syllables_of
from nuangang.people.actions.staff import staff_search
from nuangang.people.models import SchoolClass, Staff, StaffPost

GRADES = {
    "primary": (1, 6),
    "junior": (7, 9),
    "nine_year": (1, 9),
    "central": (1, 6),
    "point": (1, 4),
}


@transaction.atomic
def open_school(school: Mapping[str, Any], head: Mapping[str, Any]) -> tuple[School, User]:
    """Make the school and its head, who can sign in at once.

    `school`: name, short_name (may be empty), kind, county, township, definition, code;
    `head`: name, login, password.
    """
    kind = school["kind"]
    first, last = GRADES[kind]
    made = School.objects.create(
        name=school["name"],
        short_name=school.get("short_name") or free_short_name(school["name"]),
        code=school.get("code") or None,
        kind=kind,
        region=place(school.get("county", ""), school.get("township", "")),
        definition=school["definition"],
        first_grade=first,
        last_grade=last,
        is_demo=bool(school.get("is_demo")),
    )
    user = User.objects.create_user(
        head["login"], head["password"], name=head["name"], is_keeper=True
    )
    staff = Staff.objects.create(
        school=made,
        user=user,
        name=head["name"],
        search=staff_search(head["name"]),
        since=timezone.localdate(),
    )
    StaffPost.objects.create(school=made, staff=staff, post=Post.HEAD, since=staff.since)
    record(Person(user.name, user.pk, made.pk), "school_opened", kind="school", object_id=made.pk)
    return made, user


def free_short_name(name: str) -> str:
    """Return a short name for the command line from the name's initials, with a number if taken."""
    initials = "".join(s[:1] for s in syllables_of(name) if s[:1].isalnum())
    wanted = initials.lower()[:20] or "school"
    taken = set(School.objects.values_list("short_name", flat=True))
    number, short = 1, wanted
    while short in taken:
        number += 1
        short = f"{wanted}{number}"
    return short


def place(county: str, township: str) -> Region | None:
    """Return the township below the county, making what is not there; None without a county."""
    if not county:
        return None
    upper, _made = Region.objects.get_or_create(
        level=Region.Level.COUNTY, name=county, defaults={"parent": None}
    )
    if not township:
        return upper
    lower, _made = Region.objects.get_or_create(
        level=Region.Level.TOWNSHIP, name=township, parent=upper
    )
    return lower


def open_classes(
    school: School, *, school_year: int, per_grade: Mapping[int, int]
) -> list[SchoolClass]:
    """Make `per_grade` classes in each grade of the year; those that exist stay as they are."""
    return [
        klass
        for grade, count in per_grade.items()
        for number in range(1, count + 1)
        if (klass := class_for(school, grade, number, school_year)) is not None
    ]


def class_for(school: School, grade: int, number: int, school_year: int) -> SchoolClass | None:
    """Return the class of a grade and number in `school_year`, made if need be.

    None for a grade that the school hasn't.
    """
    if not school.first_grade <= grade <= school.last_grade:
        return None
    klass, _made = SchoolClass.objects.of(school).get_or_create(
        school=school,
        entry_year=school_year - (grade - school.first_grade),
        entry_grade=school.first_grade,
        number=number,
    )
    return klass

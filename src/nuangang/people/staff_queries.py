"""Questions about the staff."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from nuangang.accounts.models import Invitation
from nuangang.accounts.posts import Post
from nuangang.people.models import SchoolClass, Staff, StaffPost, Tie, not_over
from nuangang.people.models.children import class_name
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible


def staff_here(actor: Actor, *, words: str = "", kind: str = "") -> QuerySet[Staff]:
    """Return the staff employed now; `kind` is party, outside, not_joined or a post."""
    today = timezone.localdate()
    rows = visible(actor, Staff).filter(not_over(today))
    if words:
        rows = rows.filter(search__contains=words.lower())
    narrowed = {
        "party": Q(party_member=True),
        "outside": Q(outside=True),
        "not_joined": Q(user__last_login__isnull=True),
        "teachers": Q(
            pk__in=visible(actor, StaffPost)
            .filter(not_over(today), post=Post.CLASS_TEACHER)
            .values("staff_id")
        ),
    }
    return rows.filter(narrowed.get(kind, Q())).order_by("name")


def never_joined(staff: QuerySet[Staff], *, without_slip: bool = False) -> QuerySet[Staff]:
    """Keep those who have never signed in, or of them those who hold no slip that still works."""
    rows = staff.filter(user__last_login__isnull=True)
    return rows.exclude(user__in=_open_slips().values("user_id")) if without_slip else rows


def _open_slips() -> QuerySet[Invitation]:
    return Invitation.objects.filter(used_at=None, expires_at__gt=timezone.now())


def joining_rows(actor: Actor) -> list[dict[str, Any]]:
    """Return who has never signed in: id, name, and slip_until (None: holds none that works)."""
    slip = _open_slips().filter(user_id=OuterRef("user_id")).order_by("-expires_at")
    rows = never_joined(staff_here(actor)).annotate(
        slip_until=Subquery(slip.values("expires_at")[:1])
    )
    return [dict(row) for row in rows.values("id", "name", "slip_until")]


def staff_rows(actor: Actor, staff: QuerySet[Staff], year: int) -> list[dict[str, Any]]:
    """Return one plain row per staff: name, posts, class, party, children cared for, joined."""
    cared_for = (
        Tie.objects.filter(
            not_over(timezone.localdate()),
            school_id=OuterRef("school_id"),
            adult_id=OuterRef("pk"),
            capacity=Tie.Capacity.AGENT_PARENT,
        )
        .order_by()
        .values("adult_id")
    )
    rows = list(
        staff.annotate(children=Coalesce(Subquery(cared_for.values(count=Count("pk"))), 0)).values(
            "id", "name", "party_member", "outside", "village", "children", "user__last_login"
        )
    )
    posts = posts_by_staff(actor, [row["id"] for row in rows], year)
    return [{**row, "posts": posts.get(row["id"], [])} for row in rows]


def posts_by_staff(actor: Actor, ids: list[Any], year: int) -> dict[Any, list[str]]:
    """Return the posts that these staff hold now in words, per staff id."""
    held = visible(actor, StaffPost).filter(not_over(timezone.localdate()), staff_id__in=ids)
    said: dict[Any, list[str]] = defaultdict(list)
    words = dict(Post.choices)
    columns = ("entry_year", "entry_grade", "number", "alias")
    for staff_id, post, subject, entered, grade, number, alias in held.order_by(
        "since", "pk"
    ).values_list("staff_id", "post", "subject", *(f"klass__{name}" for name in columns)):
        klass = class_name(grade + year - entered, number, alias) if entered else ""
        said[staff_id].append(f"{klass}{words[post]}{subject and f' {subject}'}")
    return said


def post_in_words(post: StaffPost, year: int) -> str:
    """Return a post as one would say it: 七(1)班班主任."""
    klass = post.klass.name_on(year) if post.klass else ""
    return f"{klass}{post.get_post_display()}{post.subject and f' {post.subject}'}"


def classes_of(actor: Actor, year: int) -> list[SchoolClass]:
    """Return the classes that run in `year`, by grade and number."""
    rows = visible(actor, SchoolClass).filter(ended_on__isnull=True)
    here = [k for k in rows if 1 <= k.grade_on(year) <= (actor.school.last_grade or 9)]
    return sorted(here, key=lambda k: (k.grade_on(year), k.number))


def school_year_on(day: date) -> int:
    """Return the calendar year in which the school year of `day` starts (1 September)."""
    return day.year if day.month >= 9 else day.year - 1

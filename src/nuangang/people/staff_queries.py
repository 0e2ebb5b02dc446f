"""Questions about the staff."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from nuangang.accounts.posts import Post
from nuangang.people.models import SchoolClass, Staff, StaffPost
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible


def staff_here(actor: Actor, *, words: str = "", kind: str = "") -> QuerySet[Staff]:
    """Return the staff employed now; `kind` is party, outside, not_joined or a post."""
    rows = visible(actor, Staff).filter(until__isnull=True)
    if words:
        rows = rows.filter(search__contains=words.lower())
    narrowed = {
        "party": Q(party_member=True),
        "outside": Q(outside=True),
        "not_joined": Q(user__last_login__isnull=True),
        "teachers": Q(posts__post=Post.CLASS_TEACHER, posts__until__isnull=True),
    }
    return rows.filter(narrowed.get(kind, Q())).order_by("name").distinct()


def staff_rows(actor: Actor, staff: QuerySet[Staff], year: int) -> list[dict[str, Any]]:
    """Return one plain row per staff: name, posts, class, party, children cared for, joined."""
    counted = staff.annotate(
        children=Count(
            "ties",
            filter=Q(ties__until__isnull=True, ties__capacity="agent_parent"),
            distinct=True,
        )
    )
    rows = list(
        counted.values(
            "id", "name", "party_member", "outside", "village", "children", "user__last_login"
        )
    )
    posts = posts_by_staff(actor, year)
    return [{**row, "posts": posts.get(row["id"], [])} for row in rows]


def posts_by_staff(actor: Actor, year: int) -> dict[Any, list[str]]:
    """Return the posts held now in words, per staff id."""
    held = visible(actor, StaffPost).filter(until__isnull=True).select_related("klass")
    said: dict[Any, list[str]] = defaultdict(list)
    for post in held.order_by("since"):
        said[post.staff_id].append(post_in_words(post, year))
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

"""Who can see what: each colleague's posts, ties, and how many children they reach, and why."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nuangang.accounts.models import Factor
from nuangang.accounts.posts import KEEPER, Post
from nuangang.care.models import Duty
from nuangang.care.owing import SHARED
from nuangang.desk.figures.one_access import papers_of
from nuangang.people.file_page import term_began
from nuangang.people.models import AccessReview, Child, Staff, StaffPost, Tie, holding, not_over
from nuangang.people.queries import here
from nuangang.people.staff_queries import post_in_words
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.policy.matrix import MATRIX, NEEDS_FACTOR, Scope

MANY_OUTSIDE = 5
QUIET = timedelta(days=90)
FILTERS = {
    "due": gettext_lazy("Not confirmed this term"),
    "outside": gettext_lazy("From outside"),
    "never": gettext_lazy("Never signed in"),
    "left_class": gettext_lazy("Left a class this term"),
    "unusual": gettext_lazy("Worth a second look"),
}


@dataclass
class Held:
    """One post somebody holds: its words, since when and by whom it was given."""

    row: StaffPost
    words: str


@dataclass
class Access:
    """What one colleague can see, as the page shows it."""

    staff: Staff
    posts: list[Held]
    reach: int
    why: list[str]
    ties: int
    tied_by: list[str]
    steps: int
    reviewed: AccessReview | None
    left_class: bool
    papers: list[str]
    unusual: list[str] = field(default_factory=list)
    due: bool = False

    @property
    def last_seen(self) -> datetime | None:
        """Return when they last signed in."""
        return self.staff.user.last_login if self.staff.user else None

    @property
    def rights(self) -> str:
        """Return posts and reach in words, as a review keeps them."""
        return " · ".join([*(held.words for held in self.posts), *self.why])


class Rights:
    """What decides on everybody's reach, read once: five statements, however many people."""

    def __init__(self, actor: Actor, on: date) -> None:
        self.actor, self.on = actor, on
        school = actor.school_id
        children = here(Child.objects.filter(school_id=school), on).order_by()
        self.children = list(children.values_list("pk", "klass_id", "klass__entry_year"))
        here_now = {pk for pk, _klass, _year in self.children}
        self.owed: dict[UUID, set[UUID]] = defaultdict(set)
        for person, child in _owed(school).values_list("staff_id", "child_id"):
            self.owed[person] |= {child} & here_now
        self.tied: dict[UUID, set[UUID]] = defaultdict(set)
        self.approved: dict[UUID, set[str]] = defaultdict(set)
        ties = Tie.objects.filter(holding(on), school_id=school).order_by()
        for person, child, name in ties.values_list("adult_id", "child_id", "approved_by__name"):
            self.tied[person] |= {child} & here_now
            self.approved[person] |= {name} - {None}
        self.posts: dict[UUID, list[StaffPost]] = defaultdict(list)
        self.left: set[UUID] = set()
        began = term_began(actor, on)
        for post in visible(actor, StaffPost).select_related("klass").order_by("since", "pk"):
            if post.since <= on and (post.until is None or post.until > on):
                self.posts[post.staff_id].append(post)
            elif post.klass_id and post.until and began <= post.until <= on:
                self.left.add(post.staff_id)
        self.reviews = self._reviews(began)

    def _reviews(self, began: date) -> dict[UUID, AccessReview]:
        rows = visible(self.actor, AccessReview).filter(on__gte=began).order_by("at", "pk")
        return {row.staff_id: row for row in rows}

    def reached(self, person: Staff) -> tuple[set[UUID], list[str]]:
        """Return the children whom somebody reaches, and by what, in words."""
        by_post: dict[str, set[UUID]] = defaultdict(set)
        for post in self.posts[person.pk]:
            scope = MATRIX["child"].get(post.post, (Scope.NONE, Scope.NONE))[0]
            by_post[str(post.get_post_display())] |= self._by_post(post, scope)
        why = [_said(words, len(those)) for words, those in by_post.items() if those]
        found: set[UUID] = set().union(*by_post.values())
        tied, owed = self.tied[person.pk], self.owed[person.pk]
        if tied:
            why.append(_said(_("Tied"), len(tied)))
        if owed - tied:
            why.append(_said(_("Owed by post or name"), len(owed - tied)))
        return found | tied | owed, why

    def _by_post(self, post: StaffPost, scope: Scope) -> set[UUID]:
        if scope == Scope.SCHOOL:
            return {pk for pk, _klass, _year in self.children}
        if scope == Scope.GRADE and post.grade_entry_year:
            return {pk for pk, _klass, year in self.children if year == post.grade_entry_year}
        if scope in (Scope.CLASS, Scope.TAUGHT) and post.klass_id:
            return {pk for pk, klass, _year in self.children if klass == post.klass_id}
        return set()


def _said(what: str, count: int) -> str:
    text = ngettext("%(what)s: %(count)d child", "%(what)s: %(count)d children", count)
    return text % {"what": what, "count": count}


def _owed(school: Any) -> Any:
    return Duty.objects.filter(
        school_id=school,
        staff__isnull=False,
        child__isnull=False,
        closed_on__isnull=True,
        rule__owed_by__in=[owed_by.value for owed_by in SHARED],
    ).order_by()


def everybody(actor: Actor, on: date, year: int) -> list[Access]:
    """Return what everybody who works at the school now can see, by name; seven statements."""
    rights = Rights(actor, on)
    people = visible(actor, Staff).filter(not_over(on)).select_related("user").order_by("name")
    rows = list(people)
    users = [person.user_id for person in rows if person.user_id]
    counted = Factor.objects.filter(user_id__in=users).order_by().values("user_id")
    steps = dict(counted.annotate(count=Count("pk")).values_list("user_id", "count"))
    return [
        _access(rights, person, steps.get(person.user_id or person.pk, 0), year) for person in rows
    ]


def _access(rights: Rights, person: Staff, steps: int, year: int) -> Access:
    reached, why = rights.reached(person)
    found = Access(
        staff=person,
        posts=[Held(post, post_in_words(post, year)) for post in rights.posts[person.pk]],
        reach=len(reached),
        why=why,
        ties=len(rights.tied[person.pk]),
        tied_by=sorted(rights.approved[person.pk]),
        steps=steps,
        reviewed=rights.reviews.get(person.pk),
        left_class=person.pk in rights.left,
        papers=papers_of(person, rights.on),
    )
    found.unusual = list(_unusual(found, len(rights.children)))
    found.due = found.reviewed is None and bool(found.posts or found.reach)
    return found


def _unusual(found: Access, whole: int) -> Iterable[str]:
    """Yield what of somebody's rights deserves a second look."""
    posts = {held.row.post for held in found.posts}
    if found.staff.outside and posts - {Post.OUTSIDE_MENTOR.value}:
        yield _("from outside, with a post")
    if found.staff.outside and found.reach > MANY_OUTSIDE:
        yield _("from outside, many children")
    keeper = found.staff.user is not None and found.staff.user.is_keeper
    if (keeper or posts & {KEEPER, Post.AUDITOR.value}) and found.reach:
        yield _("keeps the machine or its log, and reaches children")
    if posts & NEEDS_FACTOR and not found.steps:
        yield _("second step missing")
    if found.left_class and found.ties:
        yield _("left a class, still has ties")
    seen = found.last_seen
    if found.reach == whole and whole and (seen is None or seen < timezone.now() - QUIET):
        yield _("reaches everybody, not here for three months")


def narrowed(rows: list[Access], asked: str) -> list[Access]:
    """Return those whom a filter of FILTERS wants, all for another word."""
    wanted = {
        "due": lambda row: row.due,
        "outside": lambda row: row.staff.outside,
        "never": lambda row: row.last_seen is None,
        "left_class": lambda row: row.left_class,
        "unusual": lambda row: bool(row.unusual),
    }.get(asked)
    return [row for row in rows if wanted(row)] if wanted else rows


def unconfirmed(actor: Actor, on: date) -> int:
    """Return how many hold a post or a tie that nobody has confirmed this term; one statement."""
    people = Staff.objects.filter(not_over(on), school_id=actor.school_id)
    if actor.staff_id:
        people = people.exclude(pk=actor.staff_id)
    held = StaffPost.objects.filter(holding(on), school_id=actor.school_id).values("staff_id")
    tied = Tie.objects.filter(holding(on), school_id=actor.school_id).values("adult_id")
    seen = AccessReview.objects.filter(school_id=actor.school_id, on__gte=term_began(actor, on))
    rows = people.filter(pk__in=held.union(tied)).exclude(pk__in=seen.values("staff_id"))
    return rows.count()


def last_reviews(actor: Actor) -> list[dict[str, Any]]:
    """Return by day who confirmed how many, newest first."""
    rows = visible(actor, AccessReview).order_by().values("on", "by_name")
    counted = rows.annotate(count=Count("pk"), at=Max("at")).order_by("-on", "by_name")
    return [dict(row) for row in counted[:12]]

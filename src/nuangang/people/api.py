"""The API of children, their relatives and numbers, and the school's classes."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router

from nuangang.audit.actions import record
from nuangang.lib.api.paging import Page, page_of
from nuangang.lib.api.problems import READING
from nuangang.lib.api.types import Id
from nuangang.people.api_schemas import (
    ChildOut,
    ChildrenAsked,
    ClassOut,
    ContactOut,
    ParentFactOut,
    RelativeOut,
)
from nuangang.people.fields import Sight, as_allowed, class_of, sight_of, whose, with_sight
from nuangang.people.models import (
    Change,
    Child,
    Contact,
    ParentFact,
    Relative,
    SchoolClass,
    Tie,
)
from nuangang.people.queries import LEFT_BEHIND, classes, here, school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.api_rules import actor_of, may_call
from nuangang.policy.guards import fetch, visible
from nuangang.policy.matrix import CLEAR, HIDDEN

router = Router(tags=["people"])


@router.get(
    "/classes",
    response={200: list[ClassOut], **READING},
    by_alias=True,
    summary=gettext_noop("The classes of this school year"),
)
@may_call("read class")
def list_classes(request: HttpRequest) -> Any:
    actor = actor_of(request)
    year = school_year_of(actor, timezone.localdate())
    return [class_out(klass, year) for klass in classes(actor, year)]


@router.get(
    "/children",
    response={200: Page[ChildOut], **READING},
    by_alias=True,
    summary=gettext_noop("Children, filtered, in pages"),
)
@may_call("read child")
def list_children(request: HttpRequest, asked: Query[ChildrenAsked]) -> Any:
    actor, now = actor_of(request), timezone.now()
    rows = _joined(actor, _asked_for(actor, asked))
    if asked.after:
        rows = rows.filter(pk__gt=asked.after)
    found = list(rows.order_by("pk")[: asked.limit + 1])
    shown = _Shown(actor)
    page = page_of(found, asked, now, shown.child)
    record(actor, "read_list", kind="child", count=len(page["items"]), by=_names(asked))
    return page


@router.get(
    "/children/{child_id}",
    response={200: ChildOut, **READING},
    by_alias=True,
    summary=gettext_noop("One child"),
)
@may_call("read child")
def get_child(request: HttpRequest, child_id: Id) -> Any:
    actor = actor_of(request)
    found = fetch(actor, Child, child_id, rows=partial(_joined, actor))
    _told(actor, found)
    return _Shown(actor).child(found)


@router.get(
    "/children/{child_id}/relatives",
    response={200: list[RelativeOut], **READING},
    summary=gettext_noop("A child's parents, grandparents and carers"),
)
@may_call("read child", "read family")
def list_relatives(request: HttpRequest, child_id: Id) -> Any:
    actor = actor_of(request)
    found = fetch(actor, Child, child_id, rows=partial(with_sight, actor))
    _told(actor, found, part="relatives")
    sight = sight_of(actor, found)
    rows = visible(actor, Relative).filter(child=found).order_by("pk")
    hidden: dict[str, Any] = {} if found.may_use("wechat") else {"wechat": None}
    return [relative_out(sight, row) | hidden for row in rows]


@router.get(
    "/children/{child_id}/contacts",
    response={200: list[ContactOut], **READING},
    summary=gettext_noop("Whom to call about a child, in order"),
)
@may_call("read child", "read family")
def list_contacts(request: HttpRequest, child_id: Id) -> Any:
    actor = actor_of(request)
    found = fetch(actor, Child, child_id, rows=partial(with_sight, actor))
    _told(actor, found, part="contacts")
    sight = sight_of(actor, found)
    rows = visible(actor, Contact).filter(child=found).order_by("call_order", "pk")
    return [contact_out(sight, row) for row in rows]


@router.get(
    "/children/{child_id}/parent-facts",
    response={200: list[ParentFactOut], **READING},
    summary=gettext_noop("The dated facts about a child's parents"),
)
@may_call("read child", "read family")
def list_parent_facts(request: HttpRequest, child_id: Id) -> Any:
    actor = actor_of(request)
    found = fetch(actor, Child, child_id)
    _told(actor, found, part="parent_facts")
    rows = visible(actor, ParentFact).filter(child=found).order_by("since", "pk")
    names = tuple(ParentFactOut.model_fields)
    return list(rows.values(*names))


def class_out(klass: SchoolClass, year: int) -> dict[str, Any]:
    """Return a class as ClassOut has it, named as in school year `year`."""
    return {
        "id": klass.pk,
        "name": klass.name_on(year),
        "grade": klass.grade_on(year),
        "number": klass.number,
        "entry_year": klass.entry_year,
    }


def _asked_for(actor: Actor, asked: ChildrenAsked) -> QuerySet[Child]:
    on, rows = timezone.localdate(), visible(actor, Child)
    if asked.presence == "here":
        rows = here(rows, on)
    elif asked.presence == "left":
        rows = rows.filter(left_on__lte=on)
    if asked.class_id:
        rows = rows.filter(klass_id=asked.class_id)
    if any((asked.left_behind, asked.agent_parent, asked.boarding, asked.changed_since)):
        rows = rows.filter(whose(actor, "file"))
    if asked.left_behind:
        wanted = LEFT_BEHIND if asked.left_behind == "any" else [asked.left_behind]
        rows = rows.filter(left_behind__in=wanted)
    if asked.agent_parent:
        rows = rows.filter(Exists(_agents(adult_id=asked.agent_parent)))
    if asked.boarding:
        rows = rows.filter(boarding=asked.boarding == "true")
    return rows.filter(_changed_since(asked.changed_since)) if asked.changed_since else rows


def _agents(**narrowed: Any) -> QuerySet[Tie]:
    return Tie.objects.filter(
        school_id=OuterRef("school_id"),
        child_id=OuterRef("pk"),
        until__isnull=True,
        capacity=Tie.Capacity.AGENT_PARENT,
        **narrowed,
    )


def _changed_since(moment: datetime) -> Q:
    """Return the condition for a child of whom anything changed since.

    Labels and pairs are dated by the day: those of the whole day of `moment` come along.
    """
    day = timezone.localdate(moment)
    changes = Change.objects.filter(
        school_id=OuterRef("school_id"), child_id=OuterRef("pk"), at__gte=moment
    )
    ties = Tie.objects.filter(
        Q(made_at__gte=moment) | Q(until__gte=day),
        school_id=OuterRef("school_id"),
        child_id=OuterRef("pk"),
    )
    return Q(made_at__gte=moment) | Q(left_behind_as_of__gte=day) | Exists(changes) | Exists(ties)


def _joined(actor: Actor, rows: QuerySet[Child]) -> QuerySet[Child]:
    """Join what ChildOut shows: class, agent parent, the latest change; one statement."""
    held = _agents()
    changes = Change.objects.filter(school_id=OuterRef("school_id"), child_id=OuterRef("pk"))
    latest = changes.order_by().values("child_id").annotate(latest=Max("at")).values("latest")
    return with_sight(actor, rows).annotate(
        agent_id=Subquery(held.values("adult_id")[:1]),
        agent_name=Subquery(held.values("adult__name")[:1]),
        agent_since=Subquery(held.values("since")[:1]),
        changed=Subquery(latest),
    )


_SENSITIVE = (
    "roll_number", "id_number", "address", "family_situation", "income_sources", "aid", "health",
    "illness", "disability",
)  # fmt: skip


class _Shown:
    """Rows as the API shows them to one actor: what may not be seen is null."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.year = school_year_of(actor, timezone.localdate())

    def child(self, row: Any) -> dict[str, Any]:
        """Return a child of `_joined`."""
        plain = ("id", "name", "gender")
        whole = (
            "birth", "birth_is_month", "student_number", "boarding", "village", "left_behind",
            "left_behind_as_of", "gaps", "joined_on", "left_on", "leave_reason", "verified_on",
        )  # fmt: skip
        sight = sight_of(self.actor, row)
        agent = {"id": row.agent_id, "name": row.agent_name, "since": row.agent_since}
        return {
            **{name: getattr(row, name) for name in plain},
            **_whole(sight, row, whole),
            **_sensitive(sight, row, *_SENSITIVE),
            "special_needs": row.special_needs if sight.sees("health") == CLEAR else None,
            "klass": class_out(row.klass, self.year) if row.klass else None,
            "agent_parent": agent if row.agent_id and sight.sees("file") == CLEAR else None,
            "changed_at": max(row.made_at, row.changed or row.made_at),
        }


def relative_out(sight: Sight, row: Relative) -> dict[str, Any]:
    """Return a relative as RelativeOut has it, of a child seen so."""
    plain = (
        "id", "child_id", "kin", "kin_word", "name", "birth_year", "is_carer", "is_emergency",
        "occupation", "workplace", "work_unit",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in plain},
        **_sensitive(sight, row, "id_number", "address", "wechat"),
        # Stricter than the page: a program without the scope health reads nobody's health.
        "health": _allowed(sight.sees("health"), row.health),
    }


def contact_out(sight: Sight, row: Contact) -> dict[str, Any]:
    """Return a number as ContactOut has it, of a child seen so."""
    plain = (
        "id", "child_id", "relative_id", "label", "call_order", "may_call", "last_reached_on",
        "failed_calls",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in plain},
        **_sensitive(sight, row, "number"),
    }


def _whole(sight: Sight, row: Any, names: Iterable[str]) -> dict[str, Any]:
    """Return the everyday fields, or null for each to those who read name and class alone."""
    seen = sight.sees("file") == CLEAR
    return {name: getattr(row, name) if seen else None for name in names}


def _sensitive(sight: Sight, row: Any, *names: str) -> dict[str, str | None]:
    """Return fields of people.fields as the actor sees them; null where hidden."""
    return {name: _allowed(sight.sees(class_of(row, name)), getattr(row, name)) for name in names}


def _allowed(how: str, value: str) -> str | None:
    return None if how == HIDDEN else as_allowed(how, value)


def _names(asked: ChildrenAsked) -> list[str]:
    """Return by what a list was narrowed: the names, never the values."""
    return sorted(asked.model_fields_set)


def _told(actor: Actor, child: Child, **part: Any) -> None:
    record(actor, "read_file", kind="child", object_id=child.pk, label=child.name, **part)

"""The log: who did what, who opened this file, and what I did."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.audit.models import Entry, OddReading
from nuangang.audit.verbs import GROUPS, verb_of
from nuangang.desk.log_lines import COLUMNS, Asked, Counted, lines, who
from nuangang.desk.views.child import fetched
from nuangang.lib.parts import asked_part
from nuangang.people.models import Staff
from nuangang.people.queries import school_year_of
from nuangang.people.staff_queries import posts_by_staff
from nuangang.policy.guards import visible
from nuangang.policy.rules import may, signed_in

PER_PAGE = 50
PRINTED = 2000
MONTH, YEAR = timedelta(days=31), timedelta(days=366)


@may("audit", everywhere=True)
def log(request: HttpRequest) -> HttpResponse:
    """List the school's entries as sentences, narrowed as the address asks."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = Asked.read(request.GET, timezone.localdate())
    to_print = request.GET.get("rows") == "all"
    rows = asked.narrow(visible(actor, Entry)).values(*COLUMNS)
    page = Counted(rows, request.GET.get("page"), PRINTED if to_print else PER_PAGE).page_here()
    verb = "log_printed" if to_print else "log_read"
    record(actor, verb, kind="audit", count=len(page.object_list), by=asked.names())
    context: dict[str, Any] = {
        "asked": asked,
        "page": page,
        "lines": lines(page.object_list),
        "to_print": to_print,
        "groups": list(GROUPS.items()),
        "people": [] if asked_part(request) == "results" else _people(actor),
        "odd": visible(actor, OddReading).filter(state=OddReading.State.OPEN).count(),
    }
    return render(request, "desk/log.html", context)


def _people(actor: Any) -> list[tuple[str, str]]:
    rows = visible(actor, Staff).filter(user_id__isnull=False).order_by("name")
    return [(str(user), name) for user, name in rows.values_list("user_id", "name")]


@signed_in
def my_log(request: HttpRequest) -> HttpResponse:
    """List what the person did themselves, the last month unless asked otherwise."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = Asked.read(request.GET, timezone.localdate(), days=MONTH)
    own = Entry.objects.filter(school_id=actor.school_id, actor_user_id=actor.user_id)
    rows = asked.narrow(own).values(*COLUMNS)
    page = Counted(rows, request.GET.get("page"), PER_PAGE).page_here()
    context = {
        "asked": asked,
        "page": page,
        "lines": lines(page.object_list),
        "groups": list(GROUPS.items()),
    }
    return render(request, "desk/my_log.html", context)


@may("audit", everywhere=True)
def child_readers(request: HttpRequest, pk: str) -> HttpResponse:
    """Say who opened, printed or changed this child's file: who, in which post, when, how often."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetched(request, pk)
    asked = Asked.read(request.GET, timezone.localdate(), days=YEAR)
    about = Q(object_id=child.pk)
    if child.klass_id:
        about |= Q(object_id=child.klass_id, verb__startswith="printed_")
    found = asked.narrow(visible(actor, Entry).filter(about)).order_by()
    rows: Any = found.values("actor_user_id", "actor_name", "verb", "kind").annotate(
        times=Count("pk"), first=Min("at"), last=Max("at")
    )
    record(actor, "read_readers", kind="child", object_id=child.pk, label=child.name)
    context = {"child": child, "asked": asked, "people": _by_person(actor, list(rows))}
    return render(request, "desk/child_readers.html", context)


def _by_person(actor: Any, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put together what each person did with the file, the latest first."""
    people: dict[Any, dict[str, Any]] = {}
    for row in rows:
        key = (row["actor_user_id"], row["actor_name"] if row["actor_user_id"] is None else "")
        fresh = {"user": key[0], "name": who(row["actor_name"], key[0]), "did": {}, "posts": [],
                 "first": row["first"], "last": row["last"]}  # fmt: skip
        one = people.setdefault(key, fresh)
        one["first"], one["last"] = min(one["first"], row["first"]), max(one["last"], row["last"])
        group = _group_of(row["verb"], row["kind"])
        one["did"][group] = one["did"].get(group, 0) + row["times"]
    _put_posts(actor, people)
    return sorted(people.values(), key=lambda one: one["last"], reverse=True)


def _group_of(verb: str, kind: str) -> str:
    try:
        return str(GROUPS[verb_of(verb, kind).group])
    except KeyError:
        return verb


def _put_posts(actor: Any, people: dict[Any, dict[str, Any]]) -> None:
    users = [user for user, _name in people if user]
    staff = dict(visible(actor, Staff).filter(user_id__in=users).values_list("user_id", "pk"))
    year = school_year_of(actor, timezone.localdate())
    posts = posts_by_staff(actor, list(staff.values()), year) if staff else {}
    for (user, _name), one in people.items():
        one["posts"] = posts.get(staff.get(user), [])

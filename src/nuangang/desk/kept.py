"""What a phone keeps of today's page for times without a network: the page, and who is on it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.care.queries.week import ChildRow, waiting_kinds
from nuangang.desk.views.today import today_page
from nuangang.incidents.queries.help import phone_help
from nuangang.lib.dates import moment_text
from nuangang.people.models import Relative
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible

DAYS = 7  # without the server having been reached, after which one's own phone forgets the page
SHARED_DAYS = 0.5  # the same on a device that others use, as long as a session there at most


def days_kept(school: School) -> int:
    """Return for how many days without the server the school lets its phones keep the page."""
    return int(school.preferences.get("offline_days") or DAYS)


def phone_page(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """Return today's page as it is at `now`, and the children on it, as plain values.

    Nothing of the children's files but what the page itself shows, and which relatives there are.
    """
    actor = request.actor  # type: ignore[attr-defined]
    mine = today_page(actor, of_class=False)
    own = mine["week"].children
    of_class = today_page(actor, of_class=True) if actor.class_ids else None
    theirs = of_class["week"].children if of_class else []
    local = timezone.localtime(now)
    return {
        "person": str(actor.user_id),
        "name": actor.name,
        "at": now.isoformat(),
        "at_text": moment_text(now),
        "minutes_east": int((local.utcoffset() or now - now).total_seconds() // 60),
        "days": days_kept(actor.school) if request.session.get("own") else SHARED_DAYS,
        "pages": {"": _drawn(request, mine), "class": _drawn(request, of_class)},
        "own": [str(row.id) for row in own],
        "of_class": [str(row.id) for row in theirs],
        "children": _children(actor, own, theirs, now),
        "help": phone_help(actor) if actor.may("incident", "write") else None,
    }


def _drawn(request: HttpRequest, page: dict[str, Any] | None) -> str:
    if page is None:
        return ""
    return render_to_string("desk/today.html", {**page, "layout": "bare.html"}, request)


def _children(
    actor: Actor, own: list[ChildRow], theirs: list[ChildRow], now: datetime
) -> list[dict[str, Any]]:
    rows = {row.id: row for row in (*theirs, *own)}
    waits = waiting_kinds(actor, rows, now)
    kins: dict[Any, list[str]] = {}
    relatives = visible(actor, Relative).filter(child_id__in=list(rows))
    for child, kin in relatives.order_by("-is_carer", "kin").values_list("child_id", "kin"):
        kins.setdefault(child, []).append(kin)
    return [
        {
            "id": str(pk),
            "name": row.name,
            "klass": row.klass,
            "kind": str(row.kind),
            "waits": sorted(waits.get(pk, ())),
            "kins": kins.get(pk, []),
        }
        for pk, row in rows.items()
    ]

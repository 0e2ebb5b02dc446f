"""The chain that shows nobody changed the log, and its anchors."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from nuangang.accounts.regions import schools_below
from nuangang.audit.actions import record
from nuangang.audit.anchors import anchor_at, as_json, as_line
from nuangang.audit.chain import waiting
from nuangang.audit.models import Block, Check
from nuangang.audit.telling import broken_text
from nuangang.audit.verifying import keep_check, verify
from nuangang.desk.log_lines import FIRST, LAST
from nuangang.lib.qr import qr_code
from nuangang.policy.guards import visible
from nuangang.policy.rules import may

DAYS = 14
AT_ONCE = 100_000


@may("audit", everywhere=True)
def log_chain(request: HttpRequest) -> HttpResponse:
    """Say how the chain stands, and list the anchors of the last days."""
    actor = request.actor  # type: ignore[attr-defined]
    check = visible(actor, Check).first()
    newest = visible(actor, Block).defer("members").order_by("-number").first()
    today = timezone.localdate()
    context = {
        "check": check,
        "broken": broken_text(check.broken) if check and check.broken else "",
        "newest": newest,
        "waiting": waiting(actor.school_id).count(),
        "days": _anchors(actor.school_id, [today - timedelta(days=n) for n in range(DAYS)]),
    }
    return render(request, "desk/log_chain.html", context)


def _anchors(school_id: Any, days: list[date]) -> list[dict[str, Any]]:
    """Return the anchor of each day, newest first, in one statement."""
    ends = [_end(day) for day in days]
    rows = Block.objects.filter(school_id=school_id, made_at__gte=_end(days[-1] - timedelta(1)))
    made = list(rows.order_by("-number").values("number", "hash", "made_at", "total"))
    found = []
    for day, end in zip(days, ends, strict=True):
        block = next((row for row in made if row["made_at"] < end), None)
        if block and block["made_at"] >= _end(day - timedelta(1)):
            found.append({"day": day, **block})
    return found


def _end(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


@require_POST
@may("audit", everywhere=True)
def log_check(request: HttpRequest) -> HttpResponse:
    """Go through the chain now; of a very long one only the newest hundred thousand entries."""
    actor = request.actor  # type: ignore[attr-defined]
    blocks = visible(actor, Block).defer("members").order_by("-number")
    newest = blocks.first()
    before = blocks.filter(total__lt=newest.total - AT_ONCE).first() if newest else None
    found = verify(actor.school_id, after=before.number if before else 0)
    keep_check(found, timezone.now())
    record(actor, "log_checked", kind="audit", count=found.entries, whole=found.broken is None)
    return redirect("log_chain")


@may("audit", everywhere=True)
def log_anchor(request: HttpRequest, day: str) -> HttpResponse:
    """Show the anchor of a day as a page to print and put away."""
    block, on = _asked(request, day)
    actor = request.actor  # type: ignore[attr-defined]
    record(actor, "anchor_printed", kind="audit", object_id=block.pk, label=day)
    context = {
        "block": block,
        "day": on,
        "qr": qr_code(as_line(block, day), scale=5),
        "groups": [block.hash[n : n + 8] for n in range(0, 64, 8)],
    }
    return render(request, "desk/log_anchor.html", context)


@may("audit", everywhere=True)
def log_anchor_file(request: HttpRequest, day: str) -> HttpResponse:
    """Give the anchor of a day as a small file to send to the county."""
    block, _on = _asked(request, day)
    actor = request.actor  # type: ignore[attr-defined]
    record(actor, "anchor_fetched", kind="audit", object_id=block.pk, label=day)
    said = as_json(block, actor.school.name, day)
    return _file(said, f"anchor-{actor.school.short_name}-{day}.json")


def _asked(request: HttpRequest, day: str) -> tuple[Block, date]:
    try:
        on = parse_date(day)
    except ValueError:
        on = None
    actor = request.actor  # type: ignore[attr-defined]
    known = on is not None and FIRST <= on <= LAST
    block = anchor_at(actor.school_id, _end(on)) if on and known else None
    if on is None or block is None:
        raise Http404
    return block, on


def _file(said: Any, name: str) -> HttpResponse:
    answer = JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@may("county")
def county_anchors(request: HttpRequest) -> HttpResponse:
    """List the last anchor of each school of the county, to keep elsewhere."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = _last_of_each(actor)
    if request.GET.get("as") == "file":
        today = timezone.localdate().isoformat()
        record(actor, "anchor_fetched", kind="county", label=today, count=len(rows))
        said = {
            "anchors": [as_json(r["block"], r["school"].name, today) for r in rows if r["block"]]
        }
        return _file(said, f"anchors-{today}.json")
    return render(request, "desk/county_anchors.html", {"rows": rows})


def _last_of_each(actor: Any) -> list[dict[str, Any]]:
    last = Block.objects.filter(school_id=OuterRef("pk")).order_by("-number").values("pk")[:1]
    rows = schools_below(actor.region_ids).annotate(newest=Subquery(last)).order_by("name")
    schools: list[Any] = list(rows)
    ids = [school.newest for school in schools if school.newest]
    blocks = Block.objects.filter(pk__in=ids).defer("members").in_bulk()
    checks = Check.objects.in_bulk([school.pk for school in schools])
    return [
        {"school": s, "block": blocks.get(s.newest), "check": checks.get(s.pk)} for s in schools
    ]  # fmt: skip

"""The draft: looked through, mended, computed anew, approved or dropped."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nuangang.mentoring.actions import (
    approve,
    drop,
    lock_pair,
    move_pair,
    rerun_open,
    unlock_pair,
)
from nuangang.mentoring.actions.mending import NotOpen
from nuangang.mentoring.effect import effect_of, options
from nuangang.mentoring.forms import SinceForm
from nuangang.mentoring.models import Plan, PlannedPair
from nuangang.mentoring.queries.drafts import (
    KEPT,
    STATES,
    Draft,
    Row,
    draft_plan,
    read_draft,
    with_people,
)
from nuangang.people.models import Staff
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may

PER_PAGE = 50
CHANGES = "changes"
FILTERS = ("q", "state", "adult", "klass", "page")


@dataclass(frozen=True)
class Filters:
    """What the pairs are narrowed to, as asked in the address; without asking, what changes."""

    q: str
    state: str
    adult: str
    klass: str

    @classmethod
    def asked(cls, data: QueryDict, draft: Draft) -> "Filters":
        """Return what the address asks for."""
        given = {name: data.get(name, "").strip() for name in ("q", "adult", "klass")}
        changes = CHANGES if len(draft.rows) > draft.counts[KEPT] else ""
        usual = "" if any(given.values()) else changes
        return cls(**given, state=data.get("state", usual))

    def rows(self, draft: Draft) -> list[Row]:
        """Return the pairs asked for."""
        tests: list[Callable[[Row], bool]] = [
            lambda row: self.q.lower() in row.search or self.q in row.name,
            lambda row: not self.adult or str(row.adult) == self.adult,
            lambda row: not self.klass or str(row.klass_id) == self.klass,
            self._state,
        ]
        return [row for row in draft.rows if all(test(row) for test in tests)]

    def _state(self, row: Row) -> bool:
        if self.state in STATES:
            return row.state == self.state
        if self.state == CHANGES:
            return row.state != KEPT or row.by_hand
        return self.state != "locked" or row.locked


@may("pairing")
def pairing_draft(request: HttpRequest) -> HttpResponse:
    """Show the draft: what it will do, who has how many, every pair and why."""
    actor = request.actor  # type: ignore[attr-defined]
    plan = draft_plan(actor)
    if plan is None:
        return redirect("pairing")
    return _draft_page(request, read_draft(actor, plan, timezone.localdate()))


def _draft_page(request: HttpRequest, draft: Draft, **more: Any) -> HttpResponse:
    filters = Filters.asked(request.GET, draft)
    rows = filters.rows(draft)
    everything = request.GET.get("rows") == "all"
    page = Paginator(rows, len(rows) or 1 if everything else PER_PAGE)
    context = {
        "draft": draft,
        "filters": filters,
        "page": page.get_page(request.GET.get("page")),
        "count": len(rows),
        "states": _states(draft),
        "adults": sorted(((str(a.id), a.name) for a in draft.loads), key=lambda pair: pair[1]),
        "classes": draft.classes(),
        "most": max((row.children for row in draft.loads), default=0),
        "back": _kept_query(request),
        "moved": _moved(request, draft),
        "form": SinceForm(),
        **more,
    }
    status = 422 if context["form"].is_bound else 200
    return render(request, "mentoring/draft.html", context, status=status)


def _states(draft: Draft) -> list[tuple[str, str]]:
    changes = sum(row.state != KEPT or row.by_hand for row in draft.rows)
    locked = sum(row.locked for row in draft.rows)
    counted = [(CHANGES, _("What changes"), changes)]
    counted += [(name, str(word), draft.counts[name]) for name, word in STATES.items()]
    counted.append(("locked", _("locked"), locked))
    return [(name, f"{word} {count}") for name, word, count in counted if count]


def _kept_query(request: HttpRequest) -> str:
    kept = QueryDict(mutable=True)
    kept.update({name: request.GET[name] for name in FILTERS if name in request.GET})
    return kept.urlencode()


def _back(request: HttpRequest, place: str = "", **more: Any) -> HttpResponse:
    """Return to the draft as it was filtered."""
    asked = QueryDict(request.POST.get("back", ""))
    kept = QueryDict(mutable=True)
    kept.update({name: asked[name] for name in FILTERS if name in asked})
    kept.update(more)
    asked_for = f"?{kept.urlencode()}" if kept else ""
    return redirect(f"{reverse('pairing_draft')}{asked_for}{place}")


def _moved(request: HttpRequest, draft: Draft) -> dict[str, Any] | None:
    """Return what the move just made has changed, and how to undo it."""
    pk, before = request.GET.get("moved", ""), request.GET.get("from", "")
    row = next((row for row in draft.rows if str(row.id) == pk), None)
    if row is None or row.adult is None:
        return None
    was = next((adult for adult in draft.roll.adults if str(adult) == before), None)
    pairs = {**draft.chosen, row.child: was} if was else dict(draft.chosen)
    if was is None:
        pairs.pop(row.child)
    effect = effect_of(
        draft.roll,
        pairs,
        row.child,
        row.adult,
        preferences=draft.preferences,
        leaving=draft.plan.leaving_id,
    )
    return {"row": row, "was": was, "effect": effect, "loads": _loads(draft, effect.loads)}


def _loads(draft: Draft, loads: list[tuple[UUID, int, int]]) -> list[str]:
    text = _("%(name)s now has %(now)d (before: %(was)d)")
    names = draft.roll.adults
    return [text % {"name": names[pk]["name"], "was": was, "now": now} for pk, was, now in loads]


@require_POST
@may("pairing", "write")
def pairing_rerun(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Pair anew who has nobody in the draft; everything else stays as drafted."""
    actor = request.actor  # type: ignore[attr-defined]
    plan = fetch(actor, Plan, pk, "write")
    if plan.state == Plan.State.DRAFT:
        rerun_open(actor, plan)
    return redirect("pairing_draft")


@require_POST
@may("pairing", "write")
def pairing_drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Drop the draft; the present pairs stay."""
    actor = request.actor  # type: ignore[attr-defined]
    if drop(actor, fetch(actor, Plan, pk, "write")):
        messages.success(request, _("The draft is dropped. All pairs are as before."))
    return redirect("pairing")


@require_POST
@may("pairing", "write")
def pairing_approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the ties of the draft."""
    actor = request.actor  # type: ignore[attr-defined]
    plan = fetch(actor, Plan, pk, "write", rows=with_people)
    form = SinceForm(request.POST)
    if not form.is_valid():
        return _draft_page(request, read_draft(actor, plan, timezone.localdate()), form=form)
    done = approve(actor, plan, since=form.cleaned_data["since"])
    if done is None:
        messages.success(request, _("This draft was dealt with already."))
        return redirect("pairing")
    messages.success(request, _done(done.made))
    if done.passed_over:
        left = ngettext(
            "%(num)d pair was passed over: somebody has left meanwhile, or has no valid check.",
            "%(num)d pairs were passed over: somebody has left meanwhile, or has no valid check.",
            done.passed_over,
        )
        messages.warning(request, left % {"num": done.passed_over})
    return redirect("pairing")


def _done(made: int) -> str:
    text = ngettext("Approved: %(num)d new pair holds.", "Approved: %(num)d new pairs hold.", made)
    return text % {"num": made}


@require_POST
@may("pairing", "write")
def pairing_lock(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lock a drafted pair, or let it go free."""
    actor = request.actor  # type: ignore[attr-defined]
    pair = fetch(actor, PlannedPair, pk, "write")
    change = lock_pair if request.POST.get("locked") == "1" else unlock_pair
    try:
        change(actor, pair)
    except NotOpen:
        return _not_open(request)
    return _back(request, f"#pair-{pair.pk}")


@may("pairing", "write")
def pairing_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show to whom a child can be given, each with load and why; then give the child there."""
    actor = request.actor  # type: ignore[attr-defined]
    pair = fetch(actor, PlannedPair, pk, "write", rows=lambda rows: rows.select_related("plan"))
    if pair.plan.state != Plan.State.DRAFT:
        return _not_open(request)
    if request.method == "POST":
        return _move(request, pair)
    draft = read_draft(actor, pair.plan, timezone.localdate())
    row = next((row for row in draft.rows if row.id == pair.pk), None)
    if row is None:
        return redirect("pairing_draft")
    context = {
        "row": row,
        "action": reverse("pairing_move", args=[pair.pk]),
        "back": _kept_query(request),
        "trail": [(_("Draft"), reverse("pairing_draft"))],
        "options": options(
            draft.roll,
            draft.chosen,
            row.child,
            preferences=draft.preferences,
            leaving=pair.plan.leaving_id,
        ),
    }
    return render(request, "mentoring/choose_adult.html", context)


def _move(request: HttpRequest, pair: PlannedPair) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    adult = fetch(actor, Staff, request.POST.get("adult") or None)
    before = pair.adult_id
    try:
        move_pair(actor, pair, adult)
    except NotOpen:
        return _not_open(request)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return _back(request)
    if "undo" in request.POST:
        return _back(request)
    origin: dict[str, Any] = {"from": before} if before else {}
    return _back(request, "#moved", moved=pair.pk, **origin)


def _not_open(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("This draft was dealt with already."))
    return redirect("pairing")

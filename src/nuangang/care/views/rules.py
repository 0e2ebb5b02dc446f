"""The school's care rules: what is promised, ready sets to adopt, changing and ending."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.care.actions import adopt_template, end_rule, reconcile_duties
from nuangang.care.actions.rules import draft_rules
from nuangang.care.adopt_form import AdoptForm
from nuangang.care.models import CareRule
from nuangang.care.preview import Preview, names_of, previews
from nuangang.care.promise import in_words, often_label
from nuangang.care.ready_rules import READY
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may
from nuangang.terms.queries import calendar_of


@may("care_rule")
def rules(request: HttpRequest) -> HttpResponse:
    """List what the school has promised, and the sets it may adopt."""
    actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    standing = Count("duties", filter=Q(duties__closed_on__isnull=True))
    rows = visible(actor, CareRule).annotate(standing=standing).order_by("-since", "name")
    names = names_of(actor.school, today)
    found = [_row(rule, today, names) for rule in rows if not _withdrawn(rule)]
    adopted = {str(row["rule"].template).split("/")[0] for row in found if not row["ended"]}
    context = {
        "rules": [row for row in found if not row["ended"]],
        "ended": [row for row in found if row["ended"]],
        "ready": [
            {"key": key, "set": ready, "size": len(ready.rules), "adopted": key in adopted}
            for key, ready in READY.items()
        ],
        "may_write": actor.may("care_rule", "write"),
    }
    return render(request, "care/rules.html", context)


def _withdrawn(rule: CareRule) -> bool:
    """Say whether a rule was taken back before it began."""
    return rule.until is not None and rule.until < rule.since


def _row(rule: Any, today: date, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "rule": rule,
        "sentence": in_words(rule, names),
        "often": often_label(rule),
        "standing": rule.standing,
        "ended": rule.until is not None and rule.until < today,
        "ahead": rule.since > today,
    }


@may("care_rule", "write")
def rules_adopt(request: HttpRequest, name: str) -> HttpResponse:
    """Show who would owe what by when, then adopt the chosen rules of a ready set."""
    actor = request.actor  # type: ignore[attr-defined]
    if name not in READY:
        raise Http404
    now, today = timezone.now(), timezone.localdate()
    calendar = calendar_of(actor.school)
    term = calendar.term_of(today)
    form = AdoptForm(
        request.POST or None,
        size=len(READY[name].rules),
        today=today,
        earliest=term.begins if term else today,
    )
    if request.method == "POST" and form.is_valid():
        since = form.cleaned_data["since"]
        made = adopt_template(actor, actor.school, name, since, leave_out=form.left_out())
        reconcile_duties(actor.school, now=now)
        text = _("%(count)d rules hold now.") if made else _("These rules hold already.")
        messages.success(request, text % {"count": len(made)} if made else text)
        return redirect("rules")
    shown = previews(actor.school, draft_rules(actor.school, name, today), now=now)
    context = {"form": form, "ready": READY[name], "key": name, "previews": _ticked(form, shown)}
    status = 422 if form.is_bound else 200
    return render(request, "care/rules_adopt.html", context, status=status)


def _ticked(form: AdoptForm, shown: list[Preview]) -> list[tuple[int, Preview, bool]]:
    """Tick what the school doesn't ask for yet, or what was ticked in the form."""
    chosen = form.data.getlist("rules") if form.is_bound else None  # type: ignore[attr-defined]
    return [
        (place, item, not item.like if chosen is None else str(place) in chosen)
        for place, item in enumerate(shown)
    ]


@require_POST
@may("care_rule", "write")
def rule_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a rule with its present period, or at once."""
    actor = request.actor  # type: ignore[attr-defined]
    rule = fetch(actor, CareRule, pk, "write")
    end_rule(actor, rule, at_once="at_once" in request.POST)
    messages.success(
        request, _("“%(name)s” ends. What was done stays on file.") % {"name": rule.name}
    )
    return redirect("rules")

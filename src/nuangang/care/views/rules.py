"""The school's care rules: what is promised, ready sets to adopt, changing and ending."""

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

from nuangang.care.actions import (
    adopt_template,
    change_rule,
    end_rule,
    make_rule,
    reconcile_duties,
)
from nuangang.care.actions.rules import draft_rules
from nuangang.care.models import CareRule
from nuangang.care.periods import rule_change_from
from nuangang.care.preview import Preview, previews
from nuangang.care.ready_rules import READY
from nuangang.care.rule_forms import AdoptForm, RuleForm, typed
from nuangang.care.standing import cadence_of_rule
from nuangang.care.wording import cadence_label
from nuangang.people.queries import classes, school_year_of
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
    found = [_row(rule, today) for rule in rows]
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


def _row(rule: Any, today: date) -> dict[str, Any]:
    return {
        "rule": rule,
        "often": cadence_label(cadence_of_rule(rule)),
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


@may("care_rule", "write")
def rule_new(request: HttpRequest) -> HttpResponse:
    """Make a rule of the school's own."""
    actor = request.actor  # type: ignore[attr-defined]
    form = _form(request, initial={"since": timezone.localdate(), "who": "left_behind"})
    if request.method == "POST" and form.is_valid():
        if "look" in request.POST:
            draft = CareRule(school_id=actor.school_id, **form.columns())
            return _form_page(request, form, draft=draft)
        make_rule(actor, actor.school, form.columns())
        messages.success(request, _("The rule holds."))
        return redirect("rules")
    return _form_page(request, form)


@may("care_rule", "write")
def rule_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a rule from its next period on."""
    actor = request.actor  # type: ignore[attr-defined]
    rule = fetch(actor, CareRule, pk, "write")
    if rule.until is not None:
        raise Http404
    form = _form(request, fixed=True, initial=typed(rule))
    since = _changes_from(actor, rule)
    if request.method == "POST" and form.is_valid():
        columns = form.columns()
        if "look" in request.POST:
            draft = CareRule(school_id=actor.school_id, since=since, replaces_id=rule.pk, **columns)
            return _form_page(request, form, rule=rule, since=since, draft=draft)
        change_rule(actor, rule, columns)
        messages.success(request, _("Changed. It holds from the next period on."))
        return redirect("rules")
    return _form_page(request, form, rule=rule, since=since)


def _changes_from(actor: Any, rule: CareRule) -> date:
    today = timezone.localdate()
    if rule.since > today:
        return rule.since
    return rule_change_from(cadence_of_rule(rule), calendar_of(actor.school), today)


def _form(request: HttpRequest, **more: Any) -> RuleForm:
    actor = request.actor  # type: ignore[attr-defined]
    year = school_year_of(actor, timezone.localdate())
    return RuleForm(request.POST or None, classes=classes(actor, year), year=year, **more)


def _form_page(request: HttpRequest, form: RuleForm, **more: Any) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    draft = more.pop("draft", None)
    preview = previews(actor.school, [draft], now=timezone.now())[0] if draft else None
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "preview": preview, **more}
    return render(request, "care/rule_form.html", context, status=status)


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

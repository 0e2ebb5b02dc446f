"""Questions about odd reading, days on which much is expected, and the log's rules."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from nuangang.audit.actions import record, without_numbers
from nuangang.audit.keeping import rules_of
from nuangang.audit.models import LogRules, OddReading, Reason
from nuangang.desk.log_forms import LogRulesForm, ReasonForm, SettleForm
from nuangang.desk.odd_reading import settle
from nuangang.people.models import Staff
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may

SHOWN = 100
DAYS = timedelta(days=366)
QUESTIONS = {
    OddReading.Rule.IN_AN_HOUR: gettext_lazy("opened %(count)s files within an hour"),
    OddReading.Rule.AT_NIGHT: gettext_lazy("opened %(count)s files at night"),
    OddReading.Rule.OF_OTHERS: gettext_lazy("opened %(count)s files of other classes' children"),
    OddReading.Rule.REFUSED: gettext_lazy("asked for %(count)s files that are not theirs to see"),
}


@may("audit_rules", everywhere=True)
def log_odd(request: HttpRequest) -> HttpResponse:
    """List open questions first, then what became of the others of a year; note expected days."""
    return _page(request, ReasonForm(people=_people(request)))


def _page(request: HttpRequest, form: ReasonForm, status: int = 200) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    rows = visible(actor, OddReading).filter(day__gte=today - DAYS).order_by("-day", "name")
    shown: list[dict[str, Any]] = [
        {
            "odd": odd,
            "said": QUESTIONS[OddReading.Rule(odd.rule)] % {"count": odd.count},
            "own": _is_own(actor, odd),
        }
        for odd in rows[: SHOWN * 3]
    ]
    context = {
        "open": [row for row in shown if row["odd"].state == OddReading.State.OPEN],
        "settled": [row for row in shown if row["odd"].state != OddReading.State.OPEN][:SHOWN],
        "reasons": visible(actor, Reason).filter(ends__gte=today).order_by("begins"),
        "form": form,
        "may_write": actor.may("audit_rules", "write"),
    }
    return render(request, "desk/log_odd.html", context, status=status)


def _is_own(actor: Any, odd: OddReading) -> bool:
    return str(odd.user_id) == str(actor.user_id)


def _people(request: HttpRequest) -> list[tuple[str, str]]:
    rows = visible(request.actor, Staff).filter(user_id__isnull=False).order_by("name")  # type: ignore[attr-defined]
    return [(str(user), name) for user, name in rows.values_list("user_id", "name")]


@require_POST
@may("audit_rules", "write", everywhere=True)
def log_odd_settle(request: HttpRequest, pk: str) -> HttpResponse:
    """Note what became of a question; nobody settles one about themselves."""
    actor = request.actor  # type: ignore[attr-defined]
    odd = fetch(actor, OddReading, pk, "write")
    if _is_own(actor, odd):
        raise PermissionDenied
    form = SettleForm(request.POST)
    if form.is_valid():
        said = {"state": form.cleaned_data["state"], "note": form.cleaned_data["note"]}
        settle(actor, odd, **said, now=timezone.now())
        messages.success(request, _("Noted."))
    else:
        messages.error(request, _("Write in a few words what was said, then choose."))
    return redirect("log_odd")


@require_POST
@may("audit_rules", "write", everywhere=True)
def log_reason(request: HttpRequest) -> HttpResponse:
    """Note why much reading is expected, as on a day of inspection."""
    actor = request.actor  # type: ignore[attr-defined]
    people = _people(request)
    form = ReasonForm(request.POST, people=people)
    if not form.is_valid():
        return _page(request, form, 422)
    said = form.cleaned_data
    name = dict(people).get(said["person"], "")
    with transaction.atomic():
        row = Reason.objects.create(
            school_id=actor.school_id,
            user_id=UUID(said["person"]) if said["person"] else None,
            name=name,
            begins=said["begins"],
            ends=said["ends"],
            why=without_numbers(said["why"]),
            noted_by=actor.name[:80],
        )
        days = {"begins": str(row.begins), "ends": str(row.ends)}
        record(actor, "reason_noted", kind="reason", object_id=row.pk, label=name, **days,
               reason=said["why"])  # fmt: skip
    messages.success(request, _("Noted. Nobody is asked about these days."))
    return redirect("log_odd")


@may("audit_rules", "write", everywhere=True)
def log_rules(request: HttpRequest) -> HttpResponse:
    """Show and change how long the log is kept and what counts as odd."""
    actor = request.actor  # type: ignore[attr-defined]
    rules = rules_of(actor.school_id)
    form = LogRulesForm(request.POST or None, instance=rules)
    before: dict[str, Any] = {name: form.initial.get(name) for name in form.fields}
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            said = {name: form.cleaned_data[name] for name in form.fields}
            LogRules.objects.update_or_create(school_id=actor.school_id, defaults=said)
            changes = {n: [before[n], said[n]] for n in form.changed_data}
            record(actor, "log_rules_set", kind="audit", changes=changes)
        messages.success(request, _("Saved."))
        return redirect("log_rules")
    return render(
        request, "desk/log_rules.html", {"form": form}, status=422 if form.errors else 200
    )

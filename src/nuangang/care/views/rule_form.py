"""Writing a care rule, with who would owe what when beside it while it is written."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.care.actions import change_rule, make_rule
from nuangang.care.actions.rules import draft_rules
from nuangang.care.kinds import kind_choices
from nuangang.care.models import CareRule, is_kind, kind_label
from nuangang.care.periods import rule_change_from
from nuangang.care.preview import previews
from nuangang.care.ready_rules import READY
from nuangang.care.rule_fields import WINDOW_OF
from nuangang.care.rule_forms import RuleForm, typed
from nuangang.care.standing import cadence_of_rule
from nuangang.people.models import Child, ChildGroup, Staff, not_over
from nuangang.people.queries import children_here, classes, school_year_of
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may
from nuangang.terms.calendar import school_day_now
from nuangang.terms.queries import calendar_of

# A birthday or festival is kept some days before or after as well, unless the school says otherwise.
USUAL_AROUND = "7"
# What the lists of an untouched form show, so that the fields that go with it are there at once.
TO_BEGIN_WITH = {
    "owed_by": CareRule.OwedBy.AGENT_PARENT.value,
    "owed": CareRule.Owed.PER_CHILD.value,
    "who": "left_behind",
}


@may("care_rule", "write")
def rule_new(request: HttpRequest) -> HttpResponse:
    """Make a rule of the school's own, from nothing, a copy (?copy=) or a ready one (?ready=)."""
    actor = request.actor  # type: ignore[attr-defined]
    like = _like(request)
    initial = {**TO_BEGIN_WITH, **(_typed(actor, like) if like else {})}
    initial["since"] = timezone.localdate()
    form = _form(request, like, initial=initial)
    if request.method == "POST" and not _is_looking(request) and form.is_valid():
        rule = make_rule(actor, actor.school, form.columns())
        _say_what_began(request, rule)
        return redirect("rules")
    return _form_page(request, form, like=like if request.method == "GET" else None)


def _like(request: HttpRequest) -> CareRule | None:
    actor = request.actor  # type: ignore[attr-defined]
    name, _part, place = request.GET.get("ready", "").partition("/")
    if name in READY and place.isdigit() and int(place) < len(READY[name].rules):
        return draft_rules(actor.school, name, timezone.localdate())[int(place)]
    try:
        pk = UUID(request.GET.get("copy", ""))
    except ValueError:
        return None
    return fetch(actor, CareRule, pk, "write")


@may("care_rule", "write")
def rule_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a rule from its next period on."""
    actor = request.actor  # type: ignore[attr-defined]
    rule = fetch(actor, CareRule, pk, "write")
    if rule.until is not None:
        raise Http404
    form = _form(request, rule, fixed=True, initial=_typed(actor, rule))
    since = _changes_from(actor, rule)
    if request.method == "POST" and not _is_looking(request) and form.is_valid():
        change_rule(actor, rule, form.columns())
        messages.success(request, _("Changed. It holds from the next period on."))
        return redirect("rules")
    return _form_page(request, form, rule=rule, since=since)


def _say_what_began(request: HttpRequest, rule: CareRule) -> None:
    """Say that the rule holds, and warn when by it nobody owes anything, or nobody is in charge."""
    shown = previews(rule.school, [rule], now=timezone.now())[0]
    if not shown.duties:
        messages.warning(request, _("The rule holds, but it concerns nobody at present."))
    elif shown.nobody:
        text = _("The rule holds. Of %(all)d duties, %(count)d have nobody in charge yet.")
        messages.warning(request, text % {"all": shown.duties, "count": shown.nobody})
    else:
        messages.success(request, _("The rule holds."))


def _is_looking(request: HttpRequest) -> bool:
    """Say whether the form is only shown again: with its preview, or with other fields."""
    return "look" in request.POST or "again" in request.POST


def _typed(actor: Any, rule: CareRule) -> dict[str, Any]:
    def names(ids: list[str]) -> list[str]:
        rows = visible(actor, Child).filter(pk__in=ids)
        return list(rows.order_by("search", "pk").values_list("name", flat=True))

    return typed(rule, names)


def _changes_from(actor: Any, rule: CareRule) -> date:
    today = timezone.localdate()
    if rule.since > today:
        return rule.since
    return rule_change_from(cadence_of_rule(rule), calendar_of(actor.school), today)


def _form(request: HttpRequest, rule: CareRule | None, **more: Any) -> RuleForm:
    """Return the form with what this school has to choose from."""
    actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    year = school_year_of(actor, today)
    kinds = kind_choices(actor.school)
    used = [rule.kind, *rule.proofs] if rule else []
    kinds += [(k, kind_label(k)) for k in used if is_kind(k) and k not in dict(kinds)]
    here = visible(actor, Staff).filter(not_over(today)).order_by("search", "pk")
    own = visible(actor, ChildGroup).filter(kind=ChildGroup.Kind.OTHER).exclude(basis="")
    term = calendar_of(actor.school).term_of(today)
    return RuleForm(
        _fitting(request.POST) or None,
        earliest=term.begins if term else today,
        classes=classes(actor, year),
        year=year,
        kinds=kinds,
        staff=list(here.values_list("pk", "name")),
        own_groups=sorted({text.strip() for text in own.values_list("basis", flat=True)}),
        find=lambda names: _children_called(actor, names, today),
        **more,
    )


def _fitting(given: QueryDict) -> QueryDict:
    """Return what was typed; while the form only follows a choice, without what no longer fits it."""
    if "again" not in given:
        return given
    kept, fits = given.copy(), WINDOW_OF.get(given.get("unit", ""), set())
    if "every" not in fits:
        kept.pop("every", None)
    elif not kept.get("every"):
        kept["every"] = "2"
    if "before" in fits and "before" not in given:
        kept["before"] = kept["after"] = USUAL_AROUND
    return kept


def _children_called(actor: Any, names: list[str], today: date) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    rows = children_here(actor, today).filter(name__in=names)
    for pk, name in rows.values_list("pk", "name"):
        found.setdefault(name, []).append(pk)
    return found


def _form_page(
    request: HttpRequest,
    form: RuleForm,
    *,
    rule: CareRule | None = None,
    since: date | None = None,
    like: CareRule | None = None,
) -> HttpResponse:
    """Show the form; while it is being written, what is still wanting is said, not blamed."""
    actor = request.actor  # type: ignore[attr-defined]
    now = timezone.now()
    draft = like or rule if not form.is_bound else None
    wanting = ""
    if form.is_bound and form.is_valid():
        columns = {"since": since or school_day_now(now), **form.columns()}
        replaces = rule.pk if rule else None
        draft = CareRule(school_id=actor.school_id, replaces_id=replaces, **columns)
    elif form.is_bound and "again" in request.POST:
        wanting = str(next(iter(form.errors.values()))[0])
        form.errors.clear()
    failed = form.is_bound and bool(form.errors)
    context = {
        "form": form,
        "preview": previews(actor.school, [draft], now=now)[0] if draft else None,
        "wanting": wanting,
        "rule": rule,
        "since": since,
        "changing": bool(draft) and rule is not None,
    }
    return render(request, "care/rule_form.html", context, status=422 if failed else 200)

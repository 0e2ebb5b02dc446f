"""Checks by the police, trainings and signed codes: who lacks what, entering answers, one person."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from nuangang.desk.clearance_forms import (
    ClearanceForm,
    CorrectForm,
    ManyForm,
    TakeBackForm,
    VettingRuleForm,
)
from nuangang.desk.pictures import bytes_of, jpeg
from nuangang.intake.clearance_sheet import CheckRow, NoCheckListError, read_checks_file
from nuangang.intake.reading import UnreadableRoster
from nuangang.lib.names import comparable
from nuangang.lib.pictures import PictureError
from nuangang.people.actions.clearances import (
    correct_clearance,
    note_clearances,
    set_vetting_rule,
)
from nuangang.people.actions.scans import keep_scan, read_scan
from nuangang.people.clearance_queries import (
    check_counts,
    check_rows,
    children_relieved,
    clearances_of,
    staff_to_check,
)
from nuangang.people.models import Clearance, Staff
from nuangang.people.staff_queries import school_year_on
from nuangang.people.vetting import rule_of, state_of
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may

PER_PAGE = 50
ALL = 2000
ASKED = ("q", "state", "who")


@may("clearance", everywhere=True)
def staff_checks(request: HttpRequest) -> HttpResponse:
    """List who works here with how their check stands, filtered."""
    actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    asked = _asked(request)
    found = _found(request)
    size = ALL if request.GET.get("rows") == "all" else PER_PAGE
    page = Paginator(found.values_list("pk", flat=True), size).get_page(request.GET.get("page"))
    rows = check_rows(actor, found.filter(pk__in=list(page)), today, school_year_on(today))
    context = {
        "rows": rows,
        "page": page,
        "asked": asked,
        "counts": check_counts(actor, today),
        "rule": rule_of(actor.school),
    }
    return render(request, "desk/clearances.html", context)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in ASKED}


def _found(request: HttpRequest) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    asked = _asked(request)
    return staff_to_check(
        actor, timezone.localdate(), words=asked["q"], state=asked["state"], who=asked["who"]
    )


@require_GET
@may("clearance", everywhere=True)
def checks_list(request: HttpRequest) -> HttpResponse:
    """Show the filtered list as it is sent to the police or the bureau."""
    actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    rows = check_rows(actor, _found(request), today, school_year_on(today))
    return render(request, "desk/clearance_list.html", {"rows": rows, "today": today})


@may("clearance", "write", everywhere=True)
def checks_enter(request: HttpRequest) -> HttpResponse:
    """Enter what was answered about many people at once."""
    what = _what(request)
    chosen = request.POST.getlist("staff")
    people = list(_found(request).filter(pk__in=_ids(chosen)) if chosen else _found(request))
    if "save" not in request.POST:
        return _enter(request, what, people, ManyForm(what=what, people=people))
    form = ManyForm(request.POST, what=what, people=people)
    if not form.is_valid():
        return _enter(request, what, people, form, status=422)
    facts = form.facts()
    bad = [fact.staff.name for fact in facts if fact.result == Clearance.Result.NOT_CLEAR]
    if bad and "sure" not in request.POST:
        return _enter(request, what, people, form, bad=bad)
    noted = note_clearances(request.actor, facts)  # type: ignore[attr-defined]
    text = ngettext("Noted for %(num)d person.", "Noted for %(num)d people.", len(noted))
    messages.success(request, text % {"num": len(noted)})
    return redirect("staff_checks")


def _what(request: HttpRequest) -> str:
    asked = request.POST.get("what") or request.GET.get("what", "")
    return asked if asked in Clearance.What.values else Clearance.What.CHECK.value


def _enter(
    request: HttpRequest, what: str, people: list[Staff], form: ManyForm, **more: Any
) -> HttpResponse:
    status = more.pop("status", 200)
    today = timezone.localdate()
    context = {
        "what": what, "form": form, "people": people, "whats": Clearance.What.choices,
        "states": {person.pk: state_of(person, today) for person in people}, **more,
    }  # fmt: skip
    return render(request, "desk/clearance_enter.html", context, status=status)


@require_POST
@may("clearance", "write", everywhere=True)
def checks_sheet(request: HttpRequest) -> HttpResponse:
    """Fill the form for many with what a sheet says; nothing is noted before it is looked through."""
    try:
        upload = request.FILES.get("file")
        if upload is None or upload.size is None or upload.size > settings.ROSTER_MAX_BYTES:
            raise UnreadableRoster("too_big" if upload else "empty")
        said = read_checks_file(upload.read(), upload.name or "", today=timezone.localdate())
    except (UnreadableRoster, NoCheckListError) as unreadable:
        messages.error(request, str(unreadable))
        return redirect("staff_checks")
    people, initial, problems = _matched(request, said)
    form = ManyForm(what=Clearance.What.CHECK, people=people, initial=initial)
    return _enter(request, Clearance.What.CHECK, people, form, problems=problems, read=len(said))


def _matched(
    request: HttpRequest, said: list[CheckRow]
) -> tuple[list[Staff], dict[str, Any], list[str]]:
    """Return who the sheet names, what it says of them as the form's beginning, and what is unclear."""
    actor = request.actor  # type: ignore[attr-defined]
    known: dict[str, list[Staff]] = {}
    for person in staff_to_check(actor, timezone.localdate()):
        known.setdefault(comparable(person.name), []).append(person)
    people: list[Staff] = []
    initial: dict[str, Any] = {}
    problems: list[str] = []
    for row in said:
        found = known.get(comparable(row.name), [])
        problems += [_("Row %(row)d, %(name)s: %(what)s") % {
            "row": row.row, "name": row.name, "what": note} for note in _notes(row, found)]  # fmt: skip
        for person in found:
            if person in people:
                continue
            people.append(person)
            if len(found) == 1:
                initial[f"result-{person.pk}"] = row.result
            if row.on:
                initial[f"on-{person.pk}"] = row.on
        if row.organ:
            initial.setdefault("organ", row.organ)
    return people, initial, problems


def _notes(row: CheckRow, found: list[Staff]) -> list[str]:
    if not found:
        return [_("nobody of this name works here; left out."), *row.notes]
    if len(found) > 1:
        return [
            _("several of this name work here; choose the result for the right one."),
            *row.notes,
        ]
    return row.notes


def _ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


@may("clearance")
def checks_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what is on record about one person, and note something; everybody sees their own."""
    actor = request.actor  # type: ignore[attr-defined]
    everywhere = actor.everywhere("clearance", "write")
    if not everywhere and pk != actor.staff_id:
        raise Http404
    person = fetch(actor, Staff, pk)
    form = ClearanceForm(request.POST or None, initial={"what": Clearance.What.CHECK})
    problem = ""
    if request.method == "POST" and everywhere and form.is_valid():
        problem = _sure_or_noted(request, person, form)
        if not problem:
            messages.success(request, _("Noted."))
            return redirect("checks_person", pk=pk)
    today = timezone.localdate()
    context = {
        "person": person, "state": state_of(person, today), "problem": problem,
        "noted": clearances_of(actor, person), "form": form if everywhere else None,
        "relieved": children_relieved(actor, person) if everywhere and person.barred_on else [],
        "ask_sure": problem == SURE, "year": school_year_on(today),
    }  # fmt: skip
    return render(
        request, "desk/clearance_person.html", context, status=422 if form.is_bound else 200
    )


SURE = "sure"


def _sure_or_noted(request: HttpRequest, person: Staff, form: ClearanceForm) -> str:
    """Note what was typed; return what is wrong with the scan, or SURE where a yes is needed first."""
    bad = form.cleaned_data["result"] == Clearance.Result.NOT_CLEAR
    if bad and "sure" not in request.POST:
        return SURE
    actor = request.actor  # type: ignore[attr-defined]
    scan = None
    if upload := request.FILES.get("scan"):
        try:
            scan = keep_scan(actor.school_id, bytes_of(upload))
        except PictureError as error:
            return str(error.sentence)
    note_clearances(actor, [form.fact(person, scan)])
    return ""


@may("clearance", "write", everywhere=True)
def checks_correct(request: HttpRequest, pk: UUID, clearance: UUID) -> HttpResponse:
    """Put something right that was noted wrongly, or take it back; the old row stays readable."""
    actor = request.actor  # type: ignore[attr-defined]
    wrong = fetch(actor, Clearance, clearance, "write", rows=_with_staff)
    if wrong.staff_id != pk or visible(actor, Clearance).filter(supersedes=wrong).exists():
        raise Http404
    initial = {name: getattr(wrong, name) for name in CorrectForm.base_fields if name != "reason"}
    taking_back = "take_back" in request.POST
    form = CorrectForm(
        request.POST if request.method == "POST" and not taking_back else None, initial=initial
    )
    back = TakeBackForm(request.POST if taking_back else None, prefix="back")
    if request.method == "POST" and (back if taking_back else form).is_valid():
        fact = None if taking_back else form.fact(wrong.staff, wrong.scan)
        given = (back if taking_back else form).cleaned_data
        correct_clearance(actor, wrong, fact, reason=given["reason"])
        messages.success(request, _("Corrected; what was noted before stays readable."))
        return redirect("checks_person", pk=pk)
    context = {"wrong": wrong, "person": wrong.staff, "form": form, "back": back}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/clearance_correct.html", context, status=status)


def _with_staff(rows: Any) -> Any:
    return rows.select_related("staff")


@require_GET
@may("clearance")
def checks_scan(request: HttpRequest, pk: UUID, clearance: UUID) -> HttpResponse:
    """Return the scan of the paper."""
    row = fetch(request.actor, Clearance, clearance)  # type: ignore[attr-defined]
    try:
        if row.staff_id != pk:
            raise FileNotFoundError
        return jpeg(read_scan(row), "paper", keep=False)
    except FileNotFoundError:
        raise Http404 from None


@may("clearance", "write", everywhere=True)
def checks_rule(request: HttpRequest) -> HttpResponse:
    """Set what happens where somebody without a valid check is to be given a child."""
    actor = request.actor  # type: ignore[attr-defined]
    form = VettingRuleForm(request.POST or None, rule=rule_of(actor.school))
    if request.method == "POST" and form.is_valid():
        set_vetting_rule(actor, form.rule())
        messages.success(request, _("Saved."))
        return redirect("staff_checks")
    status = 422 if form.is_bound else 200
    return render(request, "desk/clearance_rule.html", {"form": form}, status=status)

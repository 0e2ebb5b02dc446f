"""Recording a talk, a call, a visit: for one child or several, and mending what was recorded."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid5

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nuangang.care.actions import (
    correct_record,
    record_as_typed,
    withdraw_record,
    withdraw_records,
)
from nuangang.care.evidence import standing_records
from nuangang.care.forms import MendForm, RecordForm, WithdrawForm
from nuangang.care.guards import children_to_record, records_to_mend
from nuangang.care.kinds import CALLS, FACES, LOOKS, own_kinds
from nuangang.care.models import CareRecord, Duty, Kind, is_kind
from nuangang.care.queries.beside import told_by_others
from nuangang.care.queries.home import SPOKEN, kin_word
from nuangang.care.queries.week import class_children, my_children, waiting_kinds
from nuangang.care.states import OFTEN, URGENT, WAITING, state_of
from nuangang.desk.views.going_back import next_page
from nuangang.desk.views.photos import keep_photos
from nuangang.desk.views.today import said
from nuangang.lib.ids import new_id
from nuangang.lib.prepared import many
from nuangang.people.models import Child, Relative
from nuangang.people.queries import school_year_of
from nuangang.policy.guards import visible
from nuangang.policy.prepared import PreparedFor
from nuangang.policy.rules import may

USUAL = (Kind.TALK, Kind.TUTORING, Kind.PARENT_CALL, Kind.HOME_VISIT)
SPEECHLESS = (
    Kind.GIFT,
    Kind.LETTER,
    Kind.SUMMARY,
    Kind.MEETING,
    Kind.LOOK_IN,
    Kind.CLASS_MEETING,
    Kind.HEALTH_CHECK,
)
EVERYBODY = [(kin, word) for kin, word in SPOKEN.items()]


_TO_RECORD = PreparedFor(
    lambda actor, ids: _ordered(children_to_record(actor).filter(pk__in=ids)), ids=many(60)
)


@may("care_record", "write")
def record(request: HttpRequest) -> HttpResponse:
    """Record one thing for the child or children named in the address or the form."""
    actor = request.actor  # type: ignore[attr-defined]
    given = request.POST if request.method == "POST" else request.GET
    ids = given.getlist("child")
    children = _found(actor, ids)
    if not children or (request.method == "POST" and len(children) < len(set(ids))):
        return _others(request, ids)
    if len(children) < len(set(ids)):
        raise Http404
    if _lacks_id(request):
        return _with_id(request)
    if request.method == "POST" and "again" not in request.POST:
        form = RecordForm(request.POST, today=timezone.localdate(), relatives=EVERYBODY)
        if form.is_valid():
            return _save(request, children, form)
    else:
        form = _fresh_form(request, children)
    status = 422 if form.is_bound else 200
    context = _page(request, form, children)
    if len(children) == 1:
        day = timezone.localdate()
        context["told_by"] = told_by_others(actor, children[0], _kind_of(form), day)
    return render(request, "desk/record.html", context, status=status)


@may("care_record", "write")
def record_several(request: HttpRequest) -> HttpResponse:
    """Choose several of my children, or with of=class of my class, and record the same for all."""
    return _with_id(request) if _lacks_id(request) else _several(request)


def _others(request: HttpRequest, ids: list[str]) -> HttpResponse:
    """Let others be chosen where nobody was, or where those who were are not the actor's any more."""
    if request.method == "GET" and ids:
        raise Http404
    return _several(request)


def _several(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    of_class = "class" in (request.GET.get("of"), request.POST.get("of")) and actor.class_ids
    whose = class_children if of_class else my_children
    mine = list(_ordered(whose(actor, timezone.localdate())))
    if request.method == "POST" and "again" not in request.POST:
        ids = set(request.POST.getlist("child"))
        children = _found(actor, list(ids))
        gone = len(ids) - len(children)
        form = RecordForm(request.POST, today=timezone.localdate(), relatives=EVERYBODY)
        if form.is_valid() and children and not gone:
            return _save(request, children, form)
        if gone:
            form.add_error(None, _gone_text(gone))
        elif not children:
            form.add_error(None, _("Choose the children first."))
    else:
        form, gone = _fresh_form(request, mine), 0
    chosen = set(request.POST.getlist("child"))
    choices = _choices(actor, mine, _kind_of(form), chosen)
    if request.POST.get("again") == "waiting":
        _choose_waiting(choices)
    context = {
        **_page(request, form, []),
        "choices": choices,
        "several": True,
        "of": "class" if of_class else "",
    }
    in_sheet = "HX-Request" in request.headers  # where a 404 would leave the form as it was
    status = 404 if gone and not in_sheet else 422 if form.is_bound else 200
    return render(request, "desk/record.html", context, status=status)


def _gone_text(count: int) -> str:
    text = ngettext(
        "You can't record for one of these children any more: it has left, or somebody else cares "
        "for it now. What you typed is kept; choose again.",
        "You can't record for %(count)d of these children any more: they have left, or somebody "
        "else cares for them now. What you typed is kept; choose again.",
        count,
    )
    return text % {"count": count}


def _found(actor: Any, ids: list[str]) -> list[Child]:
    """Return those of the children whom the actor may record for."""
    try:
        wanted = {UUID(text) for text in ids}
    except ValueError:
        return []
    return _TO_RECORD.objects(actor, ids=list(wanted))


def _lacks_id(request: HttpRequest) -> bool:
    """Say whether a page (not a sheet over one) opens without the id of what will be recorded."""
    return (
        request.method == "GET"
        and "HX-Request" not in request.headers
        and "together" not in request.GET
    )


def _with_id(request: HttpRequest) -> HttpResponse:
    """Put the id into the address: going back to the form and saving again makes no second record."""
    asked = request.GET.copy()
    asked["together"] = str(new_id())
    return redirect(f"{request.path}?{asked.urlencode()}")


def _is_recorded(request: HttpRequest) -> bool:
    """Say whether somebody came back to a form that was saved already."""
    try:
        together = UUID(request.GET.get("together", ""))
    except ValueError:
        return False
    actor = request.actor  # type: ignore[attr-defined]
    rows = records_to_mend(actor).filter(together=together, recorded_by_id=actor.staff_id)
    return rows.filter(pk__in=standing_records(actor.school_id).values("pk")).exists()


def _ordered(children: QuerySet[Child]) -> QuerySet[Child]:
    columns = (
        "school", "name", "klass", "left_behind", "boarding", "special_needs",
    )  # fmt: skip
    klass = ("klass__school", "klass__entry_year", "klass__entry_grade", "klass__number")
    rows = children.select_related("klass").only(*columns, *klass, "klass__alias")
    return rows.order_by("klass__entry_year", "klass__number", "search", "pk")


def _fresh_form(request: HttpRequest, children: list[Child]) -> RecordForm:
    """Return the form as it opens, or as it was filled in so far when only the kind was changed."""
    actor = request.actor  # type: ignore[attr-defined]
    given = request.POST if request.method == "POST" else request.GET
    typed = {name: values[-1] for name, values in given.lists()}
    kind = typed.get("kind")
    if not is_kind(str(kind)):
        kind = likeliest(actor, children) if len(children) == 1 else Kind.TALK
    initial = {
        "together": new_id(),
        "happened_on": timezone.localdate(),
        **typed,
        "aspects": given.getlist("aspects"),
        "kind": str(kind),
    }
    people = _relatives(actor, children) if kind in CALLS else []
    return RecordForm(initial=initial, today=timezone.localdate(), relatives=people)


def likeliest(actor: Any, children: list[Child]) -> str:
    """Return the kind that is most wanting for the child: what is late, then what is to do soon."""
    rows = visible(actor, Duty).filter(child__in=children, closed_on__isnull=True)
    now = timezone.now()
    duties = sorted(rows.select_related("rule"), key=lambda duty: duty.due_at)
    states = [(state_of(duty, now), duty.rule) for duty in duties]
    late = [rule.kind for state, rule in states if state == URGENT]
    soon = [rule.kind for state, rule in states if state == WAITING and rule.unit in OFTEN]
    return next(iter([*late, *soon]), Kind.TALK)


def _relatives(actor: Any, children: list[Child]) -> Sequence[tuple[str, Any]]:
    if len(children) != 1:
        return EVERYBODY
    rows = visible(actor, Relative).filter(child=children[0])
    kins = rows.order_by("-is_carer", "kin").values_list("kin", flat=True)
    named = {kin: kin_word(kin) for kin in ("father", "mother", *kins) if kin in SPOKEN}
    return list(named.items())


def _looks(actor: Any) -> list[tuple[str, Any]]:
    return [*LOOKS.items(), *((kind, LOOKS[kind]) for kind in own_kinds(actor.school))]


def _kind_of(form: RecordForm) -> str:
    return str(form["kind"].value() or Kind.TALK)


def _page(request: HttpRequest, form: RecordForm, children: list[Child]) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    kind = _kind_of(form)
    year = school_year_of(actor, timezone.localdate())
    options = [(value, look.short, look.icon) for value, look in _looks(actor)]
    first = {*USUAL, kind}
    return {
        "form": form,
        "children": children,
        "classes": {k.pk: k.name_on(year) for c in children if (k := c.klass)},
        "usual": [option for option in options if option[0] in first],
        "rarer": [option for option in options if option[0] not in first],
        "is_call": kind in CALLS,
        "has_aspects": kind not in SPEECHLESS,
        "icons": FACES,
        "next": next_page(request),
        "photos_lost": _lost_photos(request),
        "recorded": _is_recorded(request),
        "kind_changed": request.POST.get("again") == "1",
    }


def _lost_photos(request: HttpRequest) -> bool:
    """Say whether photos came with a form that comes back; over the page (htmx) they stay in it."""
    return bool(request.FILES) and "HX-Request" not in request.headers


def _choices(
    actor: Any, children: list[Child], kind: str, chosen: set[str]
) -> list[dict[str, Any]]:
    """Return the children to choose from, those who still wait for this kind first."""
    open_kinds = waiting_kinds(actor, children, timezone.now())
    waiting = {pk for pk, kinds in open_kinds.items() if kind in kinds}
    return sorted(
        (
            {
                "id": child.pk,
                "name": child.name,
                "waits": child.pk in waiting,
                "chosen": str(child.pk) in chosen,
            }
            for child in children
        ),
        key=lambda row: not row["waits"],
    )


def _choose_waiting(choices: list[dict[str, Any]]) -> None:
    """Choose all who still wait, or everybody where nobody does."""
    waiting = [row for row in choices if row["waits"]]
    for row in waiting or choices:
        row["chosen"] = True


def _save(request: HttpRequest, children: list[Child], form: RecordForm) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    made = record_as_typed(actor, children, **form.care(children))
    if problem := keep_photos(request, form.cleaned_data["together"]):
        return redirect(problem)
    back = next_page(request)
    if back.split("?")[0] == _today():
        joint = "&" if "?" in back else "?"
        return redirect(f"{back}{joint}saved={form.cleaned_data['together']}")
    undo = reverse("record_undo", args=[form.cleaned_data["together"]])
    messages.success(request, said(made), extra_tags=f"{undo}?{urlencode({'next': back})}")
    return redirect(back)


def _today() -> str:
    return reverse("today")


@require_POST
@may("care_record", "write")
def record_undo(request: HttpRequest, together: UUID) -> HttpResponse:
    """Take back what was recorded in one go."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = records_to_mend(actor).filter(together=together)
    if not rows.exists():
        raise Http404
    withdraw_records(actor, list(rows), reason=_("Undone at once"))
    messages.success(request, _("Taken back."))
    return redirect(next_page(request))


@may("care_record", "write")
def record_mend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct a record; the old one stays behind it."""
    actor = request.actor  # type: ignore[attr-defined]
    item = _to_mend(actor, pk)
    today = timezone.localdate()
    form = MendForm(request.POST or None, initial=_as_typed(item), today=today, relatives=EVERYBODY)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given["together"] = item.together or uuid5(item.pk, "together")
        correct_record(actor, item, **given)
        if problem := keep_photos(request, given["together"]):
            return redirect(problem)
        messages.success(request, _("Corrected. The earlier wording stays on file."))
        return redirect(next_page(request))
    context = {**_page(request, form, [item.child]), "item": item, "is_call": True}
    return render(request, "desk/record.html", context, status=422 if form.is_bound else 200)


def _to_mend(actor: Any, pk: UUID) -> CareRecord:
    standing = standing_records(actor.school_id).values("pk")
    rows = records_to_mend(actor).filter(pk=pk).filter(pk__in=standing)
    found = rows.select_related("child", "child__klass").first()
    if found is None:
        raise Http404
    return found


def _as_typed(item: CareRecord) -> dict[str, Any]:
    names = ("kind", "aspects", "mood", "with_whom", "words", "happened_on", "could_not")
    kept = {name: getattr(item, name) for name in names}
    return {
        **kept,
        "follow_up_on": item.follow_up_on,
        "together": item.together or new_id(),
    }


@may("care_record", "write")
def record_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one record back, with a reason."""
    actor = request.actor  # type: ignore[attr-defined]
    item = _to_mend(actor, pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw_record(actor, item, reason=form.cleaned_data["reason"])
        messages.success(request, _("Taken back."))
        return redirect(next_page(request))
    context = {"form": form, "item": item, "next": next_page(request)}
    status = 422 if form.is_bound else 200
    return render(request, "desk/record_withdraw.html", context, status=status)

"""What a phone keeps for times without a network, what it sends later, and what others said too."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from nuangang.audit.actions import record
from nuangang.care.actions import keep_both, record_from_phone
from nuangang.care.forms import RecordForm, record_ids
from nuangang.care.guards import children_to_record
from nuangang.care.models import CareRecord
from nuangang.care.phone_time import written_at
from nuangang.care.queries.beside import pairs
from nuangang.desk.kept import phone_page
from nuangang.desk.views.record import EVERYBODY
from nuangang.people.models import Child
from nuangang.policy.rules import may


@require_GET
@ensure_csrf_cookie
@may("care_record", "write")
def kept(request: HttpRequest) -> HttpResponse:
    """Give the actor's phone today's page to keep; noted as reading these children's lines."""
    actor = request.actor  # type: ignore[attr-defined]
    page = phone_page(request, timezone.now())
    ids = [child["id"] for child in page["children"]]
    record(actor, "kept_on_phone", kind="child", children=ids)
    return JsonResponse(page)


@require_POST
@may("care_record", "write")
def send(request: HttpRequest) -> HttpResponse:
    """Take in one record that a phone kept; every refusal says in words what to do."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.POST.get("person") != str(actor.user_id):
        return _refused(409, _("Somebody else is signed in now. It goes when you have signed in."))
    now = timezone.now()
    told = written_at(_moment(request, "written"), _moment(request, "sent"), now)
    form = _form(request, told)
    if not form.is_valid():
        return _refused(422, _in_words(form))
    children, strange = _children(actor, request.POST.getlist("child"))
    if strange or not children:
        return _not_mine(actor, form, children, strange)
    made, beside = record_from_phone(
        actor, children, phone_at=told, seen_at=_moment(request, "seen"), **form.care(children)
    )
    who = sorted({pair.other.staff.name for pair in beside})
    return JsonResponse({"saved": len(made), "beside": len(beside), "text": _also(who)})


def _moment(request: HttpRequest, name: str) -> datetime | None:
    """Return a moment the phone names, None for nonsense."""
    try:
        moment = parse_datetime(request.POST.get(name, ""))
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None


def _form(request: HttpRequest, told: datetime | None) -> RecordForm:
    told_on = timezone.localtime(told).date() if told else None
    today = timezone.localdate()
    return RecordForm(request.POST, today=today, relatives=EVERYBODY, told_on=told_on)


def _children(actor: Any, ids: list[str]) -> tuple[list[Child], list[str]]:
    """Return the children the actor may record for, and the ids that are none of theirs."""
    wanted: dict[UUID, str] = {}
    strange = []
    for text in ids:
        try:
            wanted[UUID(text)] = text
        except ValueError:
            strange.append(text)
    rows: QuerySet[Child] = children_to_record(actor).filter(pk__in=wanted)
    found = list(rows.select_related("klass").order_by("pk"))
    known = {child.pk for child in found}
    return found, [*strange, *(text for pk, text in wanted.items() if pk not in known)]


def _not_mine(
    actor: Any, form: RecordForm, children: list[Child], strange: list[str]
) -> HttpResponse:
    """Refuse, unless it had arrived before a child was given to somebody else."""
    if _arrived(actor, form, children, strange):
        return JsonResponse({"saved": 0, "beside": 0, "text": ""})
    text = _("Choose the children first.")
    if strange:
        text = ngettext(
            "You can't record for this child any more. Take the child out, or ask whoever is in "
            "charge now to record it.",
            "You can't record for these children any more. Take them out, or ask whoever is in "
            "charge now to record it.",
            len(strange),
        )
    return _refused(404 if strange else 422, text, strange)


def _arrived(actor: Any, form: RecordForm, children: list[Child], strange: list[str]) -> bool:
    try:
        gone = [Child(pk=UUID(text)) for text in strange]
    except ValueError:
        return False
    if not gone:
        return False
    ids = record_ids(form.cleaned_data["together"], [*children, *gone])
    rows = CareRecord.objects.filter(school_id=actor.school_id, pk__in=ids)
    return rows.filter(recorded_by_id=actor.staff_id).count() == len(ids)


def _refused(status: int, text: str, children: list[str] | None = None) -> HttpResponse:
    return JsonResponse({"text": text, "children": children or []}, status=status)


def _in_words(form: RecordForm) -> str:
    """Return all that is wrong, each with the name of its field."""
    said = [str(text) for text in form.non_field_errors()]
    for bound in form:
        said += [
            _("%(field)s: %(problem)s") % {"field": bound.label, "problem": text}
            for text in bound.errors
        ]
    return " ".join(said)


def _also(names: list[str]) -> str:
    if not names:
        return ""
    return _("%(who)s recorded the same too") % {"who": _(", ").join(names)}


@may("care_record", "write")
def beside(request: HttpRequest) -> HttpResponse:
    """Lay what others recorded of the same beside the actor's own, until it is decided."""
    actor = request.actor  # type: ignore[attr-defined]
    return render(request, "desk/beside.html", {"pairs": pairs(actor)})


@require_POST
@may("care_record", "write")
def beside_keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let both records stand."""
    actor = request.actor  # type: ignore[attr-defined]
    if pk not in {pair.id for pair in pairs(actor)}:
        raise Http404
    keep_both(actor, pk)
    messages.success(request, _("Both stay."))
    return redirect("beside")

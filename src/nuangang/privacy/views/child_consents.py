"""One child's consents: who answered what, an answer written down, the signed paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nuangang.audit.actions import record
from nuangang.lib.pictures import MOST_BYTES, PictureError, TooLargeError
from nuangang.people.models import Child, Consent
from nuangang.people.purposes import BY_CODE
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may
from nuangang.privacy.actions.consents import read_scan, take_answer
from nuangang.privacy.forms.consents import AnswerForm
from nuangang.privacy.queries import consents as asking


@may("consent")
def child_consents(request: HttpRequest, pk: str) -> HttpResponse:
    """Show who answered what for one child, and write down an answer."""
    actor = request.actor  # type: ignore[attr-defined]
    child = _child(request, pk)
    purposes = asking.asked_purposes(actor)
    relatives = asking.guardians(actor.school_id, [child])[child.pk]
    form = AnswerForm(
        request.POST or None,
        child=child,
        relatives=relatives,
        purposes=purposes,
        staff=asking.witnesses(actor),
        initial={"on": timezone.localdate(), "witness": str(actor.staff_id)},
    )
    if request.method == "POST":
        if not asking.reaches(actor, child.klass_id, "write"):
            raise Http404
        if form.is_valid() and _taken(request, child, form):
            messages.success(request, _("Written down; it holds from now on."))
            return redirect("child_consents", pk=pk)
    record(actor, "read_consents", kind="consent", object_id=child.pk, label=child.name)
    context = {
        "child": child,
        "form": form,
        "line": asking.lines_of(actor, [child])[0],
        "purposes": purposes,
        "history": _history(actor, child),
        "may_write": asking.reaches(actor, child.klass_id, "write"),
    }
    return render(
        request, "privacy/child_consents.html", context, status=422 if form.errors else 200
    )


def _child(request: HttpRequest, pk: str) -> Child:
    actor = request.actor  # type: ignore[attr-defined]
    child = fetch(actor, Child, pk, rows=lambda rows: rows.select_related("klass"))
    if not asking.reaches(actor, child.klass_id):
        raise Http404
    return child


def _taken(request: HttpRequest, child: Child, form: AnswerForm) -> bool:
    file = request.FILES.get("scan")
    try:
        if file and (file.size or 0) > MOST_BYTES:
            raise TooLargeError
        take_answer(
            request.actor,  # type: ignore[attr-defined]
            child,
            form.relative(),
            form.answers(),
            scan=file.read() if file else None,
            reason=form.cleaned_data["reason"],
            **form.how(),
        )
    except PictureError as wrong:
        form.add_error(None, str(wrong.sentence))
        return False
    return True


def _history(actor: Any, child: Child) -> list[dict[str, Any]]:
    people: dict[Any, str] = {
        r.pk: asking.said_of(r) for r in child.relatives.filter(school_id=actor.school_id)
    }
    return [
        {
            "row": row,
            "what": BY_CODE[row.purpose].title if row.purpose in BY_CODE else row.purpose,
            "who": people.get(row.relative_id, "") or (child.name if row.kin == "self" else ""),
        }
        for row in asking.history_of(actor, child)
    ]


@require_GET
@may("consent")
def consent_scan(request: HttpRequest, pk: str) -> HttpResponse:
    """Show the picture of a signed paper; who looked is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch(actor, Consent, pk)
    try:
        data = read_scan(row)
    except FileNotFoundError:
        raise Http404 from None
    record(actor, "read_scan", kind="consent", object_id=row.pk, child=str(row.child_id))
    answer = HttpResponse(data, content_type="image/jpeg")
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer

"""Children on the roll and not in class: studies rest, out of school, back again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.care.evidence import standing_records
from nuangang.care.kind import Kind
from nuangang.care.models import CareRecord
from nuangang.desk.models import Pause
from nuangang.desk.moving_forms import BackByForm, BackForm, PauseForm, ToldForm
from nuangang.desk.pausing import begin_pause, change_pause, come_back
from nuangang.desk.views.child import fetched
from nuangang.people.models import Child
from nuangang.policy.guards import visible
from nuangang.policy.rules import may

URGING = (Kind.HOME_VISIT, Kind.PARENT_CALL, Kind.CARER_CALL)


@may("child", "write", everywhere=True)
def child_pause(request: HttpRequest, pk: str) -> HttpResponse:
    """Begin a pause, or show the one that runs with what was done to get the child back."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetched(request, pk, "write")
    pause = _running(actor, child)
    if pause or child.left_on:
        return render(request, "desk/child_pause.html", _page(actor, child, pause))
    asked = request.GET.get("kind", "")
    form = PauseForm(request.POST or None, initial={"kind": asked})
    if request.method == "POST" and form.is_valid():
        begin_pause(actor, child, **form.cleaned_data)
        messages.success(request, _("Noted. File, pair and place in the class stay."))
        return redirect("child_pause", pk=pk)
    context = {"child": child, "pause": None, "form": form}
    return render(request, "desk/child_pause.html", context, status=422 if form.errors else 200)


@require_POST
@may("child", "write", everywhere=True)
def child_pause_change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change until when studies rest, or note the letter to the bureau."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetched(request, pk, "write")
    pause = _running(actor, child)
    if pause is None:
        raise Http404
    dropped = pause.kind == Child.Pause.DROPPED_OUT
    form: Any = ToldForm(request.POST) if dropped else BackByForm(request.POST, since=pause.since)
    if not form.is_valid():
        context = _page(actor, child, pause) | {"told" if dropped else "back_by": form}
        return render(request, "desk/child_pause.html", context, status=422)
    change_pause(actor, pause, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("child_pause", pk=pk)


@require_POST
@may("child", "write", everywhere=True)
def child_back(request: HttpRequest, pk: str) -> HttpResponse:
    """Take the child back into class."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetched(request, pk, "write")
    pause = _running(actor, child)
    if pause is None:
        return redirect("child", pk=pk)
    form = BackForm(request.POST, since=pause.since)
    if not form.is_valid():
        context = _page(actor, child, pause) | {"back": form}
        return render(request, "desk/child_pause.html", context, status=422)
    come_back(actor, child, on=form.cleaned_data["on"])
    messages.success(request, _("%(name)s is back.") % {"name": child.name})
    return redirect("child", pk=pk)


def _running(actor: Any, child: Child) -> Pause | None:
    rows = visible(actor, Pause).filter(child_id=child.pk, until=None)
    return rows.select_related("made_by").first()


def _page(actor: Any, child: Child, pause: Pause | None) -> dict[str, Any]:
    """Return what the page shows; of visits and calls only those the actor may see."""
    if pause is None:
        return {"child": child, "pause": None, "form": None}
    seen = visible(actor, CareRecord).filter(child_id=child.pk).values("pk")
    rows = standing_records(actor.school_id).filter(
        pk__in=seen, kind__in=URGING, happened_on__gte=pause.since
    )
    return {
        "child": child,
        "pause": pause,
        "urging": list(rows.select_related("staff").order_by("-happened_on", "-pk")),
        "told": ToldForm(
            initial={"told_on": pause.told_on or timezone.localdate(), "told_how": pause.told_how}
        ),
        "back_by": BackByForm(initial={"back_by": pause.back_by}, since=pause.since),
        "back": BackForm(since=pause.since),
    }

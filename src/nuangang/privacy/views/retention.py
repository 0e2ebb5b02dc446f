"""How long data are kept: the list of what is past its time, the yes to let go, the holds, the times."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nuangang.lib.asked import one_of
from nuangang.people.models import Child
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may
from nuangang.privacy.forms.retention import KeepForm, TimesForm
from nuangang.privacy.models import Hold
from nuangang.privacy.queries.retention import STATES, due_list, holds, in_words, runs
from nuangang.privacy.retention.clearing import clear, end_hold, keep_longer, set_times
from nuangang.privacy.retention.due import times_of
from nuangang.privacy.retention.times import BY_CODE, KEPT, OTHERS

PER_PAGE = 100


@may("retention")
def retention(request: HttpRequest) -> HttpResponse:
    """List what is past its time, the holds, the times and the clearings so far."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = {
        "kind": one_of(request.GET.get("kind"), BY_CODE),
        "state": one_of(request.GET.get("state"), STATES),
        "q": request.GET.get("q", "").strip()[:60],
    }
    found = due_list(actor, timezone.localdate(), **asked)
    times = times_of(actor.school)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "kinds": [(each.code, each.title) for each in KEPT],
        "titles": {each.code: each.title for each in KEPT},
        "states": list(STATES.items()),
        "times": [(each, times[each.code][1]) for each in KEPT],
        "others": OTHERS,
        "holds": holds(actor),
        "runs": runs(actor),
        "may_clear": actor.may("retention", "write"),
    }
    return render(request, "privacy/retention.html", context)


@require_POST
@fresh_factor
@may("retention", "write")
def retention_clear(request: HttpRequest) -> HttpResponse:
    """Say what goes for good, and let go of it once that was read and confirmed."""
    actor = request.actor  # type: ignore[attr-defined]
    keys = request.POST.getlist("due")
    ticked = [d for d in due_list(actor, timezone.localdate()) if d.key in keys and not d.held]
    if not ticked:
        messages.info(request, _("Nothing was ticked that is still past its time. Nothing went."))
        return redirect("retention")
    if request.POST.get("sure") != "1":
        kinds = {each.kind for each in ticked}
        context = {"ticked": ticked, "kinds": [each for each in KEPT if each.code in kinds]}
        return render(request, "privacy/retention_clear.html", context)
    if run := clear(actor, keys):
        what = "、".join(f"{title} {number}" for title, number in in_words(run.counts))
        messages.success(request, _("Let go of: %(what)s. It is recorded.") % {"what": what})
    return redirect("retention")


@may("retention", "write")
def retention_keep(request: HttpRequest, pk: str) -> HttpResponse:
    """Keep a child's data longer, with a reason and perhaps a last day."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetch(actor, Child, pk)
    held = holds(actor).filter(child_id=child.pk).first()
    begin = {"reason": held.reason, "until": held.until} if held else None
    form = KeepForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        keep_longer(actor, child, **form.cleaned_data)
        messages.success(request, _("Kept. It stands on the list with your reason."))
        return redirect("retention")
    context = {"child": child, "form": form}
    status = 422 if form.errors else 200
    return render(request, "privacy/retention_keep.html", context, status=status)


@require_POST
@may("retention", "write")
def retention_end(request: HttpRequest, pk: str) -> HttpResponse:
    """End a hold."""
    hold = fetch(request.actor, Hold, pk, "write")  # type: ignore[attr-defined]
    end_hold(request.actor, hold)  # type: ignore[attr-defined]
    messages.success(request, _("The ordinary time holds again. Nothing went."))
    return redirect("retention")


@may("retention", "write")
def retention_times(request: HttpRequest) -> HttpResponse:
    """Set how long the school keeps each kind."""
    actor = request.actor  # type: ignore[attr-defined]
    form = TimesForm(request.POST or None, times=times_of(actor.school))
    if request.method == "POST" and form.is_valid():
        set_times(actor, form.cleaned_data)
        number = len(due_list(actor, timezone.localdate()))
        messages.success(
            request,
            ngettext(
                "Kept. By these times %(num)s thing is due; nothing goes without your yes.",
                "Kept. By these times %(num)s things are due; nothing goes without your yes.",
                number,
            )
            % {"num": number},
        )
        return redirect("retention")
    status = 422 if form.errors else 200
    return render(request, "privacy/retention_times.html", {"form": form}, status=status)

"""A parent is home again: keep the pair, or end it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.lib.ids import id_of
from nuangang.mentoring.actions.at_home import end_pairs_home, keep_pairs
from nuangang.mentoring.queries.at_home import children_home
from nuangang.people.models import Tie
from nuangang.policy.guards import visible
from nuangang.policy.rules import may


@may("pairing", "write")
def pairs_home(request: HttpRequest) -> HttpResponse:
    """List children no longer left-behind who have an agent parent; keep or end those ticked."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        _decide(request)
        return redirect("pairs_home")
    today = timezone.localdate()
    context = {
        "rows": children_home(actor, today),
        "kept": children_home(actor, today, kept=True),
    }
    return render(request, "mentoring/pairs_home.html", context)


def _decide(request: HttpRequest) -> None:
    actor = request.actor  # type: ignore[attr-defined]
    asked = [pk for text in request.POST.getlist("tie") if (pk := id_of(text))]
    ids = visible(actor, Tie, "write").filter(pk__in=asked).values_list("pk", flat=True)
    if not ids:
        messages.warning(request, _("Tick somebody first."))
    elif request.POST.get("do") == "end":
        count = end_pairs_home(actor, ids)
        messages.success(request, _("%(count)d pairs ended.") % {"count": count})
    else:
        count = keep_pairs(actor, ids)
        messages.success(request, _("%(count)d pairs go on.") % {"count": count})

"""One agreement: read, signed, signed opposite, noted from paper, printed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nuangang.lib.ids import id_of
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may
from nuangang.safety.actions.signing import (
    may_take_back,
    note_paper,
    sign_above,
    sign_own,
    take_back,
)
from nuangang.safety.forms import PaperForm, ReasonForm
from nuangang.safety.levels import ROLES
from nuangang.safety.models import AgreementText, Signature
from nuangang.safety.queries.owed import effective
from nuangang.safety.queries.rates import is_above, is_asked
from nuangang.safety.queries.texts import seal_of
from nuangang.safety.views.school_year import fitting, this_year


@may("safety_agreement", "write")
def my_safety(request: HttpRequest) -> HttpResponse:
    """Show what I have to sign and have signed, and how many wait for my signature opposite."""
    actor = request.actor  # type: ignore[attr-defined]
    year = this_year(actor)
    context = {
        "year": year,
        "mine": [line for line in year.lines if line.person.id == actor.staff_id],
        "waiting": sum(is_asked(actor, line) for line in year.lines),
        "before": _before(actor, year.round.pk if year.round else None),
    }
    return render(request, "safety/mine.html", context)


def _before(actor: Any, round_id: Any) -> list[Signature]:
    """Return what somebody signed in earlier school years."""
    rows = visible(actor, Signature).filter(staff_id=actor.staff_id, side=Signature.Side.OWN)
    found = effective(rows.exclude(round_id=round_id).select_related("text", "round"))
    return sorted(found.values(), key=lambda row: row.at, reverse=True)


@may("safety_agreement")
def safety_agreement(request: HttpRequest, staff: UUID, role: str) -> HttpResponse:
    """Show one agreement as the paper it is, with what can be done about it."""
    actor = request.actor  # type: ignore[attr-defined]
    year = this_year(actor)
    line = year.one(staff, role)
    rows = list(visible(actor, Signature).filter(staff_id=staff, role=role).order_by("at"))
    if line is None and not rows:
        raise Http404
    context = {
        "line": line,
        "seal": seal_of(line.text) if line else "",
        "year": year,
        "rows": _history(actor, rows),
        "mine": line is not None and line.person.id == actor.staff_id,
        "above": line is not None and is_above(actor, line),
        "may_paper": actor.everywhere("safety_agreement", "write"),
        "label": line.label if line else str(ROLES[role].label) if role in ROLES else role,
    }
    return render(request, "safety/agreement.html", context)


def _history(actor: Any, rows: list[Signature]) -> list[dict[str, Any]]:
    """Return every signature there ever was, with its version and whether it can be taken back."""
    numbers = dict(visible(actor, AgreementText).values_list("pk", "number"))
    holding = {row.pk for row in effective(rows).values()}
    return [
        {
            "row": row, "number": numbers.get(row.text_id, ""), "holds": row.pk in holding,
            "back": row.pk in holding and may_take_back(actor, row),
        }
        for row in rows
    ]  # fmt: skip


@require_POST
@may("safety_agreement", "write")
@fresh_factor
def safety_sign(request: HttpRequest) -> HttpResponse:
    """Sign one's own agreement for a post."""
    actor = request.actor  # type: ignore[attr-defined]
    year = this_year(actor)
    line = year.one(actor.staff_id, request.POST.get("role", ""))
    if year.round is None or line is None:
        messages.error(request, _("You no longer hold this post, so there is nothing to sign."))
    elif request.POST.get("seal") != seal_of(line.text):
        messages.error(request, _("The text changed meanwhile. Read it once more, then sign."))
        return redirect("safety_agreement", staff=actor.staff_id, role=line.role)
    elif sign_own(actor, year.round, [line]):
        messages.success(request, _("Signed. Now the level above signs."))
    return redirect("my_safety")


@require_POST
@may("safety_agreement", "write")
@fresh_factor
def safety_countersign(request: HttpRequest) -> HttpResponse:
    """Sign opposite to those chosen."""
    actor = request.actor  # type: ignore[attr-defined]
    year = this_year(actor)
    chosen = year.chosen(request.POST.getlist("line"))
    count = sign_above(actor, year.round, chosen) if year.round and chosen else 0
    if not chosen:
        messages.error(request, _("Choose whom first."))
    if count:
        text = ngettext("Signed opposite to %(num)d.", "Signed opposite to %(num)d.", count)
        messages.success(request, text % {"num": count})
    if left := len(chosen) - count:
        text = ngettext(
            "%(num)d is not signed yet, signed by both, or not yours to sign.",
            "%(num)d are not signed yet, signed by both, or not yours to sign.",
            left,
        )
        messages.error(request, text % {"num": left})
    return redirect(f"{reverse('safety_list')}?state=mine")


@require_POST
@may("safety_agreement", "write")
def safety_paper(request: HttpRequest) -> HttpResponse:
    """Note that those chosen were signed on paper by both."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.everywhere("safety_agreement", "write"):
        raise PermissionDenied
    year = this_year(actor)
    chosen = year.chosen(request.POST.getlist("line"))
    if year.round is None or not chosen:
        messages.error(request, _("Choose whom first."))
        return redirect("safety_list")
    sent = "on" in request.POST
    form = PaperForm(request.POST if sent else None, today=year.today, initial={"on": year.today})
    if sent and form.is_valid() and not _nobody_above(form, chosen):
        count = note_paper(actor, year.round, chosen, **form.cleaned_data)
        text = ngettext("%(num)d signature noted.", "%(num)d signatures noted.", count)
        messages.success(request, text % {"num": count})
        return redirect("safety_list")
    context = {"form": form, "chosen": chosen}
    return render(request, "safety/paper.html", context, status=422 if form.errors else 200)


def _nobody_above(form: PaperForm, chosen: list[Any]) -> bool:
    """Ask for a name where nobody at the school holds the post above, as for the head."""
    if form.cleaned_data["name_above"] or all(line.above_people or line.over for line in chosen):
        return False
    names = [line.person.name for line in chosen if not line.above_people and not line.over]
    form.add_error(
        "name_above",
        _("Write who signed for the level above of %(names)s.") % {"names": "、".join(names[:5])},
    )
    return True


@may("safety_agreement", "write")
def safety_take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a signature back, with a reason."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch(actor, Signature, id_of(pk))
    if not may_take_back(actor, row):
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    back = reverse("safety_agreement", args=[row.staff_id, row.role])
    if request.method == "POST" and form.is_valid():
        take_back(actor, row, form.cleaned_data["reason"])
        messages.success(request, _("Taken back. It stays to be seen with your reason."))
        return redirect(back)
    context = {"form": form, "row": row, "back": back}
    return render(request, "safety/take_back.html", context, status=422 if form.errors else 200)


@may("safety_agreement")
def safety_print(request: HttpRequest) -> HttpResponse:
    """Print the agreements that the address asks for, a sheet each."""
    year = this_year(request.actor)  # type: ignore[attr-defined]
    found, asked = fitting(request, year)
    return render(request, "safety/print.html", {"year": year, "lines": found, "asked": asked})

"""The county's page of safety agreements: each school's rate, and the heads' own, signed for the bureau."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from nuangang.desk.figures.county import schools_below
from nuangang.people.staff_queries import school_year_on
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.rules import may
from nuangang.safety.actions.signing import sign_as_bureau
from nuangang.safety.models import SafetyFigures
from nuangang.safety.queries.owed import all_lines, current_round


@may("county_safety")
def county_safety(request: HttpRequest) -> HttpResponse:
    """Show how many signed at each school; two statements."""
    actor = request.actor  # type: ignore[attr-defined]
    year = school_year_on(timezone.localdate())
    schools = list(schools_below(actor.region_ids).order_by("name").values("id", "name"))
    kept = SafetyFigures.objects.filter(school_id__in=[s["id"] for s in schools], year=year)
    figures = {row.school_id: row for row in kept}
    rows = [{**school, "figures": figures.get(school["id"])} for school in schools]
    context = {
        "rows": sorted(rows, key=_least_first), "year": year,
        "owed": sum(row.owed for row in figures.values()),
        "signed": sum(row.signed for row in figures.values()),
        "done": sum(row.done for row in figures.values()),
        "begun": len(figures), "may_sign": actor.may("county_safety", "write"),
        "to_sign": sum(_waits(row) for row in figures.values()),
    }  # fmt: skip
    return render(request, "desk/county_safety.html", context)


def _least_first(row: dict[str, Any]) -> tuple[float, str]:
    found = row["figures"]
    share = found.signed / found.owed if found and found.owed else -1.0
    return (share, row["name"])


def _waits(row: SafetyFigures) -> bool:
    return row.head_signed_on is not None and row.head_done_on is None


@require_POST
@may("county_safety", "write")
@fresh_factor
def county_safety_sign(request: HttpRequest) -> HttpResponse:
    """Sign for the bureau opposite to the heads of the schools chosen."""
    actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    known = {str(pk): pk for pk in schools_below(actor.region_ids).values_list("pk", flat=True)}
    chosen = [known[pk] for pk in request.POST.getlist("school") if pk in known]
    count = 0
    for school_id in chosen:
        if round_ := current_round(school_id, school_year_on(today)):
            count += sign_as_bureau(actor, round_, all_lines(school_id, round_, today))
    if count:
        text = ngettext("Signed opposite to %(num)d.", "Signed opposite to %(num)d.", count)
        messages.success(request, text % {"num": count})
    else:
        messages.error(request, _("Choose schools whose head has signed."))
    return redirect("county_safety")

"""How many have signed, who is missing, the list with its sheet, and the round itself."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nuangang.lib.csv_file import csv_file
from nuangang.policy.rules import may
from nuangang.safety.actions.rounds import open_round
from nuangang.safety.forms import RoundForm
from nuangang.safety.levels import LEVELS, ROLES
from nuangang.safety.queries.owed import STATES, Line
from nuangang.safety.queries.rates import (
    by_department,
    by_level,
    by_post,
    is_above,
    is_asked,
    whole,
)
from nuangang.safety.views.school_year import Year, fitting, this_year

PER_PAGE, ALL = 50, 5000
TWO_WEEKS = timedelta(days=14)


@may("safety_agreement", everywhere=True)
def safety(request: HttpRequest) -> HttpResponse:
    """Show how many signed on each level, in each department and post."""
    year = this_year(request.actor)  # type: ignore[attr-defined]
    tables = [
        ("level", _("By level"), _("Level"), by_level(year.lines)),
        ("department", _("By department"), _("Department"), by_department(year.lines)),
        ("role", _("By post"), _("Post"), by_post(year.lines)),
    ]
    context = {"year": year, "total": whole(year.lines), "tables": tables, "late": _late(year)}
    return render(request, "safety/rates.html", context)


def _late(year: Year) -> bool:
    return year.round is not None and year.round.is_late(year.today)


@may("safety_agreement")
def safety_list(request: HttpRequest) -> HttpResponse:
    """List the agreements one may see, filtered."""
    actor = request.actor  # type: ignore[attr-defined]
    year = this_year(actor)
    found, asked = fitting(request, year)
    size = ALL if request.GET.get("rows") == "all" else PER_PAGE
    page = Paginator(found, size).get_page(request.GET.get("page"))
    context = {
        "year": year, "page": page, "rows": list(page), "asked": asked, "states": _states(),
        "levels": LEVELS.items(), "roles": [(code, ROLES[code].label) for code in _roles(year)],
        "departments": [(name, name) for name in _departments(year)],
        "to_sign": sum(is_asked(actor, line) for line in year.lines), "late": _late(year),
        "may_paper": actor.everywhere("safety_agreement", "write"),
        "may_sign": any(is_above(actor, line) for line in year.lines),
    }  # fmt: skip
    return render(request, "safety/list.html", context)


def _states() -> list[tuple[str, Any]]:
    return [
        *STATES.items(),
        ("mine", _("waits for my signature")),
        ("older", _("signed an older text")),
    ]


def _departments(year: Year) -> list[str]:
    return sorted({line.department for line in year.lines if line.department})


def _roles(year: Year) -> list[str]:
    held = {line.role for line in year.lines}
    return [code for code in ROLES if code in held]


@may("safety_agreement", everywhere=True)
def safety_sheet(request: HttpRequest) -> HttpResponse:
    """Answer with the filtered list as a sheet for WPS and Excel."""
    year = this_year(request.actor)  # type: ignore[attr-defined]
    found, _asked = fitting(request, year)
    columns = [
        _("Level"), _("Name"), _("Post"), _("Department"), _("Version"), _("Signed on"), _("How"),
        _("Level above"), _("Signed on"), _("How"), _("State"),
    ]  # fmt: skip
    data = csv_file(columns, [_cells(line) for line in found])
    answer = HttpResponse(data, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="safety-{year.year}.csv"'
    return answer


def _cells(line: Line) -> list[Any]:
    def signed(row: Any) -> list[Any]:
        return [row.on.isoformat(), row.get_how_display()] if row else ["", ""]

    above = line.over.name if line.over else "、".join(name for _pk, name in line.above_people)
    return [
        str(LEVELS[line.level]), line.person.name, line.label, line.department, line.text.number,
        *signed(line.own), above, *signed(line.over), str(STATES[line.state]),
    ]  # fmt: skip


@may("safety_round", "write")
def safety_round(request: HttpRequest) -> HttpResponse:
    """Ask everybody to sign for this school year, or move the day by which."""
    actor = request.actor  # type: ignore[attr-defined]
    year = this_year(actor)
    begin = year.round or _proposed(year)
    days = {name: getattr(begin, name) for name in ("begins", "ends", "sign_by")}
    form = RoundForm(request.POST or None, initial=days)
    if request.method == "POST" and form.is_valid():
        open_round(actor, year=year.year, **form.cleaned_data)
        return redirect("safety")
    context = {
        "form": form, "year": year, "title": _("Safety agreements %(year)s") % {"year": _span(year)},
        "trail": [(_("Safety agreements"), reverse("safety"))],
    }  # fmt: skip
    return render(request, "safety/round.html", context, status=422 if form.errors else 200)


def _span(year: Year) -> str:
    return f"{year.year}–{year.year + 1}"


def _proposed(year: Year) -> Any:
    """Return the days of a round as one would take them: the school year, two weeks from today."""
    from nuangang.safety.models import Round

    ends = date(year.year + 1, 8, 31)
    return Round(begins=date(year.year, 9, 1), ends=ends, sign_by=min(year.today + TWO_WEEKS, ends))

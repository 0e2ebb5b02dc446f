"""Asking one thing about every child of a class who lacks it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from nuangang.desk.settling import settle_all
from nuangang.people.actions.filling import FILLERS, fill_in
from nuangang.people.completeness import GAPS
from nuangang.people.filling_forms import READY, FillForm
from nuangang.people.models import Child, SchoolClass
from nuangang.people.queries import here, school_year_of
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may

MOST = 100


@may("family", "write")
def class_fill(request: HttpRequest, pk: str, code: str) -> HttpResponse:
    """Show a field for each child of the class whose file lacks `code`; take in what was typed."""
    actor = request.actor  # type: ignore[attr-defined]
    klass = fetch(actor, SchoolClass, pk)
    if code not in FILLERS:
        raise Http404
    on = timezone.localdate()
    lacking = here(visible(actor, Child, "write"), on).filter(
        klass_id=klass.pk, gaps__icontains=f'"{code}"'
    )
    children = list(lacking.order_by("search", "id")[:MOST])
    form = FillForm(request.POST or None, code=code, children=children)
    if request.method == "POST" and form.is_valid():
        with settle_all(actor, children):
            count = fill_in(actor, actor.school, code, form.values())
        said = ngettext("Written into %(num)s file.", "Written into %(num)s files.", count)
        messages.success(request, said % {"num": count})
        return redirect("class_page", pk=pk)
    context = {
        "klass": klass,
        "name": klass.name_on(school_year_of(actor, on)),
        "gap": GAPS[code],
        "form": form,
        "ready": READY.get(code, ""),
    }
    return render(request, "desk/class_fill.html", context, status=422 if form.errors else 200)

"""Study helpers: the classes, one class, agreeing and ending."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.mentoring.actions import agree_on_helper, end_helper
from nuangang.mentoring.forms import HelperForm
from nuangang.mentoring.models import HelperPair
from nuangang.mentoring.queries import study_helpers as questions
from nuangang.mentoring.queries.panel import may_arrange
from nuangang.people.models import Child, SchoolClass
from nuangang.people.queries import school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may


@may("helper", "write")
def study_helpers(request: HttpRequest) -> HttpResponse:
    """List the classes whose helpers the actor may arrange; a class teacher's one opens at once."""
    actor = request.actor  # type: ignore[attr-defined]
    found = questions.helper_classes(actor, timezone.localdate())
    if len(found) == 1:
        return redirect("class_helpers", pk=found[0]["id"])
    return render(request, "mentoring/study_helpers.html", {"classes": found})


@may("helper", "write")
def class_helpers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show who helps whom in a class and who could help those without a helper."""
    actor = request.actor  # type: ignore[attr-defined]
    klass = _class(actor, pk)
    return _page(request, klass)


def _class(actor: Actor, pk: UUID) -> SchoolClass:
    klass = fetch(actor, SchoolClass, pk)
    if not may_arrange(actor, klass.pk):
        raise Http404
    return klass


def _page(request: HttpRequest, klass: SchoolClass, **more: object) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    context = {
        "klass": klass,
        "name": klass.name_on(school_year_of(actor, today)),
        "helpers": questions.class_helpers(actor, klass, today),
        **more,
    }
    status = 422 if more else 200
    return render(request, "mentoring/class_helpers.html", context, status=status)


@require_POST
@may("helper", "write")
def helper_agree(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that a classmate helps the child of the address, both having said yes."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetch(actor, Child, pk, rows=lambda rows: rows.select_related("klass"))
    if child.klass is None or not may_arrange(actor, child.klass_id):
        raise Http404
    found = questions.class_helpers(actor, child.klass, timezone.localdate())
    form = HelperForm(request.POST, classmates=found.classmates)
    if not form.is_valid():
        return _page(request, child.klass, refused=child.pk, form=form)
    helper = fetch(actor, Child, form.cleaned_data["helper"])
    try:
        agree_on_helper(actor, child, helper, since=timezone.localdate())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("class_helpers", pk=child.klass_id)
    names = {"helper": helper.name, "child": child.name}
    messages.success(request, _("%(helper)s helps %(child)s now.") % names)
    return redirect("class_helpers", pk=child.klass_id)


@require_POST
@may("helper", "write")
def helper_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a helper pair today."""
    actor = request.actor  # type: ignore[attr-defined]
    pair = fetch(actor, HelperPair, pk, "write", rows=lambda rows: rows.select_related("child"))
    end_helper(actor, pair, until=timezone.localdate())
    messages.success(request, _("Ended."))
    return redirect("class_helpers", pk=pair.child.klass_id)

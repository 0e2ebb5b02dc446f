"""How I am told: by what, when not, on which devices; and the school's quiet hours."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nuangang.accounts.models import School
from nuangang.accounts.sessions import kept_as
from nuangang.notify.models import Channel
from nuangang.notify.telling import carriers_in_use, devices_of, wishes_of
from nuangang.notify.ways import PERSONAL, quiet_of_school
from nuangang.notify.wishes_forms import SchoolWishesForm, WishesForm
from nuangang.notify.wishing import keep_school_wishes, keep_wishes
from nuangang.policy.rules import may


@may("notice", "write")
def wishes(request: HttpRequest) -> HttpResponse:
    """Show and change how the actor is told."""
    actor = request.actor  # type: ignore[attr-defined]
    form = WishesForm(wishes_of(actor.school_id, actor.staff_id), request.POST or None)
    if form.is_valid():
        keep_wishes(actor, form)
        messages.success(request, _("Saved."))
        return redirect("my_wishes")
    in_use = carriers_in_use(actor.school_id)
    context = {
        "form": form,
        "missing": [way.label for way in PERSONAL if way not in in_use],
        "quiet": quiet_of_school(actor.school.preferences),
        "push": Channel.PUSH in in_use,
        "devices": devices_of(actor.school_id, actor.staff_id),
        "here": kept_as(request.session.session_key or ""),
        "own": request.session.get("own"),
    }
    return render(request, "notify/wishes.html", context, status=422 if form.errors else 200)


@may("channel", "write")
def school_wishes(request: HttpRequest) -> HttpResponse:
    """Show and change the school's quiet hours, and when the digest goes."""
    actor = request.actor  # type: ignore[attr-defined]
    school = School.objects.get(pk=actor.school_id)
    form = SchoolWishesForm(school.preferences, request.POST or None)
    if form.is_valid():
        keep_school_wishes(actor, form)
        messages.success(request, _("Saved."))
        return redirect("carriers")
    context = {"form": form}
    return render(request, "notify/school_wishes.html", context, status=422 if form.errors else 200)

"""The staff: who works here, with which posts, and the slips they sign in with."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.accounts.chat import accounts_of
from nuangang.accounts.factors import factors_of, reset_factors
from nuangang.accounts.forms import ReasonForm
from nuangang.care.actions import reconcile_duties
from nuangang.notify.push_devices import end_devices
from nuangang.people.actions.staff import (
    KeptApartError,
    change_staff,
    department_named,
    employ,
    end_post,
    give_post,
    say_goodbye,
)
from nuangang.people.models import Staff, StaffPost, Tie
from nuangang.people.staff_forms import GoodbyeForm, PostForm, StaffForm
from nuangang.people.staff_queries import (
    classes_of,
    post_in_words,
    school_year_on,
    staff_here,
    staff_rows,
)
from nuangang.people.vetting import STATES, state_of
from nuangang.policy.actor import Actor
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may

PER_PAGE = 50


@may("staff", "write")
def staff(request: HttpRequest) -> HttpResponse:
    """List the staff, filtered."""
    actor = request.actor  # type: ignore[attr-defined]
    words, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    found = staff_here(actor, words=words, kind=kind)
    ids = found.values_list("pk", flat=True)
    page = Paginator(ids, PER_PAGE).get_page(request.GET.get("page"))
    rows = staff_rows(
        actor,
        found.filter(pk__in=list(page)),
        school_year_on(timezone.localdate()),
    )
    waiting = staff_here(actor, kind="not_joined").count()
    context = {"rows": rows, "page": page, "q": words, "kind": kind, "waiting": waiting}
    return render(request, "desk/staff.html", context)


@may("staff", "write")
def staff_add(request: HttpRequest) -> HttpResponse:
    """Add one of the staff by hand."""
    actor = request.actor  # type: ignore[attr-defined]
    form = StaffForm(request.POST or None, instance=Staff(school=actor.school))
    if request.method == "POST" and form.is_valid():
        made = employ(actor, actor.school, form.cleaned_data)
        return redirect("staff_person", pk=made.pk)
    return render(request, "desk/staff_add.html", {"form": form})


@may("staff", "write")
def staff_person(request: HttpRequest, pk: str) -> HttpResponse:
    """Show and change one of the staff, their posts and the children they care for."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch(actor, Staff, pk, "write")
    year = school_year_on(timezone.localdate())
    form = StaffForm(request.POST or None, instance=fetch(actor, Staff, pk, "write"))
    if request.method == "POST" and form.is_valid():
        change_staff(actor, person, form.cleaned_data)
        return redirect("staff_person", pk=pk)
    held = visible(actor, StaffPost).filter(staff=person).select_related("klass")
    check = state_of(person, timezone.localdate())
    children = visible(actor, Tie).filter(adult=person, capacity=Tie.Capacity.AGENT_PARENT)
    context = {
        "person": person,
        "form": form,
        "posts": [(post, post_in_words(post, year)) for post in held.order_by("-since")],
        "post_form": PostForm(classes=classes_of(actor, year), year=year),
        "goodbye_form": GoodbyeForm(),
        "ties": children.select_related("child", "child__klass", "approved_by").order_by(
            "until", "-since"
        ),
        "year": year,
        "steps": factors_of(person.user_id).count(),
        "reset_form": ReasonForm(),
        "check": check,
        "check_word": STATES[check],
        "chats": accounts_of(person.user_id).filter(platform__school_id=person.school_id),
    }
    return render(request, "desk/staff_person.html", context)


@require_POST
@may("staff", "write")
def staff_post(request: HttpRequest, pk: str) -> HttpResponse:
    """Give a post."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch(actor, Staff, pk, "write")
    year = school_year_on(timezone.localdate())
    form = PostForm(request.POST, classes=classes_of(actor, year), year=year)
    if form.is_valid() and _given(actor, person, form):
        return redirect("staff_person", pk=pk)
    context = {"person": person, "post_form": form}
    return render(request, "desk/staff_post.html", context, status=422)


def _given(actor: Actor, person: Staff, form: PostForm) -> bool:
    """Give the post that was typed; where another post rules it out, say so on the form."""
    typed = form.cleaned_data
    more = {name: typed[name] for name in ("klass", "subject", "duty", "since")}
    if typed["grade"]:
        more["grade_entry_year"] = typed["grade"]
    if typed["department"]:
        more["department"] = department_named(actor, typed["department"])
    try:
        with transaction.atomic():
            give_post(actor, person, typed["post"], **more)
            reconcile_duties(actor.school, now=timezone.now())
    except KeptApartError as why:
        form.add_error("post", str(why))
        return False
    return True


@require_POST
@may("staff", "write")
def staff_post_end(request: HttpRequest, pk: str, post: str) -> HttpResponse:
    """End a post today."""
    actor = request.actor  # type: ignore[attr-defined]
    held = fetch(actor, StaffPost, post, "write")
    with transaction.atomic():
        end_post(actor, held, until=timezone.localdate())
        reconcile_duties(actor.school, now=timezone.now())
    return redirect("staff_person", pk=pk)


@require_POST
@may("staff", "write")
def staff_goodbye(request: HttpRequest, pk: str) -> HttpResponse:
    """Let somebody go: their sign-in ends at once, their children wait for a new pair."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch(actor, Staff, pk, "write")
    form = GoodbyeForm(request.POST)
    if person.pk == actor.staff_id or not form.is_valid():
        return redirect("staff_person", pk=pk)
    with transaction.atomic():
        say_goodbye(actor, person, on=form.cleaned_data["on"])
        reconcile_duties(actor.school, now=timezone.now())
    return redirect("staff")


@require_POST
@may("sign_in", "write", everywhere=True)
@fresh_factor
def staff_factor_reset(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a colleague's second step away who lost it; the reason is recorded and told to them."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch(actor, Staff, pk)
    form = ReasonForm(request.POST)
    back = redirect("staff_person", pk=pk) if actor.may("staff", "write") else redirect("sign_ins")
    if person.user is None or person.pk == actor.staff_id or not form.is_valid():
        messages.error(request, _("Nothing was reset: say why."))
        return back
    reset_factors(actor, person.user, reason=form.cleaned_data["reason"])
    end_devices(person.school_id, person.pk, timezone.now())
    messages.success(request, _("Reset. %(name)s is told at the next sign-in.") % {"name": person})
    return back

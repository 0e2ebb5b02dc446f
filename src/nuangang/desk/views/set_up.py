"""The first page of an empty installation."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from nuangang.accounts.factors import expect_factor
from nuangang.accounts.models import School, User
from nuangang.accounts.sessions import begin
from nuangang.care.actions import adopt_template
from nuangang.desk.forms import SetUpForm
from nuangang.lib.classnames import school_year
from nuangang.people.actions.set_up import open_school
from nuangang.people.actors import actor_for
from nuangang.policy.rules import public
from nuangang.terms.actions import set_calendar
from nuangang.terms.calendar import Calendar
from nuangang.terms.holidays import with_proposals

FIRST_RULES = "five_ones_b"


@public
def set_up(request: HttpRequest) -> HttpResponse:
    """Ask for the school and its head; there is no such page once a school is here."""
    if School.objects.exists():
        raise Http404
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = _open(form)
        expect_factor(user)
        begin(request, user, own=False, leader=True)
        return redirect("home")
    return render(request, "desk/set_up.html", {"form": form})


@transaction.atomic
def _open(form: SetUpForm) -> User:
    typed = form.cleaned_data
    school, user = open_school(
        {
            "name": typed["school_name"],
            **{name: typed[name] for name in ("kind", "county", "township", "code", "definition")},
        },
        {"name": typed["head_name"], "login": typed["login"], "password": typed["password"]},
    )
    actor = actor_for(user.pk)
    today = timezone.localdate()
    year = school_year(today)
    school = set_calendar(actor, school, with_proposals(Calendar(), year, year))
    adopt_template(actor, school, FIRST_RULES, since=today)
    return user

"""What a guardian opens on their own phone with the code of a slip: read, agree, take back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from nuangang.accounts.devices import address_of
from nuangang.accounts.guessing import TooManyTriesError
from nuangang.accounts.models import School
from nuangang.people.purposes import BASES, optional_on
from nuangang.policy.rules import public
from nuangang.privacy.actions.links import (
    WrongDigitsError,
    answer_by_link,
    open_link,
    plain_code,
)
from nuangang.privacy.forms.consents import CodeForm, PhoneAnswerForm
from nuangang.privacy.models import ConsentLink
from nuangang.privacy.queries.consents import guardians
from nuangang.privacy.queries.rules import public_versions
from nuangang.privacy.school_settings import privacy_settings


@public
def consent_code(request: HttpRequest, school: str) -> HttpResponse:
    """Ask for the code of the slip."""
    of = get_object_or_404(School, short_name=school)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        link, problem = _opened(request, of, form.cleaned_data["code"])
        if link:
            code = plain_code(form.cleaned_data["code"])
            return redirect("consent_say", school=school, code=code)
        form.add_error("code", problem)
    context = {"of": of, "form": form, "charge": privacy_settings(of)}
    return render(request, "privacy/consent_code.html", context, status=422 if form.errors else 200)


def _opened(request: HttpRequest, school: School, code: str) -> tuple[ConsentLink | None, str]:
    """Return the open slip of a code, or why there is none."""
    try:
        link = open_link(school, code, address_of(request))
    except TooManyTriesError:
        return None, _("Too many wrong tries. Wait a quarter of an hour, then try again.")
    if link:
        return link, ""
    return None, _(
        "This code opens nothing: it is mistyped, too old or closed, or the child left the school. Ask "
        "the class teacher."
    )


@public
def consent_say(request: HttpRequest, school: str, code: str) -> HttpResponse:
    """Show the rules and the choices, and take in what the guardian chooses."""
    of = get_object_or_404(School, short_name=school)
    link, problem = _opened(request, of, code)
    if link is None:
        context = {"of": of, "form": CodeForm(), "problem": problem, "charge": privacy_settings(of)}
        return render(request, "privacy/consent_code.html", context, status=404)
    people = guardians(of.pk, [link.child])[link.child_id]
    form = PhoneAnswerForm(
        request.POST or None, relatives=people, purposes=optional_on(of), known=link.relative
    )
    done = request.method == "POST" and form.is_valid() and _taken(of, link, form)
    context = {
        "of": of,
        "form": form,
        "surname": link.child.name[:1],
        "version": next(iter(public_versions(of)), None),
        "charge": privacy_settings(of),
        "bases": BASES,
        "done": [
            (field.label, form.cleaned_data[field.name] == "yes")
            for _p, field in form.purpose_fields()
        ]
        if done
        else [],
        "people": people,
    }
    return render(request, "privacy/consent_say.html", context, status=422 if form.errors else 200)


def _taken(school: School, link: ConsentLink, form: PhoneAnswerForm) -> bool:
    try:
        answer_by_link(
            school, link, form.relative(), form.cleaned_data.get("last_four", ""), form.answers()
        )
    except WrongDigitsError:
        form.add_error(
            "last_four",
            _("These are not the last four digits of the number the school has for you."),
        )
        return False
    return True

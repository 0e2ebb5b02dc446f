"""Why somebody needs to see what is masked, or many children's facts at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nuangang.audit.actions import record
from nuangang.policy.matrix import FIELD_CLASSES, MASKED

LASTS = timedelta(minutes=30)
OTHER = "other"
REASONS = [
    ("family", _("To reach the family")),
    ("illness", _("The child is ill or hurt")),
    ("safety", _("The child's safety")),
    ("papers", _("School roll, aid or other papers")),
    ("check", _("To check what is on file")),
    (OTHER, _("Something else")),
]
CLASS_WORDS = {
    "file": _("The everyday file"),
    "identity": _("ID and school-roll numbers"),
    "contact": _("Phone numbers and addresses"),
    "family": _("The family's situation"),
    "health": _("Health"),
    "legal": _("Courts, custody, guardianship"),
    "counselling": _("Mood and counselling"),
}
View = TypeVar("View", bound=Callable[..., Any])


class ReasonForm(forms.Form):
    """A reason from the list, or in one's own words."""

    reason = forms.ChoiceField(
        label=_("What do you need it for?"), choices=REASONS, widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("In your own words"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for words where none of the reasons fits."""
        typed = super().clean() or self.cleaned_data
        if typed.get("reason") == OTHER and len(typed.get("words", "").strip()) < 2:
            self.add_error("words", _("Say in a few words what you need it for."))
        return typed

    def said(self) -> str:
        """Return the reason as it is recorded."""
        chosen = str(dict(REASONS)[self.cleaned_data["reason"]])
        parts = [chosen, self.cleaned_data["words"].strip()]
        kept = parts[1:] if self.cleaned_data["reason"] == OTHER else parts
        return " · ".join(part for part in kept if part)


class PrintReasonForm(ReasonForm):
    """A reason for a list or paper about many, and which masked fields it is to show."""

    classes = forms.MultipleChoiceField(
        label=_("Show these too, which are masked otherwise"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        masked = [each for each in FIELD_CLASSES if _is_masked(actor, each)]
        self.fields["classes"].choices = [  # type: ignore[attr-defined]
            (each, CLASS_WORDS[each]) for each in masked
        ]
        if not masked:
            del self.fields["classes"]


def _is_masked(actor: Any, field_class: str) -> bool:
    """Say whether fields of this class are masked of most children the actor reaches.

    One's own tied child may show more, but papers about many are about the others.
    """
    scopes = actor.scopes("child") | actor.scopes("family")
    widest = {max(scopes)} if scopes else set()
    return actor.sees(field_class, {"child": widest, "family": widest}) == MASKED


@dataclass(frozen=True)
class Reason:
    """What somebody said a page is for: it holds for `LASTS`, for this page and session alone."""

    words: str
    until: datetime
    classes: frozenset[str]


def reason_of(request: HttpRequest) -> Reason | None:
    """Return the reason given for the page of this address, None where none holds."""
    kept = request.session.get("reasons", {}).get(request.path)
    if kept is None or datetime.fromisoformat(kept["until"]) <= timezone.now():
        return None
    until = datetime.fromisoformat(kept["until"])
    return Reason(kept["words"], until, frozenset(kept["classes"]))


def for_a_reason(title: Any, *, when: Callable[[HttpRequest], bool] = lambda _r: True) -> Any:
    """Declare a page about many children: it opens to whoever says what it is for, and for a time.

    `title` names the page in the question; `when` says of which requests the reason is asked. The
    view finds what was said by `reason_of`; the answer is recorded with the classes opened.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            actor = request.actor  # type: ignore[attr-defined]
            if actor is None or not when(request) or reason_of(request) is not None:
                return view(request, *args, **kwargs)
            return _ask(request, actor, title)

        checked.for_a_reason = True  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return decorate


def _ask(request: HttpRequest, actor: Any, title: Any) -> HttpResponse:
    form = PrintReasonForm(request.POST if "words" in request.POST else None, actor=actor)
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "title": title, "minutes": LASTS.seconds // 60}
        status = 422 if form.is_bound else 200
        return render(request, "policy/reason.html", context, status=status)
    _keep(request, form)
    name = request.resolver_match.view_name if request.resolver_match else ""
    classes = form.cleaned_data.get("classes", [])
    record(actor, "opened_for", kind="page", label=name, reason=form.said(), classes=classes)
    return redirect(request.get_full_path())


def _keep(request: HttpRequest, form: PrintReasonForm) -> None:
    now = timezone.now()
    kept = {
        path: said
        for path, said in request.session.get("reasons", {}).items()
        if datetime.fromisoformat(said["until"]) > now
    }
    said = {"words": form.said(), "until": (now + LASTS).isoformat()}
    classes = form.cleaned_data.get("classes", [])
    request.session["reasons"] = {**kept, request.path: {**said, "classes": classes}}

"""The directory of teachers' numbers for parents: the head's choice, one's own number, sheets, the public page."""

import secrets
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from nuangang.accounts.devices import address_of
from nuangang.accounts.guessing import TooManyTriesError, note_wrong, refuse_guessing
from nuangang.accounts.posts import Post
from nuangang.lib import phones
from nuangang.lib.qr import qr_code
from nuangang.people.models import SchoolClass, Staff
from nuangang.people.staff_queries import classes_of, school_year_on
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may, public
from nuangang.safety.actions.directory import (
    choose_posts,
    close_link,
    hide_number,
    open_link,
    show_number,
)
from nuangang.safety.models import NumberShown
from nuangang.safety.queries.directory import (
    OFFERED,
    USUAL,
    Directory,
    directories,
    in_public,
    open_links,
    posts_shown,
)


class PostsForm(forms.Form):
    """Which posts stand in the directory."""

    posts = forms.MultipleChoiceField(
        label=gettext_lazy("Whose numbers parents are given"),
        choices=[(post, Post(post).label) for post in OFFERED],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("None chosen: the directory shows nothing."),
    )


class NumberForm(forms.Form):
    """One's own number for parents."""

    number = forms.CharField(label=gettext_lazy("The number parents may ring"), max_length=30)

    def clean_number(self) -> str:
        """Return the number's digits, or say what is wrong with it."""
        found = phones.read(str(self.cleaned_data["number"])).phones
        if len(found) != 1:
            raise forms.ValidationError(_("This is no phone number. A mobile has eleven digits."))
        return str(found[0].number)


def _classes(actor: Any) -> list[SchoolClass]:
    """Return the classes whose directory somebody hands out."""
    rows = classes_of(actor, school_year_on(timezone.localdate()))
    if actor.everywhere("directory"):
        return rows
    return [klass for klass in rows if klass.pk in actor.class_ids]


@may("directory")
def directory(request: HttpRequest) -> HttpResponse:
    """List the classes with their links; the head says whose numbers stand there."""
    actor = request.actor  # type: ignore[attr-defined]
    begin = posts_shown(actor.school)
    form = PostsForm(request.POST or None, initial={"posts": begin or list(USUAL)})
    if request.method == "POST" and actor.may("directory_rules", "write") and form.is_valid():
        choose_posts(actor, form.cleaned_data["posts"])
        messages.success(request, _("Saved. Printed sheets stay as they are; print them anew."))
        return redirect("directory")
    links, classes = open_links(actor.school_id), _classes(actor)
    context = {
        "form": form, "begun": bool(begin),
        "rows": [(row, links.get(row.klass.pk)) for row in _shown(actor, classes)],
    }  # fmt: skip
    return render(request, "safety/directory.html", context)


def _shown(actor: Any, classes: list[SchoolClass]) -> list[Directory]:
    return directories(actor.school, classes, timezone.localdate())


def _klass(request: HttpRequest, pk: UUID) -> SchoolClass:
    actor = request.actor  # type: ignore[attr-defined]
    klass = fetch(actor, SchoolClass, pk)
    if not (actor.everywhere("directory") or klass.pk in actor.class_ids):
        raise Http404
    return klass


@may("directory")
def directory_class(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show and print the sheet of one class."""
    actor = request.actor  # type: ignore[attr-defined]
    klass = _klass(request, pk)
    return _sheets(request, [klass], one=klass, may_write=actor.may("directory", "write"))


@may("directory")
def directory_print(request: HttpRequest) -> HttpResponse:
    """Print the sheets of all classes that somebody hands out."""
    return _sheets(request, _classes(request.actor), one=None, may_write=False)  # type: ignore[attr-defined]


def _sheets(
    request: HttpRequest, classes: list[SchoolClass], *, one: SchoolClass | None, may_write: bool
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    links, sheets = open_links(actor.school_id), []
    for shown in _shown(actor, classes):
        link = links.get(shown.klass.pk)
        path = (
            reverse("directory_public", args=[actor.school.short_name, link.address])
            if link
            else ""
        )
        address = request.build_absolute_uri(path) if path else ""
        sheets.append((shown, address, qr_code(address, scale=3, mask=3) if address else ""))
    context = {
        "sheets": sheets, "one": one, "may_write": may_write,
        "begun": bool(posts_shown(actor.school)), "link": links.get(one.pk) if one else None,
    }  # fmt: skip
    return render(request, "safety/directory_sheets.html", context)


@require_POST
@may("directory", "write")
def directory_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a class's link, make it anew, or withdraw it."""
    actor = request.actor  # type: ignore[attr-defined]
    klass = _klass(request, pk)
    if "close" in request.POST:
        if close_link(actor, klass):
            messages.success(
                request, _("Withdrawn: the link and the code on old sheets open nothing.")
            )
    else:
        open_link(actor, klass)
        messages.success(request, _("The link works. An earlier one opens nothing any more."))
    return redirect("directory_class", pk=pk)


@may("own_number", "write")
def my_number(request: HttpRequest) -> HttpResponse:
    """Say yes or no to one's own number in the directory."""
    actor = request.actor  # type: ignore[attr-defined]
    shown = visible(actor, NumberShown).filter(staff_id=actor.staff_id, ended_at=None).first()
    if request.method == "POST" and "no" in request.POST:
        if hide_number(actor):
            messages.success(
                request, _("Parents are given the school's number instead, from now on.")
            )
        return redirect("my_number")
    me = fetch(actor, Staff, actor.staff_id)
    form = NumberForm(request.POST or None, initial={"number": shown.number if shown else me.phone})
    if request.method == "POST" and form.is_valid():
        show_number(actor, form.cleaned_data["number"])
        messages.success(request, _("Parents of your classes are given this number from now on."))
        return redirect("my_number")
    context = {"form": form, "shown": shown, "begun": posts_shown(actor.school)}
    return render(request, "safety/my_number.html", context, status=422 if form.errors else 200)


@require_GET
@public
def directory_public(request: HttpRequest, school: str, address: str) -> HttpResponse:
    """Show a class's directory to everybody who has its address; counts wrong ones."""
    where = address_of(request)
    try:
        refuse_guessing("", where)
    except TooManyTriesError:
        return render(request, "safety/directory_wait.html", status=429)
    found = in_public(school, address)
    if found is None:
        note_wrong(f"directory {secrets.token_hex(4)}", where)
        raise Http404
    of, shown = found
    answer = render(request, "safety/directory_public.html", {"of": of, "shown": shown})
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer["Cache-Control"] = "private, no-store"
    return answer

"""Lists of names for the public: drawn up, approved by a second person, shown for a time."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from nuangang.people.models import Child
from nuangang.people.queries import LEFT_BEHIND, here
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may, public
from nuangang.privacy.actions.public_lists import MOST, draw_up, say_yes, take_down
from nuangang.privacy.listing import COLUMNS, forbidden_in
from nuangang.privacy.models import PublicList
from nuangang.privacy.queries.public_lists import STATES, in_public, lists, state_of
from nuangang.privacy.whom import WhomForm

PER_PAGE = 50
LONGEST = 366


class PublicListForm(WhomForm):
    """A list for the public: what it is for, which children, which of the allowed columns, until when."""

    title = forms.CharField(label=gettext_lazy("Heading of the list"), max_length=80)
    purpose = forms.CharField(label=gettext_lazy("What for"), max_length=120)
    left_behind = forms.BooleanField(
        label=gettext_lazy("Of these only the left-behind"), required=False
    )
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Besides the name"),
        choices=list(COLUMNS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=["grade", "class"],
        help_text=gettext_lazy(
            "Nothing else may stand there: no ID number, address, phone, date of birth or bank card."
        ),
    )
    hide_name = forms.BooleanField(
        label=gettext_lazy("Hide one character of each name"), required=False, initial=True
    )
    until = forms.DateField(label=gettext_lazy("Last day in public"), widget=forms.DateInput)
    field_order = (
        "title", "purpose", "whom", "klass", "names", "left_behind", "columns", "hide_name", "until",
    )  # fmt: skip

    def clean_title(self) -> str:
        """Refuse numbers that tell who somebody is."""
        return self._clean_text("title")

    def clean_purpose(self) -> str:
        """Refuse the same here."""
        return self._clean_text("purpose")

    def _clean_text(self, name: str) -> str:
        if wrong := forbidden_in(self.cleaned_data[name]):
            raise ValidationError(wrong)
        return self.cleaned_data[name]

    def clean_until(self) -> Any:
        """Ask for a day that is ahead, and not years away."""
        day, today = self.cleaned_data["until"], timezone.localdate()
        if day < today:
            raise ValidationError(_("This day is over. Choose the last day it is to be seen."))
        if (day - today).days > LONGEST:
            raise ValidationError(_("A list may stay in public for a year at the most."))
        return day

    def chosen_children(self) -> list[Child]:
        """Return the children meant, as they stand in the list."""
        rows = here(visible(self.actor, Child), timezone.localdate()).select_related("klass")
        if self.of_class:
            rows = rows.filter(klass=self.of_class)
        if self.children:
            rows = rows.filter(pk__in=[child.pk for child in self.children])
        if self.cleaned_data["left_behind"]:
            rows = rows.filter(left_behind__in=LEFT_BEHIND)
        return list(rows.order_by("klass__entry_year", "klass__number", "search")[:MOST])

    def fields_given(self) -> dict[str, Any]:
        """Return the columns of PublicList as they were typed."""
        names = ("title", "purpose", "columns", "hide_name", "until")
        return {name: self.cleaned_data[name] for name in names}


@may("privacy")
def public_lists(request: HttpRequest) -> HttpResponse:
    """List the lists, filtered."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state")}
    found = lists(actor, words=asked["q"], state=asked["state"])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    rows = [(row, state_of(row, today)) for row in page]
    context = {"rows": rows, "page": page, "asked": asked, "states": STATES}
    return render(request, "privacy/public_lists.html", context)


@may("privacy", "write")
def public_list_new(request: HttpRequest) -> HttpResponse:
    """Draw a list up."""
    actor = request.actor  # type: ignore[attr-defined]
    form = PublicListForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        children = form.chosen_children()
        try:
            if not children:
                raise ValidationError(_("No child is like that, so the list would be empty."))
            made = draw_up(actor, form.fields_given(), children)
        except ValidationError as refused:
            form.add_error(None, refused.messages[0])
        else:
            return redirect("public_list", pk=made.pk)
    context = {
        "form": form,
        "title": _("Draw up a public list"),
        "trail": [(_("Public lists"), reverse("public_lists"))],
        "button": _("Look at the list"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "privacy/paper_form.html", context, status=status)


@may("privacy")
def public_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one list as the public will see it, who said yes, and its address."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch(actor, PublicList, pk, rows=_with_people)
    state = state_of(row, timezone.localdate())
    context = {
        "row": row,
        "state": state,
        "word": STATES[state],
        "columns": _columns(row),
        "own": row.made_by_id == actor.staff_id,
        "address": request.build_absolute_uri(
            reverse("notice", args=[actor.school.short_name, row.address])
        ),
    }
    return render(request, "privacy/public_list.html", context)


def _with_people(rows: Any) -> Any:
    return rows.select_related("made_by", "approved_by", "ended_by")


def _columns(row: PublicList) -> list[tuple[str, Any]]:
    return [("name", _("Name")), *((c, COLUMNS[c]) for c in COLUMNS if c in row.columns)]


@require_POST
@may("privacy", "write")
def public_list_yes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say yes to a list that somebody else drew up."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        say_yes(actor, fetch(actor, PublicList, pk, "write"))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("It can be seen now, and stands in the sharing register."))
    return redirect("public_list", pk=pk)


@require_POST
@may("privacy", "write")
def public_list_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a list down before its last day."""
    actor = request.actor  # type: ignore[attr-defined]
    take_down(actor, fetch(actor, PublicList, pk, "write"))
    messages.success(request, _("Taken down. Take printed ones off the wall too."))
    return redirect("public_list", pk=pk)


@require_GET
@public
def notice(request: HttpRequest, school: str, address: str) -> HttpResponse:
    """Show a list to everybody who has its address, until its last day."""
    found = in_public(school, address)
    if found is None:
        raise Http404
    shown, row = found
    context = {"of": shown, "row": row, "columns": _columns(row)}
    answer = render(request, "privacy/notice.html", context)
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer

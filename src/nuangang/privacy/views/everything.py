"""Everything kept about a child: to read and print, or as an encrypted file to carry away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from nuangang.audit.actions import record
from nuangang.people.models import Child
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.guards import fetch
from nuangang.policy.rules import may
from nuangang.privacy.actions.everything import zip_everything
from nuangang.privacy.forms.files import FilePasswordForm
from nuangang.privacy.queries.everything import family_copy
from nuangang.privacy.views.files import zip_to_save


@fresh_factor
@may("data_request", "write")
def child_everything(request: HttpRequest, pk: str) -> HttpResponse:
    """Show everything kept about a child, for the family to read or take along; it is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetch(actor, Child, pk)
    record(actor, "exported", kind="child", object_id=child.pk, label=child.name, part="everything")
    return render(request, "privacy/everything.html", family_copy(actor, child))


@fresh_factor
@may("data_request", "write")
def child_everything_file(request: HttpRequest, pk: str) -> HttpResponse:
    """Send the same as an encrypted zip; its password is chosen on the page before and kept nowhere."""
    actor = request.actor  # type: ignore[attr-defined]
    child = fetch(actor, Child, pk)
    form = FilePasswordForm.of(request)
    if form.is_bound and form.is_valid():
        data = zip_everything(actor, child, form.cleaned_data["file_password"])
        return zip_to_save(data, f"{actor.school.short_name}-{child.pk.hex[-6:]}.zip")
    context = {
        "form": form,
        "title": _("Take it along as a file"),
        "sub": _(
            "One encrypted zip: a page to read, the same as a table, the photo and the signed papers. "
            "Opens with 7-Zip, WinRAR or Bandizip, on a phone with RAR or ZArchiver; the window of "
            "Windows itself does not open it. Tell the family the password, not in the same message."
        ),
        "button": _("Make it and download"),
        "trail": [
            (_("Requests"), reverse("data_requests")),
            (child.name, reverse("child_everything", args=[child.pk])),
        ],
    }
    return render(request, "privacy/paper_form.html", context, status=422 if form.errors else 200)

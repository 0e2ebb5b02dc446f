"""Taking the log along: what the page shows, as an encrypted file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.audit.models import Entry
from nuangang.desk.log_file import MOST, take_log, told
from nuangang.desk.log_lines import Asked
from nuangang.policy.fresh import fresh_factor
from nuangang.policy.guards import visible
from nuangang.policy.rules import may
from nuangang.privacy.forms.files import FilePasswordForm
from nuangang.privacy.views.files import zip_to_save


@fresh_factor
@may("audit", everywhere=True)
def log_export(request: HttpRequest) -> HttpResponse:
    """Send the entries that the address asks for; the file's password is shown on the page before."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = Asked.read(request.GET, timezone.localdate())
    count = asked.narrow(visible(actor, Entry)).count()
    form, problem = FilePasswordForm.of(request), _problem(count)
    if form.is_bound and form.is_valid() and not problem:
        data = take_log(actor, asked, form.cleaned_data["file_password"])
        return zip_to_save(data, f"{actor.school.short_name}-{asked.begins}-{asked.ends}.zip")
    context = {
        "form": form,
        "told": [*told(actor, asked), (_("Entries"), count)],
        "problem": problem,
    }
    return render(request, "desk/log_export.html", context, status=422 if form.is_bound else 200)


def _problem(count: int) -> str:
    """Say why there is nothing to take, or too much at once; '' where it is right."""
    if not count:
        return _("Nothing in these days. Choose more days or other filters.")
    if count > MOST:
        return _("A file holds %(most)s entries. Choose fewer days.") % {"most": MOST}
    return ""

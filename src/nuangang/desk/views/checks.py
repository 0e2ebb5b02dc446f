"""What in the files looks wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nuangang.audit.actions import record
from nuangang.people.checks import checks as checks_of
from nuangang.policy.rules import may

MOST = 100


@may("family", "write")
def checks(request: HttpRequest) -> HttpResponse:
    """List what looks wrong in the files of the children one keeps."""
    actor = request.actor  # type: ignore[attr-defined]
    found = checks_of(actor, timezone.localdate())
    record(actor, "listed", kind="check", count=sum(len(each.lines) for each in found))
    context = {"checks": found, "most": MOST}
    return render(request, "desk/checks.html", context)

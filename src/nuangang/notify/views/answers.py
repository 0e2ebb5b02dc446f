"""Answers by SMS: the few that matched nothing, and the address to which a provider pushes them."""

import hmac
import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from nuangang.accounts.devices import address_of
from nuangang.accounts.guessing import TooManyTriesError, note_wrong, refuse_guessing
from nuangang.accounts.models import School
from nuangang.lib.asked import one_of
from nuangang.notify.answers import look_at, take_pushed
from nuangang.notify.models import Answer, Carrier, ChannelSetting
from nuangang.notify.pushed import LONGEST_BODY, answers_in, entries_of, is_signed, note_reports
from nuangang.notify.queries import PAGE
from nuangang.policy.guards import fetch, visible
from nuangang.policy.rules import may, public


@may("message", everywhere=True)
def answers(request: HttpRequest) -> HttpResponse:
    """List what came in by SMS; unless asked otherwise what matched nothing."""
    actor = request.actor  # type: ignore[attr-defined]
    shown = [(key, words) for key, words in Answer.State.choices if key != Answer.State.TAKEN]
    state = one_of(request.GET.get("state", Answer.State.LEFT), dict(shown))
    # What was taken stands where it was sent from, for those who may read it there.
    rows = visible(actor, Answer).exclude(state=Answer.State.TAKEN).order_by("-at", "-pk")
    page = Paginator(rows.filter(state=state) if state else rows, PAGE)
    context = {
        "page": page.get_page(request.GET.get("page")), "state": state,
        "states": shown, "may_write": actor.everywhere("message", "write"),
    }  # fmt: skip
    return render(request, "notify/answers.html", context)


@require_POST
@may("message", "write", everywhere=True)
def answer_seen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that somebody looked at it."""
    actor = request.actor  # type: ignore[attr-defined]
    if look_at(actor, fetch(actor, Answer, pk, "write")):
        messages.success(request, _("Noted that you looked at it."))
    return redirect("answers")


@csrf_exempt
@public
def sms_in(request: HttpRequest, school: str, secret: str) -> HttpResponse:
    """Take in what the school's provider of SMS pushes; without its secret there is no such page."""
    settings = _settings(request, school, secret)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_BODY:
        return _said("too long", 413)
    body = request.body
    if len(body) > LONGEST_BODY:
        return _said("too long", 413)
    if not is_signed(settings.told, body, request.headers.get("X-Signature", "")):
        return _said("wrong signature", 403)
    try:
        entries = entries_of(settings.told, body)
    except (ValueError, RecursionError):
        return _said("neither JSON nor a form in UTF-8", 400)
    now = timezone.now()
    take_pushed(settings.school, answers_in(settings.told, entries, now), now)
    note_reports(settings.school.pk, settings.told, entries, now)
    return _said("ok", 200)


class _Told:
    """A school and how its SMS service is set up."""

    def __init__(self, row: ChannelSetting) -> None:
        self.school, self.told = row.school, json.loads(row.settings or "{}")


def _settings(request: HttpRequest, school: str, secret: str) -> _Told:
    """Return the settings whose secret the address has; counts wrong ones."""
    address = address_of(request)
    try:
        refuse_guessing("", address)
    except TooManyTriesError:
        raise Http404 from None
    of = School.objects.filter(short_name=school).first()
    row = None
    if of is not None:
        rows = ChannelSetting.objects.filter(school_id=of.pk, carrier=Carrier.SMS_GATEWAY, on=True)
        row = rows.select_related("school").first()
    told: Any = _Told(row) if row else None
    kept = told.told.get("in_secret", "") if told else ""
    if not kept or not hmac.compare_digest(kept.encode(), secret.encode()):
        note_wrong(f"sms-in {school[:30]}", address)
        raise Http404
    return told  # type: ignore[no-any-return]


def _said(words: str, status: int) -> HttpResponse:
    code = json.dumps({"code": 0 if status == 200 else status, "msg": words})
    return HttpResponse(code, content_type="application/json", status=status)

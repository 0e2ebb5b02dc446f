"""The texts of messages: seen, put into the school's own words, and back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuangang.notify.channels.outcome import sms_parts
from nuangang.notify.models import SchoolText
from nuangang.notify.text_keeping import TextForm, keep_text
from nuangang.notify.wordings import PLACES, Wording, preview, wording, wordings
from nuangang.policy.guards import visible
from nuangang.policy.rules import may


@may("channel", "read")
def message_texts(request: HttpRequest) -> HttpResponse:
    """List the texts as they are used now."""
    rows = visible(request.actor, SchoolText).order_by("number")  # type: ignore[attr-defined]
    own = {row.code: row for row in rows}
    lines = [_line(each, own.get(each.code)) for each in wordings()]
    return render(request, "notify/texts.html", {"lines": lines})


@may("channel", "write")
def message_text(request: HttpRequest, code: str) -> HttpResponse:
    """Show one text with its versions, preview what is typed, and keep it."""
    actor = request.actor  # type: ignore[attr-defined]
    of = _known(code)
    versions = list(visible(actor, SchoolText).filter(code=code).order_by("-number"))
    used = versions[0].text if versions and versions[0].text else of.as_delivered()
    form = TextForm(of, request.POST or None, initial={"text": used})
    if form.is_valid() and "look" not in request.POST:
        keep_text(actor, of, form.cleaned_data["text"], timezone.now())
        messages.success(request, _("Saved. The next message goes out like this."))
        return redirect("message_text", code=code)
    shown = form.cleaned_data["text"] if form.is_bound and form.is_valid() else used
    context = {
        "of": of, "form": form, "versions": versions, "delivered": of.as_delivered(),
        "is_own": bool(versions and versions[0].text),
        "places": [PLACES[name] for name in of.places], **_length(shown),
    }  # fmt: skip
    return render(request, "notify/text.html", context, status=422 if form.errors else 200)


@require_POST
@may("channel", "write")
def message_text_back(request: HttpRequest, code: str) -> HttpResponse:
    """Go back to the delivered text; the own one stays among the versions."""
    actor = request.actor  # type: ignore[attr-defined]
    keep_text(actor, _known(code), "", timezone.now())
    messages.success(request, _("The delivered text is used again."))
    return redirect("message_text", code=code)


def _known(code: str) -> Wording:
    if (of := wording(code)) is None:
        raise Http404
    return of


def _line(of: Wording, own: SchoolText | None) -> dict[str, Any]:
    text = own.text if own and own.text else of.as_delivered()
    return {"of": of, "text": text, "is_own": bool(own and own.text), **_length(text)}


def _length(text: str) -> dict[str, Any]:
    """Return a text with its places filled, how long it then is, and how many SMS that makes."""
    shown = preview(text)
    return {"preview": shown, "length": len(shown), "parts": sms_parts(shown)}

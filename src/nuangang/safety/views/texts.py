"""The texts of the agreements: read by everybody, changed by head and lead, version by version."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nuangang.policy.rules import may
from nuangang.safety.actions.rounds import save_text
from nuangang.safety.forms import NEXT, THIS, TextForm
from nuangang.safety.levels import LEVELS, ROLES
from nuangang.safety.models import AgreementText
from nuangang.safety.queries.texts import shipped, texts_for, versions_of
from nuangang.safety.views.school_year import Year, this_year


@may("safety_text")
def safety_texts(request: HttpRequest) -> HttpResponse:
    """List the posts with the version that counts."""
    actor = request.actor  # type: ignore[attr-defined]
    year = this_year(actor)
    texts = texts_for(actor.school_id, year.year + 1)
    rows = [
        {"role": role, "text": texts[code], "level": LEVELS[role.level]}
        for code, role in ROLES.items()
    ]
    return render(request, "safety/texts.html", {"rows": rows, "year": year})


@may("safety_text")
def safety_text(request: HttpRequest, role: str) -> HttpResponse:
    """Show a post's text and its versions; whoever may, changes it by a new version."""
    if role not in ROLES:
        raise Http404
    actor = request.actor  # type: ignore[attr-defined]
    year, versions = this_year(actor), versions_of(actor, role)
    last = versions[0] if versions else shipped(actor.school_id, role)
    shown = _shown(request, versions, last)
    form = TextForm(request.POST or None, initial=_begin(shown, last, year))
    may_write = actor.may("safety_text", "write")
    if (
        request.method == "POST"
        and may_write
        and form.is_valid()
        and _saved(request, role, form, last, year)
    ):
        return redirect("safety_text", role=role)
    signed = [line for line in year.lines if line.role == role and line.own]
    context = {
        "role": ROLES[role], "form": form, "versions": versions, "shown": shown, "last": last,
        "year": year, "signed": len(signed), "may_write": may_write,
    }  # fmt: skip
    return render(request, "safety/text.html", context, status=422 if form.errors else 200)


def _shown(
    request: HttpRequest, versions: list[AgreementText], last: AgreementText
) -> AgreementText:
    """Return the version that the address names, else the newest."""
    number = request.GET.get("version", "")
    return next((row for row in versions if str(row.number) == number), last)


def _begin(shown: AgreementText, last: AgreementText, year: Year) -> dict[str, Any]:
    return {
        "preamble": shown.preamble, "duties": "\n".join(shown.duties), "closing": shown.closing,
        "since": NEXT if year.round else THIS, "after": last.number,
    }  # fmt: skip


def _saved(
    request: HttpRequest, role: str, form: TextForm, last: AgreementText, year: Year
) -> bool:
    """Save a new version; say why not."""
    given = dict(form.cleaned_data)
    since = year.year + (given.pop("since") == NEXT)
    words = {name: given[name] for name in ("preamble", "duties", "closing")}
    if all(getattr(last, name) == words[name] for name in words) and last.year == since:
        form.add_error(None, _("Nothing is different from the newest version."))
        return False
    try:
        save_text(request.actor, role, year=since, **given)  # type: ignore[attr-defined]
    except ValidationError as refused:
        form.add_error(None, refused.messages[0])
        return False
    messages.success(request, _("Saved as a new version. What was signed before stays as it was."))
    return True

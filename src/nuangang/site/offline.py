"""What lets today's page open without a network: the service worker, and the empty page it keeps."""

import hashlib
import json
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from nuangang.care.forms import RecordForm
from nuangang.care.kinds import CALLS, FACES, LOOKS
from nuangang.desk.views.record import EVERYBODY, SPEECHLESS, USUAL
from nuangang.incidents.forms.raising import RaiseForm
from nuangang.incidents.kinds import KINDS
from nuangang.policy.rules import public
from nuangang.site.assets import MANIFEST, asset, manifest, styles
from nuangang.site.offline_words import words

SHELL = "/offline/"
PAGES = ("/", "/today/", "/record/", "/record/several/", "/incidents/new/")
_ANY_DAY = date(
    2000, 1, 1
)  # the phone puts in its own days: a shell of today would be old tomorrow


@public
@require_GET
def service_worker(_request: HttpRequest) -> HttpResponse:
    """Return the worker for the whole site; other assets, words or forms make it another worker."""
    built = manifest().get("src/worker.ts")
    if not built:
        raise Http404
    files = kept_files()
    text = _shell(get_language() or "", asset("src/app.ts"))
    version = hashlib.sha256(json.dumps([files, text]).encode()).hexdigest()[:16]
    given = {"version": version, "files": files, "shell": SHELL, "pages": PAGES}
    body = (MANIFEST.parent / built["file"]).read_text(encoding="utf-8")
    return HttpResponse(
        f"self.NUANGANG = {json.dumps(given)};\n{body}",
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


@public
@require_GET
def shell(_request: HttpRequest) -> HttpResponse:
    """Return the empty page; it is the same for everybody and says nothing about anybody."""
    return HttpResponse(_shell(get_language() or "", asset("src/app.ts")))


def kept_files() -> list[str]:
    """Return the addresses of all assets that today's page is made of."""
    known = manifest()
    wanted, files = ["src/app.ts"], []
    for name in wanted:
        entry = known.get(name, {})
        wanted += [n for n in _parts(entry) if n not in wanted]
        files += [entry["file"]] if "file" in entry else []
    sheets = [*styles("src/app.ts"), asset("icons.svg"), static("brand/favicon.svg")]
    return sorted({static(f"assets/{file}") for file in files} | set(filter(None, sheets)))


def _parts(entry: dict[str, Any]) -> list[str]:
    ours = [n for n in entry.get("dynamicImports", ()) if n.startswith("src/offline/")]
    return [*entry.get("imports", ()), *ours]


@lru_cache(maxsize=8)
def _shell(_language: str, _built: str) -> str:
    """Draw the shell once per language and build: with no request, hence with nobody in it."""
    context = {
        "one": _form(several=False),
        "several": _form(several=True),
        "calls": " ".join(map(str, CALLS)),
        "speechless": " ".join(map(str, SPEECHLESS)),
        "words": words(),
        "form": RaiseForm(now=timezone.now(), on=set(KINDS)),
    }
    return render_to_string("site/offline.html", context)


def _form(*, several: bool) -> str:
    """Draw the form as online, with everything that any kind asks for; the phone hides the rest."""
    options = [(value, look.short, look.icon) for value, look in LOOKS.items()]
    context = {
        "layout": "bare.html",
        "form": RecordForm(initial={"kind": ""}, today=_ANY_DAY, relatives=EVERYBODY),
        "children": [],
        "several": several,
        "choices": [],
        "shell": True,  # the phone puts in the children
        "usual": [option for option in options if option[0] in USUAL],
        "rarer": [option for option in options if option[0] not in USUAL],
        "is_call": True,
        "has_aspects": True,
        "icons": FACES,
        "next": "",
    }
    return render_to_string("desk/record.html", context)

"""The door of the API: it costs a page nothing, since the rest is loaded at the first call."""

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RoutePattern
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import (
    get_supported_language_variant,
    parse_accept_lang_header,
)
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from nuangang.policy.rules import public


def by_token(view: Any) -> Any:
    """Declare the one address behind which every call has a rule of its own (policy.api_rules)."""
    view.rule = "token"
    return view


@csrf_exempt
@by_token
def call(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer one call, in the language it asks for; no session and no cookie counts here."""
    from nuangang.site.api import answer_of

    request.actor = None  # type: ignore[attr-defined]
    language = asked_language(request)
    with translation.override(language):
        problem = _in_plain(request) or _too_much(request)
        response = answer_of(problem) if problem else _answer(request, rest)
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language, Authorization"
    return response


def _answer(request: HttpRequest, rest: str) -> HttpResponse:
    from nuangang.lib.api.problems import Problem
    from nuangang.site.api import answer_of

    try:
        found = _resolver().resolve(f"/{rest}")
    except Resolver404:
        return answer_of(Problem(404, _("There is no such address in the API.")))
    request.resolver_match = found
    response = found.func(request, *found.args, **found.kwargs)
    if response.status_code == 405:
        allowed = response.headers["Allow"]
        text = _("This address takes %(methods)s.") % {"methods": allowed}
        return answer_of(Problem(405, text, headers={"Allow": allowed}))
    return response


def _in_plain(request: HttpRequest) -> Any:
    """Return the problem of a call at the plain door: leading it to HTTPS would hide that its token went in plain."""
    from nuangang.lib.api.problems import Problem

    if not settings.SECURE_SSL_REDIRECT or request.is_secure():
        return None
    return Problem(
        403,
        _(
            "Ask over HTTPS. What was sent here could be read on the way: make a new token and "
            "revoke this one."
        ),
    )


def _too_much(request: HttpRequest) -> Any:
    """Return the problem of a body that is too large or no JSON, before anything reads it."""
    from nuangang.lib.api.problems import Problem

    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > settings.API_MAX_BYTES:
        most = settings.API_MAX_BYTES // 1024
        return Problem(413, _("At most %(most)d KB at once.") % {"most": most})
    if request.method == "POST" and request.content_type != "application/json":
        return Problem(415, _("Send JSON, with “Content-Type: application/json”."))
    return None


@lru_cache(maxsize=1)
def _resolver() -> URLResolver:
    from nuangang.site.api import patterns

    return URLResolver(RoutePattern("/"), patterns())


def asked_language(request: HttpRequest) -> str:
    """Return the language of Accept-Language, Chinese when it names none of ours."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


@public
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Give the schema; it holds no data."""
    from nuangang.site.api import schema

    with translation.override(asked_language(request)):
        text = json.dumps(schema(), ensure_ascii=False)
    return HttpResponse(text, content_type="application/json", headers={"Vary": "Accept-Language"})


@public
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show every call of the schema on one page that loads nothing from outside."""
    from nuangang.site.api_docs import page

    return render(request, "site/api_docs.html", page())


@public
@require_safe
def root(_request: HttpRequest) -> HttpResponse:
    """Lead whoever looks at the bare address to the page that explains it."""
    return redirect("api_docs")

"""The whole API, version 1: every app's calls, their errors in one shape, and the schema."""

import logging
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer

from nuangang import __version__
from nuangang.care.api import router as care
from nuangang.desk.api import router as figures
from nuangang.lib.api.problems import Problem
from nuangang.lib.master_keys import SealError
from nuangang.people.api import router as people
from nuangang.people.api_token import router as token
from nuangang.people.integrations import let_in

PREFIX = "api/v1/"
_PROBLEM = "application/problem+json"
_TEXTS = {"summary", "description"}


class Token(HttpBearer):
    """A token in the header; nothing else opens the API."""

    def __call__(self, request: HttpRequest) -> Any:
        """Return the actor, or raise the Problem why not."""
        return let_in(request)

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Not reached: __call__ reads the header itself, so that it can say what is wrong."""
        raise NotImplementedError


class Api(NinjaAPI):
    """Names the calls of the schema as their functions are named, so that clients read well."""

    def get_openapi_operation_id(self, operation: Any) -> str:
        """Return list_children for list_children."""
        return operation.view_func.__name__


class Json(JSONRenderer):
    """Writes Chinese as it is: a third of the bytes, and readable in a terminal."""

    json_dumps_params = {"ensure_ascii": False}


api = Api(
    title=gettext_noop("Nuangang"),
    version="1",
    description=gettext_noop(
        "Children, families, care records, duties and figures of a school, for programs that "
        "somebody in charge has made a token for. What the token and its person may not see does "
        "not exist."
    ),
    auth=Token(),
    renderer=Json(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
)
for _router in (token, people, care, figures):
    api.add_router("", _router)


def answer_of(problem: Problem) -> HttpResponse:
    """Return a problem as an answer."""
    return JsonResponse(
        problem.body(),
        status=problem.status,
        content_type=_PROBLEM,
        headers=problem.headers,
        json_dumps_params={"ensure_ascii": False},
    )


@api.exception_handler(Problem)
def _problem(_request: HttpRequest, problem: Problem) -> HttpResponse:
    return answer_of(problem)


@api.exception_handler(Http404)
def _not_there(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return answer_of(Problem(404, _("There is nothing here that this token may see.")))


@api.exception_handler(PermissionDenied)
def _forbidden(_request: HttpRequest, _error: PermissionDenied) -> HttpResponse:
    return answer_of(Problem(403, _("You may see this, but not change it.")))


@api.exception_handler(HttpError)
def _unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return answer_of(Problem(error.status_code, _("The body is not JSON.")))


@api.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [(_place(each["loc"]), _words(each)) for each in error.errors[:50]]
    return answer_of(Problem(422, _("Something that was sent is not right."), errors))


@api.exception_handler(SealError)
def _sealed(request: HttpRequest, error: SealError) -> HttpResponse:
    logging.getLogger("django.request").error("%s: %s", request.path, error)
    return answer_of(Problem(503, _("What was asked for is sealed and can't be opened here now.")))


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    logging.getLogger("django.request").error("%s failed", request.path, exc_info=error)
    return answer_of(Problem(500, _("Something broke on our side; it is in the server's log.")))


def _place(where: tuple[Any, ...]) -> str:
    """Return 'children.0' from ('body', 'sent', 'children', 0)."""
    parts = where[2:] if where[0] == "body" else where[1:]
    kept = [str(part) for part in parts if part not in ("asked", "sent")]
    return ".".join(kept)[:80] or "body"


def _words(error: dict[str, Any]) -> str:
    """Return what is wrong in the language in force, for the sorts of mistakes there are."""
    more = error.get("ctx", {})
    texts: dict[str, str] = {
        "missing": _("This is needed."),
        "uuid_parsing": _("An id looks like 0193f2a4-7c3e-7d21-9a55-6f1c2b3d4e5f."),
        "date_parsing": _("A day looks like 2026-11-24."),
        "datetime_parsing": _("A moment looks like 2026-11-24T08:00:00+08:00."),
        "int_parsing": _("This has to be a whole number."),
        "literal_error": _("One of: %(names)s.") % {"names": more.get("expected", "")},
        "greater_than_equal": _("Not below %(least)s.") % {"least": more.get("ge", "")},
        "less_than_equal": _("Not above %(most)s.") % {"most": more.get("le", "")},
        "string_too_long": _("At most %(most)s characters.") % {"most": more.get("max_length", "")},
        "too_long": _("At most %(most)s.") % {"most": more.get("max_length", "")},
        "too_short": _("At least %(least)s.") % {"least": more.get("min_length", "")},
        "string_type": _("This has to be text."),
        "string_pattern_mismatch": _("Write it in words, without special characters."),
        "extra_forbidden": _("There is no such field."),
        "list_type": _("This has to be a list."),
    }
    return texts.get(error["type"]) or _("This does not fit here.")


def patterns() -> list[Any]:
    """Return the addresses below api/v1/, without ninja's own page of them."""
    return [each for each in api.urls[0] if getattr(each, "name", "") != "api-root"]


def rules() -> dict[str, Callable[..., Any]]:
    """Return every call by its method and address, as the access test walks them."""
    return {
        f"{method} {path}": operation.view_func
        for bound in api._get_bound_routers()
        for path, view in bound.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    }


def schema() -> dict[str, Any]:
    """Return the OpenAPI document in the language in force."""
    return _schema(get_language() or "")


@lru_cache(maxsize=4)
def _schema(_language: str) -> dict[str, Any]:
    made = dict(api.get_openapi_schema(path_prefix=PREFIX))
    for calls in made["paths"].values():
        for call in calls.values():
            for parameter in call["parameters"]:
                parameter["schema"] = _without_null(parameter["schema"])
            for status, response in call["responses"].items():
                if int(status) >= 400 and "content" in response:
                    response["content"] = {_PROBLEM: response["content"]["application/json"]}
    info = {"title": str(_(made["info"].pop("title"))), "x-release": __version__}
    words = _in_words(made)
    return {**words, "info": {**words["info"], **info}}


def _without_null(shape: dict[str, Any]) -> dict[str, Any]:
    """Return the shape of a parameter: behind a ? nothing is null, it is left out."""
    kept = [part for part in shape.get("anyOf", ()) if part != {"type": "null"}]
    return {**kept[0], **{k: v for k, v in shape.items() if k != "anyOf"}} if kept else shape


def _in_words(part: Any) -> Any:
    """Return the document with its texts in the language in force, and no titles made of names."""
    if isinstance(part, list):
        return [_in_words(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        name: _text(value) if name in _TEXTS and isinstance(value, str) else _in_words(value)
        for name, value in part.items()
        if not (name == "title" and isinstance(value, str))
    }


def _text(text: str) -> str:
    plain = " ".join(text.split())
    return _(plain) if plain else ""

"""SMS through a provider's web address, described by the school: most ask for one JSON or form POST."""

import json
from collections.abc import Mapping
from typing import Any

import httpx2
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.notify.channels.outcome import Field, Outcome, Result, Sending, sms_parts

FIELDS = [
    Field("url", gettext_lazy("Web address"), gettext_lazy("Must begin with https://.")),
    Field(
        "body",
        gettext_lazy("What is sent, as JSON"),
        gettext_lazy("{number}, {text} and {id} are filled in."),
        initial='{"mobile": "{number}", "content": "{text}", "extra": "{id}"}',
    ),
    Field(
        "kind",
        gettext_lazy("Sent as"),
        initial="json",
        choices=(("json", "JSON"), ("form", gettext_lazy("Form"))),
    ),
    Field("key_header", gettext_lazy("Header for the key"), needed=False, initial="Authorization"),
    Field("key", gettext_lazy("Key"), secret=True, needed=False),
    Field(
        "code_at",
        gettext_lazy("Where the answer has its code"),
        gettext_lazy("such as code or data.status"),
        initial="code",
    ),
    Field("good_code", gettext_lazy("The code of success"), initial="0"),
    Field("words_at", gettext_lazy("Where it has its words"), needed=False, initial="msg"),
    Field("reference_at", gettext_lazy("Where it has the message's number"), needed=False),
    Field(
        "in_secret",
        gettext_lazy("Secret in the address to which the provider pushes answers"),
        gettext_lazy(
            "20 letters and digits or more; the address is in docs/messages.md. Empty: none."
        ),
        needed=False,
    ),
    Field("in_key", gettext_lazy("Key of the pushes' signature"), secret=True, needed=False),
    Field("in_list_at", gettext_lazy("Where a push has its list"), needed=False),
    Field(
        "in_number_at",
        gettext_lazy("Where an answer has its number"),
        needed=False,
        initial="mobile",
    ),
    Field(
        "in_text_at", gettext_lazy("Where an answer has its text"), needed=False, initial="content"
    ),
    Field(
        "in_id_at",
        gettext_lazy("Where an answer has the provider's number of it"),
        needed=False,
        initial="id",
    ),
    Field(
        "report_id_at",
        gettext_lazy("Where a report has the message's number"),
        needed=False,
        initial="msgid",
    ),
    Field(
        "report_code_at",
        gettext_lazy("Where a report has its code"),
        needed=False,
        initial="status",
    ),
    Field("report_good", gettext_lazy("The code of delivered"), needed=False, initial="DELIVRD"),
]
_SECONDS = 15


def send(settings: Mapping[str, str], message: Sending) -> Outcome:
    """Hand one SMS to the provider and believe its own code, not only the status."""
    try:
        answer = httpx2.post(
            settings["url"],
            timeout=_SECONDS,
            headers=_headers(settings),
            **_body(settings, message),
        )
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        words = _("The SMS service can't be reached: %(error)s") % {"error": error}
        return Outcome(Result.LATER, code=type(error).__name__, words=words[:200])
    return _outcome(settings, message, answer)


def find(_settings: Mapping[str, str], _message: Sending) -> bool | None:
    """Say that the provider can't be asked."""
    return None


def report(_settings: Mapping[str, str], _message: Sending) -> Outcome | None:
    """Say that nothing is asked of the provider afterwards."""
    return None


def _headers(settings: Mapping[str, str]) -> dict[str, str]:
    key = settings.get("key", "")
    return {settings.get("key_header") or "Authorization": key} if key else {}


def _body(settings: Mapping[str, str], message: Sending) -> dict[str, Any]:
    shape = json.loads(settings["body"])
    given = {"{number}": message.address, "{text}": message.text, "{id}": message.id}
    filled = {name: _filled(value, given) for name, value in shape.items()}
    return {"data" if settings.get("kind") == "form" else "json": filled}


def _filled(value: Any, given: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        for mark, word in given.items():
            value = value.replace(mark, word)
    elif isinstance(value, list):
        value = [_filled(item, given) for item in value]
    elif isinstance(value, dict):
        value = {name: _filled(item, given) for name, item in value.items()}
    return value


def _outcome(settings: Mapping[str, str], message: Sending, answer: httpx2.Response) -> Outcome:
    told = _told(answer)
    code = _at(told, settings.get("code_at", ""))
    words = _at(told, settings.get("words_at", ""))[:200]
    if answer.status_code == 429 or answer.status_code >= 500:
        return Outcome(
            Result.LATER, code=code or str(answer.status_code), words=words, wait=_wait(answer)
        )
    if answer.status_code >= 400 or code != settings.get("good_code", "0"):
        return Outcome(Result.NEVER, code=code or str(answer.status_code), words=words)
    number = _at(told, settings.get("reference_at", ""))[:80]
    return Outcome(Result.HANDED, number, code, words, sms_parts(message.text))


def _told(answer: httpx2.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return {}


def _at(told: Any, path: str) -> str:
    """Return the text at `path`, names with points between them; empty where there is none."""
    for name in filter(None, path.split(".")):
        told = told.get(name) if isinstance(told, dict) else None
    return "" if told is None or not path or isinstance(told, dict | list) else str(told)


def _wait(answer: httpx2.Response) -> int:
    said = answer.headers.get("Retry-After", "")
    return min(int(said), 3600) if said.isdigit() else 0

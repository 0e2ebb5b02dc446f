"""What a provider of SMS pushes: answers, and what became of messages; its shape is described by the school."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.http import QueryDict

from nuangang.notify.channels.inbox import Incoming
from nuangang.notify.models import Carrier, Message

LONGEST_BODY, MOST = 64 * 1024, 200
State = Message.State


def is_signed(settings: Mapping[str, str], body: bytes, signature: str) -> bool:
    """Say whether a body bears the provider's signature; True where none was agreed."""
    key = settings.get("in_key", "")
    if not key:
        return True
    wanted = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted.encode(), signature.strip().lower().encode())


def entries_of(settings: Mapping[str, str], body: bytes) -> list[dict[str, str]]:
    """Return the entries of a body, JSON or a form, each as plain texts; raises ValueError for neither."""
    text = body.decode("utf-8")
    if text.lstrip()[:1] in ("{", "["):
        found = _at(json.loads(text), settings.get("in_list_at", ""))
    else:
        found = QueryDict(text).dict()
    listed = found if isinstance(found, list) else [found]
    return [_flat(each) for each in listed[:MOST] if isinstance(each, dict)]


def _at(told: Any, path: str) -> Any:
    for name in filter(None, path.split(".")):
        told = told.get(name) if isinstance(told, dict) else None
    return told


def _flat(entry: dict) -> dict[str, str]:
    return {_fit(k): _fit(v) for k, v in entry.items() if isinstance(v, str | int | float)}


def _fit(value: Any) -> str:
    """Return a value as text that can be kept: half an emoji, cut at a part's end, becomes a question mark."""
    return str(value).encode("utf-8", "replace").decode().replace("\x00", "")


def answers_in(
    settings: Mapping[str, str], entries: list[dict[str, str]], now: datetime
) -> Iterator[Incoming]:
    """Yield the answers among the entries; without the provider's own number one is known by its words."""
    for entry in entries:
        sender, text = (entry.get(settings.get(at) or default, "") for at, default in _ANSWER)
        if not sender or not text:
            continue
        own = entry.get(settings.get("in_id_at") or "id", "")
        sign = hashlib.sha256(f"{sender}|{text}|{own or f'{now:%Y%m%d%H%M}'}".encode()).hexdigest()
        yield Incoming(sign[:40], sender, text, now)


_ANSWER = (("in_number_at", "mobile"), ("in_text_at", "content"))


def note_reports(
    school_id: Any, settings: Mapping[str, str], entries: list[dict[str, str]], now: datetime
) -> int:
    """Note what became of messages: on the phone, or refused by the network; return how many."""
    return sum(_note(school_id, settings, entry, now) for entry in entries)


def _note(school_id: Any, settings: Mapping[str, str], entry: dict, now: datetime) -> int:
    reference = entry.get(settings.get("report_id_at") or "msgid", "")
    code = entry.get(settings.get("report_code_at") or "status", "")
    if not reference or not code:
        return 0
    good = code == (settings.get("report_good") or "DELIVRD")
    rows = Message.objects.filter(
        school_id=school_id, carrier=Carrier.SMS_GATEWAY, reference=reference[:80],
        state__in=[State.HANDED, State.SENT],
    )  # fmt: skip
    state = State.DELIVERED if good else State.FAILED
    problem = "" if good else code[:200]
    return rows.update(state=state, due_at=None, ended_at=now, problem=problem)

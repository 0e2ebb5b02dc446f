"""Finding every form by reading pages, and filling it with what somebody hostile would send."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html

SCRIPT = "<script>alert('x9z')</script>"
MARK = re.compile(r"<script>alert\(|<img src=x|(?:href|src|action)=[\"']?javascript:", re.I)
# One of each: markup, SQL, paths, templates, odd Unicode, numbers and days that can't be.
HOSTILE = (
    SCRIPT,
    "\"'><img src=x onerror=alert(1)>",
    "' OR 1=1; DROP TABLE people_child;--",
    "../../../../etc/passwd",
    "{{7*7}}${7*7}%(it)s%s{0.__class__}",
    "a\x00b",
    "\ud800",
    "\u202egnp.exe\u200b\u200d\u2066",
    "é" + "\u0301" * 300 + "👩‍👩‍👧‍👦🏴",
    "-1",
    "99999999999999999999999999",
    "1e999",
    "NaN",
    "٣٤",
    "0000-00-00",
    "9999-99-99",
    "9999-12-31",
    "0001-01-01",
    "2026-02-30T25:61",
    "javascript:alert(1)",
    "\r\nSet-Cookie: a=b",
    "=cmd|'/c calc'!A1",
    "on",
    "",
    " ",
    "[]",
    '{"a":{"$gt":""}}',
    "00000000-0000-0000-0000-000000000000",
    "not-a-uuid",
    "x" * 5000,
)
UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


def _zip(name: str, data: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, data)
    return kept.getvalue()


FILES = (
    ("../../../etc/passwd.xlsx", b"", "application/octet-stream"),
    ("a\x00.xlsx\r\nX: y", b"\x00" * 500, "text/html"),
    (SCRIPT + ".csv", "姓名,班级\n<script>alert('x9z')</script>,七(1)\n".encode(), "text/csv"),
    ("x.xlsx", _zip("xl/workbook.xml", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>"), "application/zip"),
    ("bomb.xlsx", _zip("xl/worksheets/sheet1.xml", b"A" * 3_000_000), "application/zip"),
    ("x.jpg", b"\x89PNG\r\n\x1a\n" + b"\xff" * 300, "image/svg+xml"),
    ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml"),
    ("x.html", b"<html><table><tr><td><script>alert(1)</script></td></tr></table>", "text/html"),
    ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "application/vnd.ms-excel"),
    ("名" * 300 + ".csv", b"\xff\xfe\x00\xd8\x00", "text/csv"),
)  # fmt: skip


@dataclass(frozen=True)
class Form:
    """One form of a page: where it goes, and its fields with what a person would leave in them."""

    action: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()
    page: str = field(default="", compare=False)

    @property
    def key(self) -> tuple[str, frozenset[str]]:
        """Return what makes it another form: its route and its fields' names."""
        names = frozenset(re.sub(r"[0-9a-f-]{8,}|\d+", "#", name) for name, _value in self.fields)
        return route_of(self.action), names


def route_of(address: str) -> str:
    """Return the route an address belongs to, '' for none."""
    try:
        return resolve(urlsplit(address).path).route
    except Resolver404:
        return ""


def read_forms(page: str, text: str) -> tuple[list[Form], list[Form], list[str]]:
    """Return a page's forms that change something, those that only ask, and its links."""
    tree = html.fromstring(text)
    posts, gets = [], []
    for form in tree.iter("form"):
        fields, files = _fields(form)
        made = Form(urljoin(page, form.get("action") or page), tuple(fields), tuple(files), page)
        (posts if (form.get("method") or "").lower() == "post" else gets).append(made)
    links = [urljoin(page, a.get("href")) for a in tree.iter("a") if a.get("href")]
    for node in tree.iter():
        links += [urljoin(page, node.get(n)) for n in ("hx-get", "data-href") if node.get(n)]
    return posts, gets, [link for link in links if link.startswith("/")]


def _fields(form: Any) -> tuple[list[tuple[str, str]], list[str]]:
    found: list[tuple[str, str]] = []
    files = []
    for node in form.iter("input", "select", "textarea", "button"):
        name, kind = node.get("name"), node.get("type", "text")
        if not name or name == "csrfmiddlewaretoken":
            continue
        if kind == "file":
            files.append(name)
        elif node.tag == "select":
            options = [o.get("value", o.text or "") for o in node.iter("option")]
            chosen = [
                o.get("value", "") for o in node.iter("option") if o.get("selected") is not None
            ]
            found.append((name, (chosen or [o for o in options if o] or [""])[0]))
        elif kind in ("radio", "checkbox"):
            if node.get("checked") is not None or name not in dict(found):
                found = [(n, v) for n, v in found if n != name or kind == "checkbox"]
                found.append((name, node.get("value", "on")))
        else:
            value = node.text if node.tag == "textarea" else node.get("value")
            found.append((name, value or _likely(name, kind)))
    return found, files


def _likely(name: str, kind: str) -> str:
    known = {
        "date": "2026-11-02",
        "number": "1",
        "tel": "13800000000",
        "password": "harbour-lamp-7",
    }
    return known.get(
        kind, "2026-11-02" if name in ("on", "since", "until", "start", "end") else "好"
    )


def fillings(form: Form, others: dict[str, str], salt: int) -> Iterator[dict[str, Any]]:
    """Yield ways to fill a form: each field hostile, all of it, none of it, others' rows."""
    names = [name for name, _value in form.fields]
    plain = {name: [v for n, v in form.fields if n == name] for name in names}
    yield {}
    yield {name: [HOSTILE[(salt + i) % len(HOSTILE)]] for i, name in enumerate(names)}
    yield {name: [*values, *values, SCRIPT] for name, values in plain.items()}
    yield {n: [_others(n, v, others) for v in values] for n, values in plain.items()}
    for i, name in enumerate(names):
        yield {**plain, name: [HOSTILE[(salt + i * 7) % len(HOSTILE)]]}


def _others(name: str, value: str, others: dict[str, str]) -> str:
    if not UUID.match(value):
        return value
    return next((pk for kind, pk in others.items() if kind in name), others["child"])


def uploads(form: Form, salt: int, count: int) -> Iterator[dict[str, Any]]:
    """Yield a form filled as asked, with hostile files."""
    plain = {name: [v for n, v in form.fields if n == name] for name, _value in form.fields}
    for turn in range(count):
        name, data, kind = FILES[(salt + turn) % len(FILES)]
        yield {**plain, **{f: SimpleUploadedFile(name, data, kind) for f in form.files}}


def wire_safe(value: Any) -> Any:
    """Return a value as Django's client can encode it: lone surrogates go as their raw bytes."""
    if isinstance(value, list):
        return [wire_safe(each) for each in value]
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value


def odd_bodies(client: Client, form: Form, salt: int) -> Iterator[HttpResponseBase]:
    """Send what is no form at all: JSON, broken multipart, broken escapes; a megabyte to every fifth."""
    path = form.action
    name = form.fields[0][0] if form.fields else "x"
    yield client.post(path, json.dumps({name: [1, {"a": None}]}), content_type="application/json")
    broken = b'--b\r\nContent-Disposition: form-data; name="' + name.encode() + b"\r\n\r\nx\r\n--"
    yield client.post(path, broken, content_type="multipart/form-data; boundary=b")
    yield client.post(path, b"%ff%00=%ed%a0%80&%&&=&" + name.encode() + b"=%ed%a0%80%00", content_type="application/x-www-form-urlencoded")  # fmt: skip
    if salt % 5:
        return
    big = name.encode() + b"=" + b"%F0%9F%98%80" * 20_000 + b"x" * 800_000
    yield client.post(path, big, content_type="application/x-www-form-urlencoded")


def query_of(address: str) -> list[str]:
    """Return the names asked for in an address."""
    return [name for name, _value in parse_qsl(urlsplit(address).query, keep_blank_values=True)]

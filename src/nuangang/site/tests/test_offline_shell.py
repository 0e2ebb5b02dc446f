"""The service worker and the empty page it keeps: for everybody the same, and never old."""

import json
import re

import brotli
import pytest
from django.test import Client

from nuangang.care.models import Kind
from nuangang.care.tests.cast import Cast
from nuangang.incidents.kinds import KINDS
from nuangang.site.assets import MANIFEST
from nuangang.site.offline import kept_files


def given(client: Client) -> dict:
    """Return what the server tells the worker."""
    return json.loads(re.match(r"self\.NUANGANG = (.*);", client.get("/sw.js").content.decode())[1])


@pytest.mark.django_db
def test_the_worker_reaches_the_whole_site_and_is_asked_for_anew():
    answer = Client().get("/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert not re.search(rb"^(import|export)\b|\bimport\(", answer.content, re.M)


@pytest.mark.django_db
def test_another_language_or_other_assets_make_another_worker(monkeypatch):
    first = given(Client())
    assert given(Client())["version"] == first["version"]
    english = Client()
    english.cookies["language"] = "en"
    assert given(english)["version"] != first["version"]
    monkeypatch.setattr("nuangang.site.offline.kept_files", lambda: ["/static/other.js"])
    assert given(Client())["version"] != first["version"]


@pytest.mark.django_db
def test_it_keeps_what_the_page_is_made_of_and_intercepts_five_pages_only():
    told = given(Client())
    assert told["pages"] == ["/", "/today/", "/record/", "/record/several/", "/incidents/new/"]
    assert all(file.startswith("/static/") for file in told["files"])
    page = Client().get("/offline/").content.decode()
    assert set(re.findall(r'(?:href|src)="(/static/assets/[^"#]+)', page)) <= set(told["files"])


@pytest.mark.django_db
def test_the_shell_is_the_same_for_everybody_and_has_every_chip():
    cast = Cast()
    client = Client()
    client.force_login(cast.wang.user)
    page = client.get("/offline/").content.decode()
    assert page == Client().get("/offline/").content.decode()
    assert not [word for word in ("王老师", "安安", "安平", "csrfmiddlewaretoken") if word in page]
    assert page.count('name="kind"') == 2 * len(Kind.values) + len(KINDS)
    assert 'data-person="' in client.get("/me/").content.decode()


def test_the_part_for_phones_without_a_network_stays_light():
    weight = sum(
        len(brotli.compress((MANIFEST.parent / name.rpartition("/")[2]).read_bytes()))
        for name in kept_files()
        if name.endswith((".js", ".css"))
    )
    assert weight < 75_000

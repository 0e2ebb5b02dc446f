"""The frame around pages: gallery, reading modes, error pages, what the CSP forbids."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.test import Client, override_settings

from nuangang.site.tests import gallery_site

pytestmark = [pytest.mark.django_db, pytest.mark.urls(gallery_site.__name__)]
TEMPLATES = Path(__file__).resolve().parents[2]


def test_gallery_shows_every_macro_that_ui_promises():
    ui = engines.all()[0].env.get_template("ui.html").module
    promised = {
        name for name in dir(ui) if not name.startswith("_") and callable(getattr(ui, name))
    }
    parts = {"toast", "reading", "brand", "progress_poll", "hidden", "post_button", "avatar"}
    text = (Path(__file__).parents[1] / "templates/site/components.html").read_text()
    missing = {name for name in promised - parts if not re.search(rf"ui\.{name}\b", text)}
    assert not missing


def test_gallery_is_drawn_and_filters(client):
    assert client.get("/components/").content.decode().count('name="child"') == 40
    found = client.get("/components/?q=陈浩").content.decode()
    assert "陈浩" in found.split('id="results"')[1]
    assert "王梓涵" not in found.split('id="results"')[1].split("</tbody>")[0]


# Not a page of the site: what files are made with that are taken out of it and opened by themselves.
TAKEN_OUT = {"file.html"}
PAGES = [p for p in sorted(TEMPLATES.glob("*/templates/**/*.html")) if p.name not in TAKEN_OUT]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_templates_keep_to_the_content_security_policy(path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
    assert not re.search(
        r"<style|\sstyle=|\son[a-z]+=\"|href=\"javascript:|hx-on|hx-vals=.js:", text
    )
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_large_type_and_contrast_are_kept_in_cookies_and_lead_back(client):
    answer = client.post("/reading", {"type": "large", "back": "/components/?q=a"})
    assert answer.headers["Location"] == "/components/?q=a"
    client.post("/reading", {"contrast": "high"})
    assert 'class="large-type high-contrast"' in client.get("/components/").content.decode()
    client.post("/reading", {"type": "normal"})
    assert "large-type" not in client.get("/components/").content.decode().split("<head>")[0]


def test_reading_leads_nowhere_else_and_keeps_no_nonsense(client):
    answer = client.post("/reading", {"type": "huge", "back": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"
    assert not answer.cookies


@override_settings(DEBUG=False)
def test_error_pages_say_what_happened_and_what_to_do():
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for path, status, words in (
        ("/nowhere", 404, "这里没有您能看的内容"),
        ("/broken", 500, "系统出了点问题"),
        ("/forbidden", 403, "能看，但不能改"),
        ("/odd", 400, "这个请求看不懂"),
    ):
        answer = client.get(path)
        assert answer.status_code == status
        assert words in answer.content.decode()
    refused = client.post("/reading", {"type": "large"})
    assert refused.status_code == 403
    assert "页面打开太久了" in refused.content.decode()


def test_a_message_carries_its_undo(client):
    good = {"name": "某某", "born_on": "2014-03-05", "relation": "g", "mood": "1", "agreed": "on"}
    page = client.post("/components/form", good, follow=True).content.decode()
    assert re.search(r'已记下</span>\s*<form method="post" action="/components/form">', page)

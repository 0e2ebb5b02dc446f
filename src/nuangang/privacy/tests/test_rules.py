"""The rules for children's data: written, published by the head, read by anybody."""

import re
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from nuangang.accounts.models import School
from nuangang.accounts.posts import Post
from nuangang.privacy.models import RulesDraft, RulesVersion
from nuangang.privacy.rules_text import SECTIONS
from nuangang.privacy.tests.cast import PrivacyCast


def typed(page: str, **changes: object) -> dict[str, object]:
    """Return the form of the page as a browser would send it back."""
    texts = re.findall(r'<textarea name="(text_\w+)"[^>]*>\s*(.*?)</textarea>', page, re.S)
    titles = re.findall(r'name="(title_\w+)" value="([^"]*)"', page)
    return {**dict(texts), **dict(titles), **changes}


def publish(law: PrivacyCast, optional: list[str], **more: object) -> None:
    lead, head = law.client(Post.LEAD), law.client(Post.HEAD)
    lead.post(
        "/privacy/rules/person/", {"person": "周主任", "phone": "0871 6812345", "answer_days": 15}
    )
    page = lead.get("/privacy/rules/edit/").content.decode()
    saved = lead.post("/privacy/rules/edit/", typed(page, optional=optional, **more))
    assert saved.status_code == 302
    assert head.post("/privacy/rules/publish/", {"valid_from": "2026-12-01"}).status_code == 302


def test_the_shipped_text_is_looked_through_and_published_by_the_head_alone(law):
    lead, head = law.client(Post.LEAD), law.client(Post.HEAD)
    page = lead.get("/privacy/rules/edit/").content.decode()
    assert all(text in page for _code, _title, text in SECTIONS)
    lead.post("/privacy/rules/edit/", typed(page, optional=["portrait"]))
    assert lead.post("/privacy/rules/publish/", {"valid_from": "2026-12-01"}).status_code == 403
    refused = head.post("/privacy/rules/publish/", {"valid_from": "2026-12-01"})
    assert refused.status_code == 422
    assert "负责人和电话" in refused.content.decode()
    assert not RulesVersion.objects.filter(school=law.school).exists()
    publish(law, ["portrait"])
    assert not RulesDraft.objects.filter(school=law.school).exists()
    version = RulesVersion.objects.get(school=law.school)
    assert (version.number, version.anew, version.valid_from) == (
        1,
        ["portrait"],
        date(2026, 12, 1),
    )
    assert "portrait" in [p["code"] for p in version.purposes]
    assert "charity" not in [p["code"] for p in version.purposes]


def test_anybody_reads_every_version_and_the_foot_names_who_is_in_charge(law):
    publish(law, ["portrait"], text_why="第一版的话")
    publish(law, ["portrait", "wechat"], text_why="第二版的话", changed="多了微信")
    stranger = Client()
    page = stranger.get("/privacy/read/an/").content.decode()
    assert "第二版的话" in page
    assert "周主任" in page
    assert "第一版的话" in stranger.get("/privacy/read/an/1/").content.decode()
    assert stranger.get("/privacy/read/an/3/").status_code == 404
    assert stranger.get("/privacy/read/bei/").status_code == 404
    assert stranger.get("/privacy/read/")["Location"] == "/privacy/read/an/"
    assert "周主任" in law.client(Post.CLASS_TEACHER).get("/me/").content.decode()


def test_an_empty_section_is_refused_with_everything_kept(law):
    lead = law.client(Post.LEAD)
    page = lead.get("/privacy/rules/edit/").content.decode()
    answer = lead.post("/privacy/rules/edit/", typed(page, text_why="", text_who="只有班主任"))
    assert answer.status_code == 422
    assert "这一段是空的" in answer.content.decode()
    assert "只有班主任" in answer.content.decode()


def test_a_purpose_switched_on_again_or_asked_anew_waits_for_a_new_yes(law):
    publish(law, ["portrait", "wechat"])
    law.school.refresh_from_db()
    child = law.child()
    law.say(child, portrait="granted", wechat="granted")
    publish(law, ["portrait", "wechat"], anew=["wechat"])
    assert law.consents(child) == ["portrait"]
    publish(law, ["wechat"])
    assert law.consents(child) == []
    publish(law, ["portrait"])
    assert law.consents(child) == []
    assert School.objects.get(pk=law.school.pk).preferences["purposes_on"] == {"portrait": 4}


def test_a_published_version_is_never_changed(law):
    publish(law, [])
    rows = RulesVersion.objects.filter(school=law.school)
    for change in (lambda: rows.update(person="别人"), rows.delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()

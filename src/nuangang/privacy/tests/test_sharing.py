"""The sharing register: written, put right, filtered, and filled by the product itself."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nuangang.accounts.posts import Post
from nuangang.audit.actions import record
from nuangang.privacy.models import Sharing
from nuangang.privacy.tests.cast import PrivacyCast

GIVEN = {
    "to": "bureau", "to_name": "县教育局", "data": ["names", "family"], "whom": "all",
    "why": "留守儿童统计", "basis": "law", "paper": "", "on": "2026-11-02",
}  # fmt: skip


def write(law: PrivacyCast, **more):
    return law.client(Post.LEAD).post("/privacy/sharing/new/", {**GIVEN, **more})


def shown(law: PrivacyCast, **asked):
    return law.client(Post.LEAD).get("/privacy/sharing/", asked).content.decode()


def test_a_line_is_written_and_found(law: PrivacyCast):
    law.child()
    assert write(law).status_code == 302
    assert Sharing.objects.get().count == 1
    assert "县教育局" in shown(law, q="统计", to="bureau", year="2026")
    assert "县教育局" not in shown(law, to="hospital")
    assert "县教育局" not in shown(law, year="2025")
    for nonsense in ("0", "99999999", "²", "0000"):
        assert "县教育局" in shown(law, year=nonsense)


def test_these_children_are_named_and_unknown_names_are_said(law: PrivacyCast):
    law.child("李欣怡")
    answer = write(law, whom="some", names="李欣怡\n王不在")
    assert answer.status_code == 422
    assert "王不在" in answer.content.decode()
    assert "李欣怡" in answer.content.decode()
    law.child("李欣怡", klass=law.other_class)
    assert "重名" in write(law, whom="some", names="李欣怡").content.decode()
    assert write(law, whom="some", names="七（1）班 李欣怡").status_code == 302
    assert Sharing.objects.get().count == 1


def test_a_contract_is_asked_for(law: PrivacyCast):
    assert write(law, basis="contract").status_code == 422
    assert write(law, basis="contract", paper="2026年合同3号").status_code == 302


def test_a_line_is_put_right_once_and_stays_readable(law: PrivacyCast):
    write(law)
    row = Sharing.objects.get()
    sent = {**GIVEN, "to_name": "镇民政办", "to": "civil", "reason": "写错了"}
    client = law.client(Post.LEAD)
    assert client.post(f"/privacy/sharing/{row.pk}/", sent).status_code == 302
    assert client.post(f"/privacy/sharing/{row.pk}/", sent).status_code == 404
    assert "县教育局" not in shown(law)
    assert "县教育局" in shown(law, all="1")
    later = Sharing.objects.get(to="civil")
    client.post(f"/privacy/sharing/{later.pk}/", {"take_back": "1", "back-reason": "没给过"})
    assert "镇民政办" not in shown(law)
    assert "没给过" in shown(law, all="1")
    with pytest.raises(DatabaseError), transaction.atomic():
        Sharing.objects.update(why="x")


def test_what_the_product_gave_away_enters_itself_once(law: PrivacyCast):
    child = law.child("李欣怡")
    lead = law.acting(Post.LEAD)
    record(lead, "printed_transfer_card", kind="child", object_id=child.pk, label=child.name)
    record(lead, "token_made", kind="integration", label="市里的平台", scopes=["children:read"])
    for _twice in range(2):
        page = shown(law)
    assert page.count("系统自动登记") == 2
    assert "市里的平台" in page
    assert Sharing.objects.filter(source__isnull=False).count() == 2


@pytest.mark.parametrize("post", [Post.CLASS_TEACHER, Post.COUNSELLOR])
def test_others_find_nothing(law: PrivacyCast, post):
    client = law.client(post)
    for part in ("sharing", "assessment", "breaches", "lists", "pack", "conduct"):
        assert client.get(f"/privacy/{part}/").status_code == 404, part
    assert client.post("/privacy/sharing/new/", GIVEN).status_code in (403, 404)
    assert not Sharing.objects.exists()


def test_no_more_statements_for_twice_the_lines(law: PrivacyCast):
    client = law.client(Post.LEAD)
    write(law)
    client.get("/privacy/sharing/")
    with CaptureQueriesContext(connection) as few:
        client.get("/privacy/sharing/")
    row = Sharing.objects.get()
    for number in range(20):
        row.pk, row.id = None, None
        copy = Sharing(**{f.attname: getattr(row, f.attname) for f in Sharing._meta.concrete_fields if f.name != "id"})  # fmt: skip
        copy.to_name, copy.at = f"镇{number}", timezone.now()
        copy.save()
    with CaptureQueriesContext(connection) as many:
        client.get("/privacy/sharing/")
    assert len(many) == len(few) <= 9

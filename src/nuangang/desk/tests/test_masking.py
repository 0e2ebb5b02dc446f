"""Masked fields, numbers dialled unseen, the thin page, and the term's review of access."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nuangang.accounts.posts import Post
from nuangang.audit.models import Entry
from nuangang.people.actions.family import set_group
from nuangang.people.actions.staff import give_post
from nuangang.people.actions.ties import tie
from nuangang.people.models import AccessReview, Contact, Staff, StaffPost, Tie

PHONE = "13800005678"
SINCE = date(2026, 9, 1)


@pytest.fixture
def head(register):
    register._give("head", register.staff("校长"), Post.HEAD)
    return register


def at(name, **ids):
    return reverse(name, kwargs=ids)


def test_the_head_sees_numbers_masked_opens_one_for_a_reason_and_dials_unseen(head):
    child = head.left_behind_child(address="清溪镇3组12号")
    page = head.get("head", at("child", pk=child.pk)).content.decode()
    assert PHONE not in page
    assert "清溪镇3组" not in page
    number = Contact.objects.get(child=child)
    reveal = at("child_reveal", pk=child.pk)
    field = f"contact.{number.pk.hex}.number"
    assert PHONE not in head.get("head", reveal, field=field).content.decode()
    assert head.post("head", reveal, field=field, words="").status_code == 422
    shown = head.post("head", reveal, field=field, reason="other", words="家长来访")
    assert PHONE in shown.content.decode()
    assert Entry.objects.get(verb="revealed").detail == {"field": "number", "reason": "家长来访"}
    dialled = head.get("head", at("child_dial", pk=child.pk, contact=number.pk))
    assert (dialled.status_code, dialled.url) == (302, f"tel:{PHONE}")
    assert Entry.objects.filter(verb="dialled", object_id=child.pk).exists()
    assert PHONE not in head.get("head", at("child", pk=child.pk)).content.decode()


def test_one_click_with_a_reason_shows_all_numbers_on_the_file_itself(head):
    child = head.left_behind_child(address="清溪镇3组12号")
    address = at("child_numbers", pk=child.pk)
    page = head.get("head", at("child", pk=child.pk)).content.decode()
    assert f'action="{address}#calls"' in page
    assert address not in head.get("lead", at("child", pk=child.pk)).content.decode()
    assert PHONE not in head.get("head", address).content.decode()
    assert head.post("head", address, reason="other").status_code == 422
    shown = head.post("head", address, reason="illness").content.decode()
    assert f'href="tel:{PHONE}"' in shown
    assert "清溪镇3组" in shown
    told = Entry.objects.get(verb="revealed")
    assert (told.object_id, told.detail["reason"]) == (child.pk, "孩子生病或受伤")
    assert PHONE not in head.get("head", at("child", pk=child.pk)).content.decode()
    tie(head.lead, child, head.outside, since=SINCE)
    assert head.get("outsider", address).status_code == 404
    assert head.post("outsider", address, reason="illness").status_code == 403


def test_a_head_who_is_the_agent_parent_sees_that_child_s_numbers(head):
    mine, other = head.left_behind_child(), head.left_behind_child("李二")
    tie(head.lead, mine, Staff.objects.get(name="校长"), since=SINCE)
    assert PHONE in head.get("head", at("child", pk=mine.pk)).content.decode()
    assert PHONE not in head.get("head", at("child", pk=other.pk)).content.decode()


def test_a_masked_number_is_kept_when_the_form_is_sent_without_it(head):
    child = head.left_behind_child()
    carer = Contact.objects.get(child=child).relative
    address = at("child_relative", pk=child.pk, relative=carer.pk)
    assert PHONE not in head.get("head", address).content.decode()
    typed = {"kin": carer.kin, "name": "王秀兰", "is_carer": "on"}
    assert head.post("head", address, **typed).status_code == 302
    carer.refresh_from_db()
    assert (carer.name, Contact.objects.get(child=child).number) == ("王秀兰", PHONE)


def test_another_child_s_or_class_s_field_is_not_opened(head):
    child, other = head.left_behind_child(), head.left_behind_child("李二")
    number = Contact.objects.get(child=other)
    for who, field in (("head", f"contact.{number.pk.hex}.number"), ("head", "child.x.id_number")):
        answer = head.post(
            who, at("child_reveal", pk=child.pk), field=field, reason="check", words=""
        )
        assert answer.status_code == 404


def test_what_a_court_said_is_masked_to_the_class_teacher_and_hidden_from_the_agent_parent(head):
    child = head.left_behind_child()
    set_group(head.lead, child, "parent_in_custody")
    tie(head.lead, child, head.wang, since=SINCE)
    words = "服刑"
    assert words in head.get("lead", at("child", pk=child.pk)).content.decode()
    for who in ("teacher", "mentor"):
        assert words not in head.get(who, at("child", pk=child.pk)).content.decode()


@pytest.mark.parametrize("post", [Post.MONEY_KEEPER, Post.SUBJECT_TEACHER])
def test_who_reads_name_and_class_alone_finds_nothing_else(register, post):
    child = register.left_behind_child()
    register._give("thin", register.staff("朱老师"), post, klass=register.klass)
    pages = [
        register.get("thin", at("child", pk=child.pk)),
        register.get("thin", reverse("children")),
        register.get("thin", reverse("search"), q="李欣怡"),
        register.get("thin", at("class_page", pk=register.klass.pk)),
    ]
    for page in pages:
        told = page.content.decode()
        assert "李欣怡" in told
        assert not any(word in told for word in ("王秀英", PHONE, "东莞", "柳树村", "两个"))
    for narrowed in ({"label": "any"}, {"q": "5678"}, {"village": "柳树村"}, {"q": "柳树村"}):
        assert (
            "李欣怡" not in register.get("thin", reverse("children"), **narrowed).content.decode()
        )
    assert register.get("thin", at("file_card", pk=child.pk)).status_code == 404


def test_an_outside_mentor_asks_the_school_to_call(register):
    child = register.left_behind_child()
    register.school.phone = "0873-1234567"
    register.school.save()
    tie(register.lead, child, register.outside, since=SINCE)
    page = register.get("outsider", at("child", pk=child.pk)).content.decode()
    assert "tel:0873-1234567" in page
    assert "林老师" in page
    assert not any(word in page for word in ("王秀英", PHONE, "东莞"))


def test_the_review_says_why_somebody_reaches_whom_and_is_kept(head):
    give_post(head.lead, head.wang, Post.AUDITOR, since=SINCE)
    tie(head.lead, head.left_behind_child(), head.outside, since=SINCE)
    page = head.get("head", reverse("access_review")).content.decode()
    assert "德育主任" in page
    head.browsers["mentor"].force_login(head.wang.user)
    assert head.get("mentor", reverse("access_review")).status_code == 200
    assert "李欣怡" not in page
    ticked = [str(head.lin.pk), str(Staff.objects.get(name="校长").pk)]
    head.post("head", reverse("access_confirm"), staff=ticked)
    kept = AccessReview.objects.get()
    assert (kept.staff, kept.by_name, kept.on) == (head.lin, "校长", timezone.localdate())
    assert head.post("mentor", reverse("access_confirm"), staff=ticked).status_code == 403


def test_posts_and_ties_right_no_longer_end_from_the_review_with_a_reason(head):
    today = timezone.localdate()
    give_post(head.lead, head.wang, Post.SUBJECT_TEACHER, since=SINCE, klass=head.klass)
    child, kept = head.left_behind_child(), head.left_behind_child("李二")
    for each in (child, kept):
        tie(head.lead, each, head.wang, since=SINCE)
    Staff.objects.filter(pk=head.wang.pk).update(safety_trained_on=SINCE)
    address = at("access_person", pk=head.wang.pk)
    assert address in head.get("head", reverse("access_review")).content.decode()
    page = head.get("head", address).content.decode()
    assert all(words in page for words in ("李欣怡", "李二", "不过期"))
    post, held = StaffPost.objects.get(staff=head.wang), Tie.objects.get(child=child)
    for wrong in ({"posts": post.pk}, {"why": "调班"}):
        assert head.post("head", address, **wrong).status_code == 422
    ending = {"posts": post.pk, "ties": held.pk, "why": "调去总务处"}
    assert head.post("lead", at("access_person", pk=head.lin.pk), why="x").status_code == 422
    assert head.post("teacher", address, **ending).status_code == 403
    assert head.post("head", address, **ending).status_code == 302
    post.refresh_from_db()
    held.refresh_from_db()
    assert (post.until, post.ended_by_name) == (today, "校长")
    assert (held.until, held.end_note) == (today, "调去总务处")
    assert Tie.objects.get(child=kept).until is None
    told = Entry.objects.get(verb="ended_access")
    assert told.detail == {"reason": "调去总务处", "posts": 1, "ties": 1}
    own = at("access_person", pk=Staff.objects.get(name="校长").pk)
    assert head.get("head", own).status_code == 403


def test_a_stand_in_s_days_end_from_the_review_too(head):
    today, child = timezone.localdate(), head.left_behind_child()
    tie(head.lead, child, head.lin, since=SINCE)
    held = Tie.objects.create(
        school=head.school, child=child, adult=head.wang, stands_for=head.lin,
        capacity="stand_in", since=SINCE, until=today + timedelta(days=9),
    )  # fmt: skip
    address = at("access_person", pk=head.wang.pk)
    assert head.post("head", address, ties=held.pk, why="不合适").status_code == 302
    held.refresh_from_db()
    assert held.until == today


def test_twice_the_staff_cost_no_more_statements(head):
    counts = []
    head.get("head", reverse("access_review"))
    for number in range(2):
        for place in range(4):
            person = head.staff(f"老师{number}{place}")
            give_post(head.lead, person, Post.SUBJECT_TEACHER, since=SINCE, klass=head.klass)
            tie(head.lead, head.child(f"孩子{number}{place}"), person, since=SINCE)
        with CaptureQueriesContext(connection) as asked:
            head.get("head", reverse("access_review"))
        counts.append(len([q for q in asked.captured_queries if "SAVEPOINT" not in q["sql"]]))
    assert counts == [10, 10]

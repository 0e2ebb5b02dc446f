"""Contact cards and the file card."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nuangang.accounts.posts import Post
from nuangang.audit.models import Entry
from nuangang.people.actions.ties import tie

WHY = {"reason": "family", "words": "假期前家访"}


def card(child, name="contact_card"):
    return reverse(name, kwargs={"pk": child.pk})


def test_a_contact_card_has_family_and_school_numbers(register):
    child = register.left_behind_child()
    register.wang.phone = "13900001111"
    register.wang.save()
    tie(register.lead, child, register.wang, since=date(2026, 9, 1))
    told = register.get("teacher", card(child)).content.decode()
    for words in ("李欣怡", "王秀英", "13800005678", "王老师", "13900001111", "林老师", "110"):
        assert words in told
    assert Entry.objects.filter(verb="printed_contact_cards", object_id=child.pk).exists()


def test_a_class_prints_four_to_a_sheet_the_left_behind_only(register):
    for number in range(5):
        register.left_behind_child(f"李{number}")
    register.child("张三")
    address = reverse("class_contact_cards", kwargs={"pk": register.klass.pk})
    asked = register.get("teacher", address).content.decode()
    assert "李0" not in asked
    register.post("teacher", address, **WHY)
    told = register.get("teacher", address).content.decode()
    assert told.count('class="card-sheet"') == 2
    assert told.count('class="contact-card"') == 5
    assert "张三" not in told


def test_more_cards_cost_no_more_statements(register):
    address = reverse("class_contact_cards", kwargs={"pk": register.klass.pk})
    counts = []
    register.post("lead", address, **WHY)
    for number in range(2):
        register.left_behind_child(f"李{number}")
        with CaptureQueriesContext(connection) as asked:
            register.get("lead", address)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_file_card_names_the_definition_and_who_printed_it(register):
    child = register.left_behind_child()
    told = register.get("lead", card(child, "file_card")).content.decode()
    for words in ("安平中学", "李大山", "周美", "王秀英", "德育主任"):
        assert words in told
    assert Entry.objects.filter(verb="printed_file_cards", object_id=child.pk).exists()


def test_a_class_prints_all_file_cards_at_once_in_as_many_statements(register):
    address = reverse("class_file_cards", kwargs={"pk": register.klass.pk})
    counts = []
    register.post("teacher", address, **WHY)
    for number in range(2):
        register.left_behind_child(f"李{number}")
        with CaptureQueriesContext(connection) as asked:
            told = register.get("teacher", address).content.decode()
        assert told.count('class="file-card"') == number + 1
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_who_may_not_see_the_child_or_the_family_prints_nothing(register):
    child = register.left_behind_child()
    for name in ("contact_card", "file_card"):
        assert register.get("elsewhere", card(child, name)).status_code == 404
        assert register.get("mentor", card(child, name)).status_code == 404
    tie(register.lead, child, register.outside, since=date(2026, 9, 1))
    assert register.get("outsider", card(child)).status_code == 404
    assert register.get("outsider", card(child, "file_card")).status_code == 404


def test_who_sees_numbers_masked_is_offered_the_card_with_them(register):
    child = register.left_behind_child()
    register._give("head", register.staff("校长"), Post.HEAD)
    head, teacher = (register.get(who, card(child)).content.decode() for who in ("head", "teacher"))
    assert "?masked=1" in head
    assert "13800005678" not in head
    assert "?masked=1" not in teacher

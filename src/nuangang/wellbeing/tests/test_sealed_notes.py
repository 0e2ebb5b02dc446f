"""Sealed notes: who writes and opens them, what others see, and that nothing is ever overwritten."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nuangang.accounts.posts import Post
from nuangang.audit.models import Entry
from nuangang.people.models import StaffPost
from nuangang.wellbeing.models import CounsellingWords, SealedNote
from nuangang.wellbeing.tests.cast import NOTE, Cast, other_school

DAY = timedelta(days=1)


def of(row, what: str) -> str:
    return reverse(what, args=[row.pk])


def test_the_counsellor_writes_one_and_reads_it(cast: Cast) -> None:
    today = timezone.localdate()
    given = {
        "once": uuid4(), "happened_on": today.isoformat(), "next_on": (today + 7 * DAY).isoformat(),
        "setting": "one", "source": "class_teacher", "trouble": NOTE, "level": "watch", "minutes": "40",
    }  # fmt: skip
    for _again in range(2):
        answer = cast.browser(cast.counsellor).post(of(cast.an, "counselling_new"), given)
        assert answer.status_code == 302
    note = SealedNote.objects.get()
    page = cast.get(cast.counsellor, of(note, "sealed_note"))
    assert NOTE in page
    assert "班主任" in page
    assert "关注" in page
    entry = Entry.objects.get(verb="read_sealed")
    assert (entry.object_id, entry.label) == (note.pk, "安安")
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM wellbeing_counsellingwords")
        assert NOTE not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"trouble": ""},
        {"setting": "x"},
        {"happened_on": "2199-01-01"},
        {"next_on": "2001-01-01"},
        {"next_on": "2199-01-01"},
        {"minutes": "-3"},
        {"once": "x"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(cast: Cast, wrong: dict) -> None:
    given = {
        "once": uuid4(), "happened_on": timezone.localdate().isoformat(), "setting": "one",
        "trouble": NOTE, "seen": "低着头", **wrong,
    }  # fmt: skip
    answer = cast.browser(cast.counsellor).post(of(cast.an, "counselling_new"), given)
    assert answer.status_code == 422
    assert "低着头" in answer.content.decode()
    assert not SealedNote.objects.exists()


def test_others_see_that_it_exists_who_keeps_it_and_when(cast: Cast) -> None:
    note = cast.note(next_on=timezone.localdate() + DAY)
    for staff in (cast.head, cast.deputy, cast.lead):
        page = cast.get(staff, of(cast.an, "child"))
        assert "心老师保管" in page
        assert NOTE not in page
        assert NOTE not in cast.get(staff, of(cast.an, "sealed_child"))
        for way in ("sealed_note", "note_mend", "note_print"):
            assert cast.browser(staff).get(of(note, way)).status_code == 404
        assert cast.browser(staff).get(of(cast.an, "counselling_new")).status_code == 404
    assert Entry.objects.filter(verb="refused", object_id=note.pk, actor_name="高校长").exists()
    assert not Entry.objects.filter(verb="read_sealed").exists()


def test_the_class_teacher_learns_follow_up_alone_and_the_agent_parent_nothing(cast: Cast) -> None:
    cast.note(next_on=timezone.localdate() + DAY)
    teacher, mentor = (cast.get(staff, of(cast.an, "child")) for staff in (cast.lin, cast.wang))
    assert "心理老师在跟进" in teacher
    assert "心老师" not in teacher
    assert "跟进" not in mentor
    for staff in (cast.lin, cast.wang):
        assert cast.browser(staff).get(of(cast.an, "sealed_child")).status_code == 404
    cast.note(next_on=None)  # the last one sets no next time: it is over
    assert "心理老师在跟进" not in cast.get(cast.lin, of(cast.an, "child"))


def test_the_deputy_keeps_legal_notes_and_the_counsellor_does_not_read_them(cast: Cast) -> None:
    legal = cast.note(cast.deputy, kind="legal")
    assert NOTE in cast.get(cast.deputy, of(legal, "sealed_note"))
    assert cast.browser(cast.counsellor).get(of(legal, "sealed_note")).status_code == 404
    assert "法律援助记录" in cast.get(cast.counsellor, of(cast.an, "sealed_child"))
    assert "安安" in cast.get(cast.deputy, reverse("legal_aid"))
    assert cast.browser(cast.counsellor).get(reverse("legal_aid")).status_code == 404
    cast.get(cast.lin, of(cast.an, "child"))


def test_a_correction_stands_in_front_and_the_earlier_wording_stays(cast: Cast) -> None:
    note, browser = cast.note(), cast.browser(cast.counsellor)
    page = cast.get(cast.counsellor, of(note, "note_mend"))
    assert NOTE in page
    given = {
        "once": uuid4(), "happened_on": note.happened_on.isoformat(), "setting": "one",
        "trouble": "夜里醒，想爸爸", "why": "听错了",
    }  # fmt: skip
    assert browser.post(of(note, "note_mend"), {**given, "why": ""}).status_code == 422
    assert browser.post(of(note, "note_mend"), given).status_code == 302
    browser.post(of(note, "note_mend"), {**given, "once": uuid4()})
    assert SealedNote.objects.count() == 2
    newer = SealedNote.objects.get(supersedes=note)
    page = cast.get(cast.counsellor, of(cast.an, "sealed_child"))
    assert of(newer, "sealed_note") in page
    assert of(note, "sealed_note") not in page
    assert NOTE in cast.get(cast.counsellor, of(note, "sealed_note"))
    with pytest.raises(DatabaseError), transaction.atomic():
        CounsellingWords.objects.filter(school=cast.school).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        SealedNote.objects.filter(school=cast.school).update(next_on=None)


@pytest.mark.parametrize("way", ["sealed_note", "note_mend", "note_print", "concern_print"])
def test_an_old_proof_is_not_enough(cast: Cast, way: str) -> None:
    note, concern = cast.note(), cast.concern()
    browser = cast.browser(cast.counsellor)
    session = browser.session
    session["proved"] = session["began"] = (timezone.now() - timedelta(hours=1)).isoformat()
    session.save()
    address = of(concern if way == "concern_print" else note, way)
    page = browser.get(address).content.decode()
    assert 'name="confirm"' in page
    assert NOTE not in page
    asked = browser.post(address, {"confirm": "GET", "password": "wrong"})
    assert asked.status_code == 422
    assert not Entry.objects.filter(verb__in=["read_sealed", "printed_concern"]).exists()
    browser.post(address, {"confirm": "GET", "password": "secret word 1"})
    assert browser.get(address).status_code == 200
    assert Entry.objects.filter(verb__in=["read_sealed", "printed_concern"]).exists()


def test_paper_carries_a_code_not_the_name(cast: Cast) -> None:
    note = cast.note()
    page = cast.get(cast.counsellor, of(note, "note_print"))
    sheet = page[page.index("<article") : page.index("</article")]
    assert NOTE in sheet
    assert "安安" not in sheet
    assert sheet.count("心老师") == 3
    assert Entry.objects.filter(verb="printed_sealed", object_id=note.pk).count() == 1


def test_the_counsellors_page_has_who_is_due_first_and_no_text(cast: Cast) -> None:
    today = timezone.localdate()
    cast.note(child=cast.bo, next_on=today + 3 * DAY)
    cast.note(next_on=today - DAY, happened_on=today - 8 * DAY)
    cast.note(child=cast.chen)
    page = cast.get(cast.counsellor, reverse("counselling"))
    assert page.index("安安") < page.index("波波") < page.index("晨晨")
    assert NOTE not in page
    assert "该做心理辅导了：安安" in cast.get(cast.counsellor, "/today/matters/")
    cast.note(next_on=today + 7 * DAY)
    assert "该做心理辅导了" not in cast.get(cast.counsellor, "/today/matters/")


def test_who_holds_the_post_no_more_reads_no_more(cast: Cast) -> None:
    note, yesterday = cast.note(), timezone.localdate() - DAY
    rows = StaffPost.objects.filter(school=cast.school, post=Post.COUNSELLOR)
    rows.update(until=yesterday)
    assert cast.browser(cast.counsellor).get(of(note, "sealed_note")).status_code == 404
    assert cast.browser(cast.counsellor).get(reverse("counselling")).status_code == 404


def test_another_school_finds_nothing(cast: Cast) -> None:
    note, (stranger, _child) = cast.note(), other_school()
    for address in (
        of(note, "sealed_note"),
        of(cast.an, "sealed_child"),
        of(cast.an, "glass_break"),
    ):
        assert cast.browser(stranger).get(address).status_code == 404


def test_more_notes_cost_no_more_statements(cast: Cast) -> None:
    pages = {
        cast.counsellor: [
            reverse("counselling"),
            of(cast.an, "sealed_child"),
            of(cast.an, "child"),
        ],
        cast.head: [of(cast.an, "sealed_child"), of(cast.an, "child")],
    }
    counts: list[list[int]] = []
    for round_ in range(3):
        for child in (cast.an, cast.bo):
            cast.note(child=child)
        counts.append([])
        for staff, addresses in pages.items():
            for address in addresses:
                with CaptureQueriesContext(connection) as asked:
                    cast.get(staff, address)
                counts[round_].append(len(asked))
    assert counts[1] == counts[2]
    assert counts[2][0] <= 4
    assert max(counts[2]) <= 8

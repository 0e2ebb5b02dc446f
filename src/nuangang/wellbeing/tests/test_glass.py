"""Breaking the glass: with a reason and a proof, for half an hour, seen by others, signed off."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nuangang.accounts.posts import Post
from nuangang.audit.models import Entry
from nuangang.people.models import Staff, StaffPost
from nuangang.people.tests.api import token_for
from nuangang.wellbeing.actions.glass import break_glass, close_glass, may_break, review_glass
from nuangang.wellbeing.models import Glass, GlassEvent
from nuangang.wellbeing.queries.glass import review_due
from nuangang.wellbeing.tests.cast import NOTE, REASON, Cast

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def of(row, what: str) -> str:
    return reverse(what, args=[row.pk])


def send(cast: Cast, staff, **given):
    given = {"reason": REASON, "confirm": "POST", "password": "secret word 1", **given}
    return cast.browser(staff).post(of(cast.an, "glass_break"), given)


def told() -> set[str]:
    return set(GlassEvent.objects.filter(kind="told").values_list("staff__name", flat=True))


def test_the_head_reads_for_half_an_hour_and_everything_is_recorded(cast: Cast) -> None:
    note = cast.note()
    assert send(cast, cast.head).status_code == 302
    assert NOTE in cast.get(cast.head, of(note, "sealed_note"))
    glass = Glass.objects.get()
    assert (glass.reason, glass.ends_at - glass.broken_at) == (REASON, 30 * MINUTE)
    assert GlassEvent.objects.get(kind="read").note == note
    assert {"broke_glass", "read_sealed"} <= set(Entry.objects.values_list("verb", flat=True))
    assert Entry.objects.get(verb="read_sealed").detail["glass"] == str(glass.pk)
    assert told() == {"心老师"}
    page = cast.get(cast.head, of(cast.an, "sealed_child"))
    assert "data-countdown" in page
    assert 'http-equiv="refresh"' in page


def test_a_proof_of_a_minute_ago_is_not_enough(cast: Cast) -> None:
    cast.note()
    browser = cast.browser(cast.head)
    asked = browser.post(of(cast.an, "glass_break"), {"reason": REASON})
    assert asked.status_code == 200
    assert 'name="confirm"' in asked.content.decode()
    assert REASON in asked.content.decode()  # what was typed is kept
    assert send(cast, cast.head, password="wrong").status_code == 422
    assert not Glass.objects.exists()


@pytest.mark.parametrize(
    "reason", ["", "急", "急急急急急急急急急急急急", "1234567890123456", "........................"]
)
def test_a_reason_that_says_nothing_is_refused(cast: Cast, reason: str) -> None:
    cast.note()
    answer = send(cast, cast.head, reason=reason)
    assert answer.status_code == 422
    assert "至少十个字" in answer.content.decode() or not reason
    assert not Glass.objects.exists()


def test_only_the_head_breaks_it_and_only_where_there_is_something(cast: Cast) -> None:
    assert send(cast, cast.head).status_code == 404
    cast.note()
    for staff in (cast.deputy, cast.lead, cast.counsellor, cast.secretary, cast.lin, cast.wang):
        assert send(cast, staff).status_code in (403, 404), staff
    assert not Glass.objects.exists()
    with pytest.raises(PermissionDenied):
        break_glass(cast.as_(cast.lead), cast.an, REASON)


def test_the_deputy_steps_in_where_no_head_can(cast: Cast) -> None:
    cast.note()
    assert not may_break(cast.as_(cast.deputy), cast.an)
    heads = StaffPost.objects.filter(school=cast.school, post=Post.HEAD)
    heads.update(until=timezone.localdate())
    assert may_break(cast.as_(cast.deputy), cast.an)
    heads.update(until=None)
    cast.post(cast.head, Post.COUNSELLOR)
    cast.note(cast.head)
    assert may_break(cast.as_(cast.deputy), cast.an)
    assert not may_break(cast.as_(cast.head), cast.an)  # reads them anyway
    cast.break_glass(cast.deputy)
    assert told() == {"心老师", "高校长"}


def test_after_half_an_hour_it_is_over_in_every_session_and_for_every_way(
    cast: Cast, monkeypatch
) -> None:
    note, now = cast.note(), timezone.now()
    cast.break_glass(now=now)
    elsewhere = Client()
    elsewhere.force_login(cast.head.user)
    for minutes, status in ((14, 200), (28, 200), (30, 404), (44, 404)):
        at = now + minutes * MINUTE
        monkeypatch.setattr("django.utils.timezone.now", lambda at=at: at)
        for browser in (cast.browser(cast.head), elsewhere):
            session = browser.session
            session["proved"] = at.isoformat()
            session.save()
            assert browser.get(of(note, "sealed_note")).status_code == status
            page = browser.get(of(cast.an, "sealed_child")).content.decode()
            assert (of(note, "sealed_note") in page) == (status == 200)
            assert ("data-countdown" in page) == (status == 200)
    assert GlassEvent.objects.filter(kind="read").count() == 4
    assert not close_glass(cast.as_(cast.head), Glass.objects.get())


def test_closed_early_it_is_over_at_once(cast: Cast) -> None:
    note, glass = cast.note(), cast.break_glass()
    for other in (cast.deputy, cast.counsellor, cast.lead):
        cast.browser(other).post(of(glass, "glass_close"))
    assert NOTE in cast.get(cast.head, of(note, "sealed_note"))
    cast.browser(cast.head).post(of(glass, "glass_close"))
    cast.browser(cast.head).post(of(glass, "glass_close"))
    assert cast.browser(cast.head).get(of(note, "sealed_note")).status_code == 404
    assert GlassEvent.objects.filter(kind="closed").count() == 1


def test_it_opens_one_child_for_one_person_only(cast: Cast) -> None:
    note, other = cast.note(), cast.note(child=cast.bo)
    cast.break_glass()
    assert cast.browser(cast.head).get(of(other, "sealed_note")).status_code == 404
    assert cast.browser(cast.deputy).get(of(note, "sealed_note")).status_code == 404
    for way in ("note_mend", "note_print"):
        assert cast.browser(cast.head).get(of(note, way)).status_code == 404
    StaffPost.objects.filter(school=cast.school, post=Post.HEAD).update(until=timezone.localdate())
    assert cast.browser(cast.head).get(of(note, "sealed_note")).status_code == 404


def test_no_token_of_the_head_reaches_it(cast: Cast) -> None:
    note = cast.note()
    cast.break_glass()
    own = Client(headers={"Authorization": f"Bearer {token_for(cast.head)}"})
    assert own.get(of(note, "sealed_note")).status_code == 302  # to the sign-in page
    for path in ("/api/v1/children", f"/api/v1/children/{cast.an.pk}", "/api/v1/care-records"):
        assert NOTE not in own.get(path).content.decode()
    assert not [path for path in own.get("/api/v1/openapi.json").json()["paths"] if "seal" in path]


def test_breaking_it_twice_while_it_lasts_is_once(cast: Cast) -> None:
    cast.note()
    first, second = cast.break_glass(), cast.break_glass()
    assert first.pk == second.pk
    close_glass(cast.as_(cast.head), first)
    assert cast.break_glass().pk != first.pk


def test_whoever_keeps_the_notes_now_is_told_when_the_writer_has_left(cast: Cast) -> None:
    gone = cast.person("以前的心老师", "gone")
    posted = cast.post(gone, Post.COUNSELLOR)
    cast.note(gone)
    today = timezone.localdate()
    StaffPost.objects.filter(school=cast.school, pk=posted.pk).update(until=today)
    Staff.objects.filter(school=cast.school, pk=gone.pk).update(until=today)
    cast.break_glass()
    assert told() == {"心老师"}


def test_the_keeper_is_told_on_todays_page_until_having_seen_it(cast: Cast) -> None:
    cast.note()
    glass = cast.break_glass()
    cast.browser(cast.counsellor).post("/today/matters/away/")
    assert "高校长应急查看了安安的密封记录" in cast.get(cast.counsellor, "/today/matters/")
    assert "高校长" not in cast.get(cast.wang, "/today/matters/")
    page = cast.get(cast.counsellor, of(glass, "glass"))
    assert REASON in page
    cast.browser(cast.counsellor).post(of(glass, "glass_seen"))
    assert "应急查看了安安" not in cast.get(cast.counsellor, "/today/matters/")
    assert cast.browser(cast.lead).get(of(glass, "glass")).status_code == 404
    assert cast.browser(cast.lead).post(of(glass, "glass_seen")).status_code == 403
    assert "心老师 (已知道)" in cast.get(cast.head, of(glass, "glass"))


def test_the_head_signs_nothing_off_that_the_head_did(cast: Cast) -> None:
    note, glass = cast.note(), cast.break_glass()
    cast.get(cast.head, of(note, "sealed_note"))
    good = {"verdict": "justified"}
    assert cast.browser(cast.head).post(of(glass, "glass_review"), good).status_code == 403
    assert cast.browser(cast.counsellor).post(of(glass, "glass_review"), good).status_code == 403
    assert "有 1 次应急查看等着审签" in cast.get(cast.secretary, "/today/matters/")
    page = cast.get(cast.secretary, reverse("glass_register"))
    assert REASON in page
    assert "心理辅导记录" in page
    assert NOTE not in page
    bad = {"verdict": "not", "words": ""}
    assert cast.browser(cast.secretary).post(of(glass, "glass_review"), bad).status_code == 422
    bad["words"] = "电话其实打得通"
    assert cast.browser(cast.secretary).post(of(glass, "glass_review"), bad).status_code == 302
    cast.browser(cast.secretary).post(of(glass, "glass_review"), good)
    assert GlassEvent.objects.get(kind="reviewed").verdict == "not"
    assert "电话其实打得通" in cast.get(cast.head, of(glass, "glass"))
    assert "等着审签" not in cast.get(cast.secretary, "/today/matters/")


def test_the_head_signs_off_what_the_deputy_did(cast: Cast) -> None:
    cast.post(cast.head, Post.COUNSELLOR)
    cast.note(cast.head)
    glass = cast.break_glass(cast.deputy)
    assert review_glass(cast.as_(cast.head), glass, verdict="justified", words="")
    assert not review_glass(cast.as_(cast.secretary), glass, verdict="not", words="x")
    with pytest.raises(PermissionDenied):
        review_glass(cast.as_(cast.deputy), glass, verdict="justified", words="")


def test_the_register_goes_by_months_and_shows_what_is_overdue(cast: Cast, monkeypatch) -> None:
    cast.note()
    now = timezone.now()
    cast.break_glass(now=now)
    due = review_due(timezone.localdate(now))
    later = now + (due - timezone.localdate(now) + DAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    page = cast.get(cast.secretary, reverse("glass_register"))
    assert "审签过期" in page
    assert "这个月没有人应急查看过" in page
    assert REASON in cast.get(cast.secretary, reverse("glass_register"), month=f"{now:%Y-%m}")
    for nonsense in ("2026-13", "x", "0000-00", "0001-01", "9999-12"):
        answer = cast.browser(cast.secretary).get(reverse("glass_register"), {"month": nonsense})
        assert answer.status_code == 200


def test_review_is_due_a_week_into_the_next_month() -> None:
    assert review_due(date(2026, 11, 28)) == date(2026, 12, 7)
    assert review_due(date(2026, 12, 31)) == date(2027, 1, 7)
    assert review_due(date(2028, 2, 1)) == date(2028, 3, 7)


def test_nothing_of_it_is_changed_or_deleted(cast: Cast) -> None:
    cast.note()
    glass = cast.break_glass()
    for rows in (Glass.objects.filter(pk=glass.pk), GlassEvent.objects.filter(glass=glass)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.filter(school=cast.school).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Glass.objects.filter(school=cast.school).update(ends_at=timezone.now())

"""Times for keeping: sums of dates, a list that deletes nothing, and what goes after a yes."""

from calendar import monthrange
from datetime import date, timedelta

from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from nuangang.accounts.posts import Post
from nuangang.audit.models import Entry
from nuangang.intake.models import Batch, BatchStep
from nuangang.people.models import Child
from nuangang.privacy.models import Forgetting, Hold, RetentionRun
from nuangang.privacy.retention.clearing import clear, keep_longer
from nuangang.privacy.retention.due import due_for
from nuangang.privacy.retention.times import DAYS, YEARS, due_on, latest_since
from nuangang.privacy.tests.cast import PrivacyCast

TODAY = timezone.localdate()
LONG_AGO = TODAY - timedelta(days=4 * 366)
DAYS_OF = st.dates(date(1999, 1, 1), date(2060, 12, 31))
LIST = "/privacy/retention/"


@given(DAYS_OF, st.integers(1, 30))
def test_years_are_whole_years(since, years):
    year, month, day = since.year + years, since.month, since.day
    slow = date(year, month, day) if day <= monthrange(year, month)[1] else date(year, 3, 1)
    assert due_on(since, YEARS, years) == slow


@given(DAYS_OF, DAYS_OF, st.integers(1, 30), st.sampled_from([YEARS, DAYS]))
def test_what_the_database_is_asked_for_is_what_is_due(since, today, amount, unit):
    assert (since <= latest_since(today, unit, amount)) == (due_on(since, unit, amount) <= today)


def left(law: PrivacyCast, name: str = "走了的孩子", on: date = LONG_AGO, **more) -> Child:
    return law.child(name, joined_on=date(2019, 9, 1), left_on=on, leave_reason="graduated", **more)


def keys(law: PrivacyCast) -> set[str]:
    return {each.key for each in due_for(law.school, TODAY)}


def names(law: PrivacyCast) -> list[str]:
    rows = Child.objects.filter(school=law.school).exclude(name="—")
    return sorted(rows.values_list("name", flat=True))


def test_only_who_left_long_enough_ago_is_listed_and_the_list_deletes_nothing(law):
    gone = left(law)
    left(law, "去年走的", TODAY - timedelta(days=300))
    law.child("还在的")
    law.asks()
    page = law.client(Post.HEAD).get(LIST).content.decode()
    assert "走了的孩子" in page
    assert "去年走的" not in page
    assert keys(law) == {f"file:{gone.pk}"}
    assert names(law) == ["去年走的", "走了的孩子", "还在的"]
    assert "1 项到期" in law.client(Post.HEAD).get("/privacy/").content.decode()
    for post in (Post.DEPUTY, Post.LEAD, Post.PRIVACY_PERSON):
        client = law.client(post)
        assert client.get(LIST).status_code == 200, post
        tried = client.post(f"{LIST}clear/", {"due": [f"file:{gone.pk}"], "sure": 1})
        assert tried.status_code in (403, 404), post
    assert law.client(Post.CLASS_TEACHER).get(LIST).status_code == 404
    assert len(names(law)) == 3


def test_the_head_says_yes_twice_and_only_what_was_ticked_goes(law):
    first, second = left(law, "甲一"), left(law, "乙二")
    head, sent = law.client(Post.HEAD), {"due": [f"file:{first.pk}"]}
    page = head.post(f"{LIST}clear/", sent).content.decode()
    assert "甲一" in page
    assert "乙二" not in page
    assert "收不回来" in page
    assert len(names(law)) == 2
    head.post(f"{LIST}clear/", sent | {"sure": "1"})
    assert names(law) == ["乙二"]
    run = RetentionRun.objects.get(school=law.school)
    assert (run.counts, run.times) == ({"file": 1}, {"file": ["years", 3]})
    assert Forgetting.objects.get(school=law.school).confirmed_by_name == run.by_name
    assert Entry.objects.filter(verb="cleared").count() == 1
    head.post(f"{LIST}clear/", sent | {"sure": "1"})
    assert RetentionRun.objects.filter(school=law.school).count() == 1
    assert run.by_name in head.get(LIST).content.decode()
    assert keys(law) == {f"file:{second.pk}"}


def test_a_hold_keeps_until_its_day_or_its_end(law):
    child, head = left(law), law.client(Post.HEAD)
    before = {"reason": "案件没结束", "until": TODAY.isoformat()}
    assert head.post(f"{LIST}keep/{child.pk}/", before).status_code == 422
    ahead = TODAY + timedelta(days=30)
    head.post(f"{LIST}keep/{child.pk}/", before | {"until": ahead.isoformat()})
    page = head.get(LIST).content.decode()
    assert "案件没结束" in page
    head.post(f"{LIST}clear/", {"due": [f"file:{child.pk}"], "sure": "1"})
    assert clear(law.acting(Post.HEAD), keys(law)) is None
    assert names(law) == ["走了的孩子"]
    assert [d.held is None for d in due_for(law.school, ahead + timedelta(days=1))] == [True]
    head.post(f"{LIST}end/{Hold.objects.get(school=law.school).pk}/")
    assert clear(law.acting(Post.HEAD), keys(law))
    assert names(law) == []


def test_another_school_is_not_touched(law):
    mine = left(law)
    theirs = Child.objects.create(school=law.other_school, name="别校的", left_on=LONG_AGO)
    clear(law.acting(Post.HEAD), {f"file:{theirs.pk}", f"file:{mine.pk}"})
    assert Child.objects.get(school=law.other_school).name == "别校的"
    assert names(law) == []
    assert law.client(Post.HEAD).get(f"{LIST}keep/{theirs.pk}/").status_code == 404


def test_the_schools_own_number_holds_and_a_wrong_one_is_refused(law):
    left(law, on=TODAY - timedelta(days=800))
    head = law.client(Post.HEAD)
    assert not keys(law)
    wrong = head.post(f"{LIST}times/", {"file": 0, "notes": 3, "roster": 365})
    assert wrong.status_code == 422
    head.post(f"{LIST}times/", {"file": 2, "notes": 3, "roster": 365})
    assert len(keys(law)) == 1
    assert "2 年" in head.get(LIST).content.decode()


def test_wechat_goes_after_a_no_and_not_before_somebody_answered(law):
    law.asks("wechat")
    child = law.child("甲一")
    mother = law.mother(child)
    mother.wechat = "wx_mama"
    mother.save()
    assert not keys(law)
    law.say(child, wechat="granted")
    assert not keys(law)
    law.say(child, wechat="withdrawn")
    assert keys(law) == {f"wechat:{child.pk}"}
    clear(law.acting(Post.HEAD), keys(law))
    assert law.mother(child).wechat == ""
    assert names(law) == ["甲一"]


def test_an_old_rosters_undo_data_go(law):
    old = timezone.now() - timedelta(days=400)
    made = Batch.objects.create(
        school=law.school, filename="花名册.xlsx", sha256="0" * 64, size=1, state="applied",
        report="第3行", made_at=old, applied_at=old,
    )  # fmt: skip
    BatchStep.objects.create(
        school=law.school, batch=made, model="child", object_id=made.pk, made=True, after="{}"
    )
    assert keys(law) == {f"roster:{made.pk}"}
    clear(law.acting(Post.HEAD), keys(law))
    made.refresh_from_db()
    assert (made.report, BatchStep.objects.filter(school=law.school).exists()) == ("", False)
    assert not keys(law)


def test_the_list_asks_no_more_for_twice_the_children(law, django_assert_max_num_queries):
    for number in range(4):
        left(law, f"孩{number}")
    keep_longer(law.acting(Post.HEAD), left(law, "留着的"), reason="查", until=None)
    with django_assert_max_num_queries(3):
        assert len(due_for(law.school, TODAY)) == 5

"""Somebody ill for a month: who stands in, for how long, and that all returns by itself."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from nuangang.care.actions import reconcile_duties
from nuangang.care.clock import tick
from nuangang.care.models import CareRule, Duty, Excuse, PeriodResult
from nuangang.care.tests.cast import at
from nuangang.mentoring.actions.absences import arrange_absence
from nuangang.mentoring.tests.cast import Cast, other_school
from nuangang.people.actions.staff import say_goodbye
from nuangang.people.actions.ties import end_ties
from nuangang.people.models import Tie

DAY = timedelta(days=1)


@pytest.fixture
def ill(cast: Cast) -> Excuse:
    """Wang is ill for thirty days from today; Li stands in for both children."""
    CareRule.objects.create(
        school=cast.school, name="每周谈心", kind="talk", proofs=["talk"], owed_by="agent_parent",
        unit="teaching_week", since=date(2026, 9, 1),
    )  # fmt: skip
    reconcile_duties(cast.school)
    today = timezone.localdate()
    return arrange_absence(
        cast.as_(cast.lead), cast.wang, begins=today, ends=today + 29 * DAY, reason="住院",
        stand_in=cast.li,
    )  # fmt: skip


def owing(cast: Cast) -> dict[str, str]:
    rows = Duty.objects.filter(school=cast.school, closed_on__isnull=True, staff__isnull=False)
    return dict(rows.values_list("child__name", "staff__name"))


def test_the_stand_in_sees_the_children_for_these_days_and_then_no_more(
    cast: Cast, ill: Excuse
) -> None:
    assert owing(cast) == {"安安": "李老师", "波波": "李老师", "晨晨": "李老师"}
    assert cast.browser(cast.li).get(f"/children/{cast.an.pk}/").status_code == 200
    assert "安安" in cast.browser(cast.li).get("/today/").content.decode()
    Tie.objects.filter(capacity="stand_in").update(until=timezone.localdate())
    assert cast.browser(cast.li).get(f"/children/{cast.an.pk}/").status_code == 404
    tick(timezone.now() + 31 * DAY)
    assert owing(cast)["安安"] == "王老师"


def test_before_the_first_day_the_stand_in_sees_nothing(cast: Cast) -> None:
    today = timezone.localdate()
    actor = cast.as_(cast.lead)
    days = {"begins": today + DAY, "ends": today + 9 * DAY}
    arrange_absence(actor, cast.wang, **days, reason="培训", stand_in=cast.li)
    assert cast.browser(cast.li).get(f"/children/{cast.an.pk}/").status_code == 404
    assert cast.browser(cast.wang).get(f"/children/{cast.an.pk}/").status_code == 200


def test_without_a_stand_in_what_was_owed_reads_excused(cast: Cast) -> None:
    CareRule.objects.create(
        school=cast.school, name="每周谈心", kind="talk", proofs=["talk"], owed_by="agent_parent",
        unit="teaching_week", since=date(2026, 9, 1),
    )  # fmt: skip
    reconcile_duties(cast.school, now=at(date(2026, 11, 2), 1))
    days = {"begins": date(2026, 11, 2), "ends": date(2026, 11, 29)}
    Excuse.objects.create(
        school=cast.school, staff=cast.wang, reason="住院", agreed_by=cast.lead,
        made_at=at(date(2026, 11, 2)), **days,
    )  # fmt: skip
    tick(at(date(2026, 11, 30)))
    results = PeriodResult.objects.filter(child=cast.an)
    assert {(r.outcome, r.reason) for r in results} == {("excused", "住院")}
    assert {r.outcome for r in PeriodResult.objects.filter(child=cast.chen)} == {"missed"}


def test_the_page_says_who_has_nobody_and_takes_a_choice_child_by_child(cast: Cast) -> None:
    lead, today = cast.browser(cast.lead), timezone.localdate()
    sent = {"begins": today, "ends": today + 9 * DAY, "reason": "阑尾炎"}
    page = lead.post(f"/absences/of/{cast.wang.pk}/", sent, follow=True)
    assert "请假" in page.content.decode()
    excuse = Excuse.objects.get(staff=cast.wang)
    assert "安安、波波没有人代管" in lead.get("/pairing/").content.decode()
    lead.post(f"/absences/{excuse.pk}/", {f"child-{cast.an.pk}": cast.xu.pk, "all": cast.li.pk})
    held = Tie.objects.filter(capacity="stand_in").values_list("child__name", "adult__name")
    assert dict(held) == {"安安": "徐老师", "波波": "李老师"}
    assert "徐老师" in lead.get(f"/children/{cast.an.pk}/").content.decode()


def test_longer_shorter_and_off(cast: Cast, ill: Excuse) -> None:
    lead, today = cast.browser(cast.lead), timezone.localdate()
    sent = {"begins": today, "ends": today + 5 * DAY, "reason": "住院"}
    lead.post(f"/absences/{ill.pk}/", sent)
    assert set(Tie.objects.filter(capacity="stand_in").values_list("until", flat=True)) == {
        today + 6 * DAY
    }
    changed = Excuse.objects.get(withdrawn_at__isnull=True)
    lead.post(f"/absences/{changed.pk}/off/")
    assert owing(cast)["安安"] == "王老师"
    assert not Tie.objects.filter(capacity="stand_in", until__gt=today).exists()


def test_days_that_run_backwards_are_refused(cast: Cast) -> None:
    sent = {"begins": "2026-12-05", "ends": "2026-12-01", "reason": "病"}
    page = cast.browser(cast.lead).post(f"/absences/of/{cast.wang.pk}/", sent)
    assert page.status_code == 422
    assert not Excuse.objects.exists()


def test_only_those_over_pairing_may(cast: Cast, ill: Excuse) -> None:
    stranger, _child = other_school()
    for browser in (cast.browser(cast.wang), cast.browser(cast.lin), cast.browser(stranger)):
        assert browser.get(f"/absences/{ill.pk}/").status_code == 404
        assert browser.post(f"/absences/{ill.pk}/off/").status_code in (403, 404)
    assert Excuse.objects.get().withdrawn_at is None


def test_a_stand_in_ends_with_the_pair_and_with_whoever_leaves(cast: Cast, ill: Excuse) -> None:
    today = timezone.localdate()
    pair = Tie.objects.get(child=cast.an, adult=cast.wang)
    end_ties(cast.as_(cast.lead), [pair], until=today, reason="wish")
    assert Tie.objects.get(child=cast.an, capacity="stand_in").until == today
    say_goodbye(cast.as_(cast.lead), cast.li, on=today + 3 * DAY)
    assert Tie.objects.get(child=cast.bo, capacity="stand_in").until == today + 3 * DAY


def test_the_list_asks_no_more_for_more_children(
    cast: Cast, ill: Excuse, django_assert_max_num_queries
) -> None:
    lead = cast.browser(cast.lead)
    lead.get("/absences/")
    for number in range(4):
        cast.tie(cast.child(f"孩子{number}"), cast.wang)
    with django_assert_max_num_queries(9):
        assert "孩子3" in lead.get("/absences/").content.decode()

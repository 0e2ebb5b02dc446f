"""Before a calendar is saved, the page says what moves with it; what it says is what happens."""

from datetime import date, timedelta

import pytest

from nuangang.care.actions import change_calendar
from nuangang.care.calendar_effect import calendar_effect
from nuangang.care.models import Duty, PeriodResult
from nuangang.care.tests.cast import MONDAY, Cast, at
from nuangang.desk.school_forms import with_days
from nuangang.desk.tests.caring import NOW, client_of
from nuangang.desk.tests.caring import caring as caring
from nuangang.terms.calendar import DayRange
from nuangang.terms.models import DayMark
from nuangang.terms.queries import entered_calendar

SNOW = {"begins": "2026-11-19", "ends": "2026-11-20", "kind": "off", "name": "雪灾停课"}


def test_it_asks_first_and_saves_only_then(caring: Cast) -> None:
    lead = client_of(caring.lead)
    text = lead.post("/school/calendar/day/", SNOW).content.decode()
    assert "还没有保存" in text
    assert "每周谈心" in text
    assert "3项" in text.replace(" ", "")
    assert not DayMark.objects.filter(name="雪灾停课").exists()
    lead.post("/school/calendar/day/", {**SNOW, "sure": "1"})
    assert DayMark.objects.filter(name="雪灾停课").exists()
    dues = {d.due_at.astimezone(NOW.tzinfo).date() for d in Duty.objects.filter(closed_on=None)}
    assert dues == {date(2026, 11, 18)}


def test_a_week_let_off_is_named_and_what_is_frozen_stays(
    caring: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(MONDAY + timedelta(days=7)))
    lead = client_of(caring.lead)
    lead.post(
        "/school/calendar/day/", {**SNOW, "begins": "2026-12-31", "ends": "2026-12-31", "sure": "1"}
    )
    frozen = list(PeriodResult.objects.values_list("pk", "outcome"))
    sent = {**SNOW, "begins": "2026-11-16", "ends": "2026-11-27"}
    text = lead.post("/school/calendar/day/", sent).content.decode()
    assert "11月23日" in text
    assert f"{len(frozen)}个" in text.replace(" ", "")
    lead.post("/school/calendar/day/", {**sent, "sure": "1"})
    assert list(PeriodResult.objects.values_list("pk", "outcome")) == frozen


def test_what_moves_nothing_is_saved_at_once(caring: Cast) -> None:
    lead = client_of(caring.lead)
    lead.post("/school/calendar/day/", {**SNOW, "begins": "2026-11-18", "ends": "2026-11-18"})
    assert DayMark.objects.filter(name="雪灾停课").exists()


@pytest.mark.parametrize(
    ("first", "days"), [(-14, 5), (0, 0), (2, 1), (3, 2), (0, 5), (5, 9), (30, 60)]
)
@pytest.mark.parametrize("kind", ["off", "school"])
def test_the_forecast_is_what_happens(caring: Cast, first: int, days: int, kind: str) -> None:
    caring.rule("home_visit", unit="calendar_month", name="每月家访")
    begins = MONDAY + timedelta(days=first)
    entered = with_days(
        entered_calendar(caring.school), DayRange(begins, begins + timedelta(days=days)), kind
    )
    change_calendar(
        caring.as_(caring.lead), caring.school, entered_calendar(caring.school), now=NOW
    )
    before = {d.pk: d.due_at for d in Duty.objects.filter(closed_on=None)}
    effect = calendar_effect(caring.school, entered, NOW)
    change_calendar(caring.as_(caring.lead), caring.school, entered, now=NOW)
    after = {d.pk: d.due_at for d in Duty.objects.filter(closed_on=None)}
    assert effect.moved == sum(after[pk] != due for pk, due in before.items())


def test_a_wrong_calendar_says_so_and_keeps_what_was(caring: Cast) -> None:
    lead = client_of(caring.lead)
    lead.post("/school/calendar/day/", {**SNOW, "ends": "2026-11-01", "sure": "1"})
    assert not DayMark.objects.filter(name="雪灾停课").exists()

"""The rota: filled by turns, changed, swapped; who is on duty is asked first and sees what runs, no more."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.care.models import Excuse
from nuangang.incidents.actions.paging import leaders
from nuangang.incidents.actions.rota import PastDayError, keep_names, set_shifts, swap_shifts
from nuangang.incidents.models import DutyShift
from nuangang.incidents.queries.rota import names_now, shifts_now
from nuangang.incidents.rota import in_turn, night_of
from nuangang.incidents.tests.cast import HOME, Cast
from nuangang.terms.calendar import SCHOOL_ZONE

MONDAY, DAY = date(2026, 3, 2), timedelta(days=1)


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=SCHOOL_ZONE)


def on_duty(cast: Cast, day: date, who, stand_in=None, *, night: bool = False, **more) -> None:
    turn = {day: (who.pk, stand_in.pk if stand_in else None)}
    set_shifts(cast.as_(cast.lead), turn, night=night, **more)


def duty_now(cast: Cast, who, stand_in=None) -> None:
    """Let somebody be on duty at this moment, by day or by night."""
    now = timezone.now()
    DutyShift.objects.create(
        school=cast.school, day=night_of(now) or timezone.localdate(), night=bool(night_of(now)),
        staff=who, stand_in=stand_in, made_at=now, made_by=cast.lead,
    )  # fmt: skip


@pytest.mark.once
def test_turns_go_on_day_by_day_or_week_by_week_and_pass_over_who_is_away() -> None:
    days = [MONDAY + DAY * n for n in (0, 1, 2, 3, 7, 8)]
    daily = in_turn(days, "abc", away=lambda who, day: (who, day) == ("b", days[1]))
    assert "".join(who for who, _second in daily.values()) == "accabc"
    assert daily[days[0]] == ("a", "b")
    weekly = in_turn(days, "ab", weekly=True, stand_in=False)
    assert list(weekly.values()) == [("a", None)] * 4 + [("b", None)] * 2
    assert in_turn([MONDAY], "a", away=lambda *_given: True) == {MONDAY: (None, None)}


@pytest.mark.once
def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    assert [night_of(at(MONDAY, hour)) for hour in (6, 7, 17, 18, 23)] == [
        MONDAY - DAY, None, None, MONDAY, MONDAY,
    ]  # fmt: skip


def test_filled_by_turns_after_seeing_it_and_a_day_by_hand(cast: Cast) -> None:
    browser, today = cast.browser(cast.lead), timezone.localdate()
    given = {
        "begins": today, "ends": today + 6 * DAY, "shift": "day", "which": "all", "turn": "day",
        "stand_in": "on", f"place_{cast.li.pk}": 2, f"place_{cast.wang.pk}": 1,
    }  # fmt: skip
    address = reverse("rota_fill")
    twice = browser.post(address, {**given, f"place_{cast.lin.pk}": 2, "show": 1})
    assert twice.status_code == 422
    assert "已经是 2 号" in twice.content.decode()
    past = browser.post(address, {**given, "begins": today - DAY, "show": 1})
    assert past.status_code == 422
    last = {"begins": "9999-12-31", "ends": "9999-12-31"}
    assert browser.post(address, {**given, **last, "show": 1}).status_code in (200, 422)
    shown = browser.post(address, {**given, "show": 1}).content.decode()
    assert shown.index("王老师") < shown.index("李老师")
    assert not DutyShift.objects.exists()
    mark = shown.split('name="seen" value="')[1].split('"')[0]
    assert browser.post(address, {**given, "save": 1, "seen": mark}).status_code == 302
    assert [row.staff.name for row in DutyShift.objects.order_by("day")][:3] == [
        "王老师", "李老师", "王老师",
    ]  # fmt: skip
    shift = reverse("rota_shift", args=[today, "day"])
    same = {"staff": cast.lin.pk, "stand_in": cast.lin.pk}
    assert browser.post(shift, same).status_code == 422
    assert browser.post(shift, {"staff": cast.lin.pk, "stand_in": ""}).status_code == 302
    old = DutyShift.objects.get(day=today, over_at__isnull=False)
    assert old.staff == cast.wang
    assert "王老师" in browser.get(shift).content.decode().split("以前填的")[1]
    page = cast.get(cast.li, reverse("rota"))
    assert "林老师" in page
    assert reverse("rota_fill") not in page
    assert cast.browser(cast.li).get(shift).status_code == 404
    assert cast.browser(cast.outside).get(reverse("rota")).status_code == 404


def test_the_past_stays_a_swap_is_of_both_days_and_gaps_are_named(cast: Cast) -> None:
    today = timezone.localdate()
    on_duty(cast, today, cast.li, cast.wang)
    on_duty(cast, today + DAY, cast.wang)
    swap_shifts(cast.as_(cast.lead), *DutyShift.objects.order_by("day"))
    rows = DutyShift.objects.filter(over_at=None).order_by("day")
    assert [(r.staff, r.stand_in) for r in rows] == [(cast.wang, cast.li), (cast.li, None)]
    with pytest.raises(PastDayError):
        on_duty(cast, today - DAY, cast.li)
    Excuse.objects.create(
        school=cast.school, staff=cast.li, begins=today, ends=today + DAY, reason="出差",
        agreed_by=cast.lead, made_at=timezone.now(),
    )  # fmt: skip
    month = f"{today + DAY:%Y-%m}"
    page = cast.get(cast.lead, reverse("rota"), month=month)
    assert "请假" in page
    row = page.split(f'id="day-{today + DAY}"')[1].split("</tr>")[0]
    assert "没有人" in row  # away, and nobody stands in
    gaps = cast.get(cast.lead, reverse("rota"), month=month, gaps=1)
    assert f'id="day-{today + DAY}"' in gaps
    for odd in ("x", "9999-13", "0001-01"):
        assert cast.get(cast.lead, reverse("rota"), month=odd)


def test_who_is_on_duty_is_asked_first_and_sees_and_leads_what_runs(cast: Cast) -> None:
    now = timezone.now()
    made = cast.incident(now=now)
    address = reverse("incident", args=[made.pk])
    assert cast.browser(cast.li).get(address).status_code == 404
    on_duty(cast, timezone.localdate() + 2 * DAY, cast.li)
    assert cast.browser(cast.li).get(address).status_code == 404
    duty_now(cast, cast.li, cast.wang)
    assert leaders(made, [cast.an], now)[0] == cast.li
    page = cast.get(cast.li, address)
    assert HOME in page
    assert "值班" in page
    assert address in cast.get(cast.li, reverse("incidents"))
    lead = reverse("incident_lead", args=[made.pk])
    assert cast.browser(cast.li).post(lead).status_code == 302
    made.refresh_from_db()
    assert made.led_by == cast.li


@pytest.mark.parametrize("kind", ["violence", "crisis_red"])
def test_a_sealed_kind_opens_to_nobody_for_being_on_duty(cast: Cast, kind: str) -> None:
    duty_now(cast, cast.li)
    made = cast.incident(kind=kind)
    assert cast.li not in leaders(made, [cast.an], timezone.now())
    assert cast.browser(cast.li).get(reverse("incident", args=[made.pk])).status_code == 404


def test_the_stand_in_is_asked_while_who_is_on_duty_is_away(cast: Cast) -> None:
    now, today = timezone.now(), timezone.localdate()
    duty_now(cast, cast.li, cast.wang)
    Excuse.objects.create(
        school=cast.school, staff=cast.li, begins=today, ends=today, reason="病了",
        agreed_by=cast.lead, made_at=now,
    )  # fmt: skip
    assert leaders(cast.incident(now=now), [cast.an], now)[0] == cast.wang


def test_where_no_night_is_entered_the_day_lasts_through_and_names_cost_no_statement(
    cast: Cast, django_assert_num_queries
) -> None:
    today = timezone.localdate()
    on_duty(cast, today, cast.li, cast.wang)
    on_duty(cast, today + DAY, cast.lin)
    assert shifts_now(cast.school.pk, at(today, 22)).get().staff == cast.li
    on_duty(cast, today, cast.lin, night=True)
    assert shifts_now(cast.school.pk, at(today, 22)).get().staff == cast.lin
    assert shifts_now(cast.school.pk, at(today + DAY, 3)).get().staff == cast.lin
    school = School.objects.get(pk=cast.school.pk)
    with django_assert_num_queries(0):
        assert names_now(school, at(today, 12)) == ["李老师", "王老师"]
        assert names_now(school, at(today + DAY, 3)) == ["林老师"]
        assert names_now(school, at(today + 5 * DAY, 3)) == []
    keep_names(cast.school.pk, at(today + 9 * DAY, 1))
    assert School.objects.get(pk=cast.school.pk).waiting["on_duty"] == {}


def test_the_month_asks_no_more_for_a_full_one(cast: Cast) -> None:
    def asked() -> int:
        cast.get(cast.head, reverse("rota"))
        with CaptureQueriesContext(connection) as queries:
            assert cast.get(cast.head, reverse("rota"))
        return len(queries)

    before = asked()
    today = timezone.localdate()
    set_shifts(
        cast.as_(cast.lead), {today + DAY * n: (cast.li.pk, cast.wang.pk) for n in range(20)},
        night=False,
    )  # fmt: skip
    assert asked() <= max(before, 4)

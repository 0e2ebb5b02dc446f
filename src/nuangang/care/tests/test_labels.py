"""Periods are called what the staff room calls them."""

from datetime import date

import pytest
from django.utils import translation

from nuangang.care.cadences import Cadence, Window
from nuangang.care.labels import period_label
from nuangang.care.periods import period_containing
from nuangang.terms.holidays import default_calendar

CASES = [
    (Cadence("teaching_week"), date(2026, 11, 20), "第12周"),
    (Cadence("every_n_teaching_weeks", every=2), date(2026, 11, 20), "第11—12周"),
    (Cadence("every_n_teaching_weeks"), date(2026, 11, 20), "第12周"),
    (Cadence("calendar_month"), date(2026, 11, 20), "11月"),
    (Cadence("quarter"), date(2026, 11, 20), "第4季度"),
    (Cadence("half_term"), date(2026, 9, 20), "第一学期前半期"),
    (Cadence("half_term"), date(2027, 6, 20), "第二学期后半期"),
    (Cadence("term"), date(2026, 11, 20), "第一学期"),
    (Cadence("school_year"), date(2026, 11, 20), "2026—2027学年"),
    (Cadence("school_day"), date(2026, 11, 20), "11月20日"),
    (Cadence("every_n_days", every=14), date(2026, 11, 20), "11月16日—11月29日"),
    (Cadence("holiday"), date(2027, 2, 1), "寒假"),
    (Cadence("holiday", window=Window(breaks=(2,))), date(2027, 8, 1), "暑假"),
]


@pytest.mark.parametrize(("cadence", "day", "label"), CASES)
def test_a_period_has_the_name_teachers_use(cadence, day, label):
    period = period_containing(cadence, default_calendar(2026), day)
    with translation.override("zh-hans"):
        assert period_label(period) == label

"""Cadences out of a rule's columns, and the ones that cannot be."""

import json
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given

from nuangang.care.cadences import (
    ANCHOR,
    Cadence,
    CadenceError,
    Window,
    cadence_of,
    window_as_json,
)
from nuangang.care.festivals import festival_on
from nuangang.care.tests.slow_periods import cadence_values
from nuangang.care.wording import cadence_label


@given(cadence_values())
def test_a_cadence_survives_being_stored_with_its_rule(cadence):
    stored = json.loads(json.dumps(window_as_json(cadence.window)))
    read = cadence_of(
        cadence.unit,
        count=cadence.count,
        every=cadence.every,
        window=stored,
        since=cadence.since,
        born=cadence.born,
    )
    assert read == cadence


def test_a_rule_without_a_first_day_counts_from_a_monday():
    assert cadence_of("every_n_days", every=14).since == ANCHOR == date(2024, 1, 1)
    assert ANCHOR.weekday() == 0


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"unit": "fortnight"}, "unit"),
        ({"unit": "term", "count": 0}, "count"),
        ({"unit": "term", "every": 2}, "every"),
        ({"unit": "every_n_days", "every": 0}, "every"),
        ({"unit": "school_year", "window": {"from_day": "02-30", "to_day": "03-01"}}, "dates"),
        ({"unit": "school_year", "window": {"from_day": "12-15"}}, "dates"),
        ({"unit": "school_year", "window": {"from_day": "07-15", "to_day": "09-10"}}, "dates"),
        ({"unit": "term", "window": {"from_day": "12-15", "to_day": "02-28"}}, "window"),
        ({"unit": "half_term", "window": {"last_weeks": 2}}, "window"),
        ({"unit": "weekday"}, "weekdays"),
        ({"unit": "weekday", "window": {"weekdays": [7]}}, "weekdays"),
        ({"unit": "teaching_week", "window": {"weekdays": [0]}}, "weekdays"),
        ({"unit": "teaching_week", "window": {"weeks": [0]}}, "weeks"),
        ({"unit": "month_day"}, "month_day"),
        ({"unit": "month_day", "window": {"month_day": 3, "nth": 1}}, "month_day"),
        ({"unit": "month_day", "window": {"nth": 5, "weekdays": [1]}}, "month_day"),
        ({"unit": "occasion"}, "occasions"),
        ({"unit": "occasion", "window": {"festivals": ["easter"]}}, "occasions"),
        ({"unit": "occasion", "window": {"dates": ["13-01"]}}, "dates"),
        ({"unit": "occasion", "window": {"dates": ["2026-02-30"]}}, "dates"),
        ({"unit": "birthday", "window": {"before": 61}}, "around"),
        ({"unit": "term", "window": {"after": 3}}, "window"),
        ({"unit": "every_n_months", "every": 2, "window": {"dates": ["05-15"]}}, "window"),
        ({"unit": "term", "window": {"last_weeks": 2, "first_weeks": 2}}, "window"),
        ({"unit": "term", "window": {"breaks": [1]}}, "window"),
        ({"unit": "teaching_week", "window": {"months": [13]}}, "window"),
        ({"unit": "teaching_week", "window": {"monthes": [1]}}, "window"),
    ],
)
def test_a_cadence_that_cannot_be_is_refused_with_its_reason(columns, code):
    with pytest.raises(CadenceError) as caught:
        cadence_of(**columns)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("cadence", "label"),
    [
        (Cadence("teaching_week"), "每个教学周 1 次"),
        (Cadence("every_n_teaching_weeks", every=2), "每 2 个教学周 1 次"),
        (Cadence("every_n_days", every=10, count=3), "每 10 天 3 次"),
        (Cadence("holiday", window=Window(breaks=(1,))), "每个寒假 1 次"),
        (Cadence("holiday", count=2, window=Window(breaks=(2,))), "每个暑假 2 次"),
        (Cadence("weekday", window=Window(weekdays=(0, 3))), "每逢周一、周四 1 次"),
        (Cadence("month_day", window=Window(month_day=15)), "每月 15 日 1 次"),
        (Cadence("month_day", window=Window(nth=-1, weekdays=(4,))), "每月最后一个周五 1 次"),
        (Cadence("occasion", window=Window(festivals=("childrens_day",))), "每逢儿童节 1 次"),
        (Cadence("birthday"), "孩子生日时 1 次"),
        (Cadence("every_n_months", every=2), "每 2 个月 1 次"),
        (Cadence("calendar_month", window=Window(months=(9, 3))), "每个月(只在 9、3 月) 1 次"),
    ],
)
def test_a_cadence_is_said_in_words(cadence, label):
    with translation.override("zh-hans"):
        assert cadence_label(cadence) == label


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("spring_festival", ["2026-02-17", "2027-02-06"]),
        ("lantern", ["2026-03-03", "2027-02-20"]),
        ("qingming", ["2026-04-05", "2027-04-05"]),
        ("mothers_day", ["2026-05-10", "2027-05-09"]),
        ("fathers_day", ["2026-06-21", "2027-06-20"]),
        ("mid_autumn", ["2026-09-25", "2027-09-15"]),
        ("double_ninth", ["2026-10-18", "2027-10-08"]),
        ("winter_solstice", ["2026-12-22", "2027-12-22"]),
        ("childrens_day", ["2026-06-01", "2027-06-01"]),
    ],
)
def test_a_festival_is_on_its_day(name, days):
    assert [festival_on(name, year).isoformat() for year in (2026, 2027)] == days

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
    cadence_label,
    cadence_of,
    window_as_json,
)
from nuangang.care.tests.slow_periods import cadence_values


@given(cadence_values())
def test_a_cadence_survives_being_stored_with_its_rule(cadence):
    stored = json.loads(json.dumps(window_as_json(cadence.window)))
    read = cadence_of(
        cadence.unit,
        count=cadence.count,
        every=cadence.every,
        window=stored,
        since=cadence.since,
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
        ({"unit": "quarter", "window": {"last_weeks": 2}}, "window"),
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
    ],
)
def test_a_cadence_is_said_in_words(cadence, label):
    with translation.override("zh-hans"):
        assert cadence_label(cadence) == label

"""Dates and spans as a school says them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from nuangang.lib import dates

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _chinese():
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("days", "text"), [(0, "今天"), (1, "昨天"), (18, "18 天前"), (-1, "明天"), (-3, "3 天后")]
)
def test_how_long_ago(days, text):
    assert dates.ago(TODAY - timedelta(days=days), TODAY) == text


def test_the_year_is_told_only_when_it_is_another():
    this_year = timezone.localdate().year
    assert dates.day_text(date(this_year, 3, 5)) == "3月5日"
    assert dates.day_text(date(this_year - 1, 3, 5)) == f"{this_year - 1}年3月5日"
    assert dates.short_date(date(this_year, 3, 5)) == "03-05"
    assert dates.short_date(date(2019, 3, 5)) == "2019-03-05"


def test_moments_are_told_in_the_schools_zone():
    late = datetime(2019, 11, 23, 17, 30, tzinfo=UTC)
    assert dates.moment_text(late) == "2019年11月24日 01:30"
    assert dates.date_text(late) == "2019年11月24日 周日"
    assert dates.days_since(late, date(2019, 11, 25)) == 1

"""Dates as typed: the table of domain.md §5.7, round trips, and anything at all."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuangang.lib import typed_dates

TODAY = date(2026, 11, 24)
PAST = st.dates(date(1930, 1, 1), TODAY)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("20110101", "2011-01-01"), (20110101, "2011-01-01"), (20110101.0, "2011-01-01"),
        ("2008.5", "2008-05"), ("2008.05", "2008-05"), ("2008-5", "2008-05"), ("2008/5", "2008-05"),
        ("2008年5月", "2008-05"), ("201409", "2014-09"), (201409.0, "2014-09"), ("2008.10", "2008-10"),
        ("08年3月", "2008-03"), ("08.3", "2008-03"), ("08-03-12", "2008-03-12"), ("99.3.12", "1999-03-12"),
        ("2008年3月12日", "2008-03-12"), ("二〇〇八年三月", "2008-03"), ("二○一二年十二月二十三日", "2012-12-23"),
        ("二零一二年十月初十", None), (39519, "2008-03-12"), (39519.0, "2008-03-12"), ("39519", "2008-03-12"),
        (datetime(2008, 3, 12, 0, 0), "2008-03-12"), (date(2008, 3, 12), "2008-03-12"),
        ("2012.3.15 00:00:00", "2012-03-15"), ("3/15/2012", "2012-03-15"), ("15/3/2012", "2012-03-15"),
        ("２０１２．３．５", "2012-03-05"), ("2012 03 15", "2012-03-15"), ("2012、3、15", "2012-03-15"),
        ("2012年3月15", "2012-03-15"), ("2012.3.", "2012-03"), ("2012年03月生", "2012-03"), (2012.11, "2012-11"),
        (2012.03, "2012-03"), ("120315", "2012-03-15"),
    ],
)  # fmt: skip
def test_readable(typed: object, iso: str | None) -> None:
    """Day or month, whichever is told."""
    found = typed_dates.read(typed, today=TODAY)
    assert (found.date.iso if found.date else None) == iso


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("农历三月初八", "lunar"), ("2011.2.30", "impossible"), ("11月31日", "unknown"), ("2012", "year_only"),
        ("2012年", "year_only"), (2012.0, "year_only"), ("2030-1-1", "future"), ("1012-03-15", "impossible"),
        ("2013-13-45", "impossible"), ("不记得", "unknown"), ("12岁", "unknown"), (True, "unknown"),
    ],
)  # fmt: skip
def test_unreadable(typed: object, why: str) -> None:
    """Each kind of unreadable date has its name."""
    found = typed_dates.read(typed, today=TODAY)
    assert found.date is None
    assert found.why == why


@pytest.mark.parametrize("typed", ["", "无", "/", "——", "不详"])
def test_nothing_is_no_fault(typed: str) -> None:
    """A word for "none" is an empty cell."""
    assert typed_dates.read(typed, today=TODAY) == typed_dates.DateReading()


def test_a_number_may_have_lost_its_zero() -> None:
    """2008.1 from a number cell is January or October; as text it is January."""
    found = typed_dates.read(2008.1, today=TODAY, lost_zero=True)
    assert [c.iso for c in found.candidates] == ["2008-01", "2008-10"]
    assert found.date is None
    assert typed_dates.read("2008.1", today=TODAY).date == typed_dates.PartialDate(2008, 1)


def test_the_other_epoch() -> None:
    """Serial days of a Macintosh workbook count from 1904."""
    assert typed_dates.read(38057, today=TODAY, epoch_1904=True).date.iso == "2008-03-12"


@pytest.mark.parametrize("shape", ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"])
@given(day=PAST)
def test_round_trip(shape: str, day: date) -> None:
    """What is written in a usual shape is read back."""
    written = day.strftime(shape)
    assert typed_dates.read(written, today=TODAY).date.iso == day.isoformat()


@given(day=st.dates(date(1950, 1, 1), TODAY))
def test_serial_round_trip(day: date) -> None:
    """Excel's day numbers are read back."""
    serial = (day - date(1899, 12, 30)).days
    assert typed_dates.read(serial, today=TODAY).date.iso == day.isoformat()


@given(st.one_of(st.text(), st.floats(), st.integers(), st.text("0123456789.年月日-/ 〇一二十")))
def test_anything_is_read_or_has_a_reason(typed: object) -> None:
    """Never an exception, never a date to come."""
    found = typed_dates.read(typed, today=TODAY)
    if found.date:
        assert date(found.date.year, found.date.month, found.date.day or 1) <= TODAY

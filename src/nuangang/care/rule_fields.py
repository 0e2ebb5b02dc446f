"""Which fields of a care rule mean something for how often it is owed, and by whom."""

import re
from datetime import date
from typing import Any

from nuangang.accounts.posts import Post
from nuangang.care import cadences as c
from nuangang.care.models import CareRule

_MONTHS = {"months"}
_WEEKS = {"first_weeks", "last_weeks"}
_OPEN = {"in_holidays"}
_AROUND = {"before", "after"}
WINDOW_OF: dict[str, set[str]] = {
    c.SCHOOL_DAY: _MONTHS,
    c.WEEKDAY: {"weekdays", *_MONTHS, *_OPEN},
    c.TEACHING_WEEK: {"weeks", *_MONTHS, *_OPEN},
    c.CALENDAR_WEEK: _MONTHS,
    c.EVERY_N_TEACHING_WEEKS: {"every", *_MONTHS, *_OPEN},
    c.CALENDAR_MONTH: {*_MONTHS, *_WEEKS, *_OPEN},
    c.MONTH_DAY: {"month_day", "nth", "nth_day", *_MONTHS, *_AROUND, *_OPEN},
    c.EVERY_N_MONTHS: {"every", *_MONTHS, *_WEEKS, *_OPEN},
    c.QUARTER: {*_MONTHS, *_WEEKS, *_OPEN},
    c.HALF_TERM: {*_MONTHS, *_OPEN},
    c.TERM: {*_WEEKS, *_MONTHS, *_OPEN},
    c.HALF_YEAR: {*_WEEKS, *_OPEN},
    c.SCHOOL_YEAR: {*_WEEKS, "from_day", "to_day", *_OPEN},
    c.HOLIDAY: {"breaks"},
    c.HOLIDAY_WEEK: {"breaks"},
    c.OCCASION: {"festivals", "term_days", "dates", *_AROUND},
    c.BIRTHDAY: {*_MONTHS, *_AROUND},
    c.EVERY_N_DAYS: {"every", *_MONTHS, *_OPEN},
}
WINDOW_FIELDS = set().union(*WINDOW_OF.values())
_O = CareRule.OwedBy
OWING_OF: dict[str, set[str]] = {
    _O.POSTS: {"posts", "only"},
    _O.PEOPLE: {"staff"},
    _O.AGENT_PARENT: {"only"},
    _O.EVERY_TEACHER: {"only"},
}
OWING_FIELDS = set().union(*OWING_OF.values())
# The words a school uses for whole posts; outside mentors are village cadres and volunteers.
# Whoever runs the machine or reads its log owes a child nothing by that post: owing opens a file.
_NOT_OWING = (Post.STAFF, Post.SYSTEM_KEEPER, Post.AUDITOR)
POSTS = [(post.value, post.label) for post in Post if post not in _NOT_OWING]


def shown_for(unit: str, owed_by: str, owed: str) -> set[str]:
    """Return the fields that the form shows for what was chosen so far."""
    found = WINDOW_OF.get(unit, set()) | OWING_OF.get(owed_by, set())
    if owed != CareRule.Owed.PER_CHILD:
        found = found | {"share"}
    return found


# No period of these is longer, so that not more different days can be asked for.
DAYS_IN = {c.SCHOOL_DAY: 1, c.WEEKDAY: 1, c.CALENDAR_MONTH: 31}
DAYS_IN |= dict.fromkeys((c.TEACHING_WEEK, c.CALENDAR_WEEK, c.HOLIDAY_WEEK), 7)


def days_at_most(given: dict[str, Any]) -> int:
    """Return on how many different days what was filled in can be done before it is due."""
    if given["unit"] in c.AROUND_A_DAY:
        return 1 + (given["before"] or 0) + (given["after"] or 0)
    return DAYS_IN.get(given["unit"], given["count"])


def day_text(text: str) -> str:
    """Return a day typed in any of the usual ways as "MM-DD" or "YYYY-MM-DD"; raises ValueError."""
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    if len(numbers) not in (2, 3) or len(re.sub(r"[\d./年月日-]", "", text)):
        raise ValueError
    *year, month, day = numbers
    date(year[0] if year else 2024, month, day)
    return "-".join([*(f"{number:04d}" for number in year), f"{month:02d}", f"{day:02d}"])

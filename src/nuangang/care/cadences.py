"""How often something is owed: the plain value behind a care rule (domain.md §1.9, §7.3)."""

from dataclasses import asdict, dataclass, field, fields
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from nuangang.care.festivals import FESTIVALS, TERM_DAYS
from nuangang.terms.calendar import SUMMER, WINTER

TEACHING_WEEK = "teaching_week"
CALENDAR_MONTH = "calendar_month"
QUARTER = "quarter"
HALF_TERM = "half_term"
TERM = "term"
SCHOOL_YEAR = "school_year"
EVERY_N_DAYS = "every_n_days"
EVERY_N_TEACHING_WEEKS = "every_n_teaching_weeks"
SCHOOL_DAY = "school_day"
HOLIDAY = "holiday"
WEEKDAY = "weekday"
CALENDAR_WEEK = "calendar_week"
HOLIDAY_WEEK = "holiday_week"
MONTH_DAY = "month_day"
EVERY_N_MONTHS = "every_n_months"
HALF_YEAR = "half_year"
OCCASION = "occasion"
BIRTHDAY = "birthday"

UNITS: dict[str, str | Promise] = {
    SCHOOL_DAY: gettext_lazy("Every school day"),
    WEEKDAY: gettext_lazy("On certain days of the week"),
    TEACHING_WEEK: gettext_lazy("Every teaching week"),
    CALENDAR_WEEK: gettext_lazy("Every week, in the holidays too"),
    EVERY_N_TEACHING_WEEKS: gettext_lazy("Every so many teaching weeks"),
    CALENDAR_MONTH: gettext_lazy("Every month"),
    MONTH_DAY: gettext_lazy("On a certain day of each month"),
    EVERY_N_MONTHS: gettext_lazy("Every so many months"),
    QUARTER: gettext_lazy("Every quarter"),
    HALF_TERM: gettext_lazy("Every half term"),
    TERM: gettext_lazy("Every term"),
    HALF_YEAR: gettext_lazy("Every half year"),
    SCHOOL_YEAR: gettext_lazy("Every school year"),
    HOLIDAY: gettext_lazy("Every winter and summer holiday"),
    HOLIDAY_WEEK: gettext_lazy("Every week of the holidays"),
    OCCASION: gettext_lazy("On festivals and other days of the year"),
    BIRTHDAY: gettext_lazy("On the child's birthday"),
    EVERY_N_DAYS: gettext_lazy("Every so many days"),
}
COUNTED = {EVERY_N_DAYS, EVERY_N_TEACHING_WEEKS, EVERY_N_MONTHS}
# Of these, only the first or the last weeks can be meant.
DIVIDED = {TERM, SCHOOL_YEAR, CALENDAR_MONTH, QUARTER, HALF_YEAR, EVERY_N_MONTHS}
# Units that stand around one day each: what is done some days before or after counts.
AROUND_A_DAY = {MONTH_DAY, OCCASION, BIRTHDAY}
MOST_AROUND = 60
OVER_HOLIDAYS = {HOLIDAY, CALENDAR_WEEK, HOLIDAY_WEEK, OCCASION, BIRTHDAY}
# Counted from here when a rule has no first day; a Monday.
ANCHOR = date(2024, 1, 1)

PROBLEMS = {
    "unit": gettext_lazy("Choose how often."),
    "count": gettext_lazy("It has to be at least once."),
    "every": gettext_lazy("The interval has to be at least 1."),
    "dates": gettext_lazy("Write the days as month and day, within one school year."),
    "window": gettext_lazy("This window does not fit how often it is owed."),
    "weekdays": gettext_lazy("Choose the days of the week."),
    "month_day": gettext_lazy("Choose the day of the month, or which day of the week in it."),
    "occasions": gettext_lazy("Choose a festival, a day of the term, or write days such as 05-15."),
    "weeks": gettext_lazy("Write numbers of teaching weeks such as 1, 10; -1 is the last."),
    "around": gettext_lazy("Days before and after can be 0 to 60."),
}


class CadenceError(ValueError):
    """A cadence that cannot be; `code` is a key of PROBLEMS, the text is fit to be shown."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(PROBLEMS[self.code])


@dataclass(frozen=True)
class Window:
    """The part of a period in which a duty stands; empty means all of it.

    `first_weeks`, `last_weeks`: of the teaching weeks of a term or school year.
    `from_day`, `to_day`: "MM-DD", both included, within one school year, over holidays too
    (the reunion talk “around year end”: "12-15" to "02-28").
    `months`: only periods due in these months. `breaks`: only these holidays, WINTER or SUMMER.
    `in_holidays`: holidays count like school days (parents ring every week in summer as well).
    `weeks`: only teaching weeks of these numbers, -1 being the term's last.
    `weekdays`: 0 for Monday to 6 for Sunday. `month_day`: 1 to 31, or -1 for the last; or `nth`,
    1 to 4 or -1 for the last, of the one day in `weekdays`.
    `dates`: "MM-DD" each year, or "YYYY-MM-DD" once; `festivals`, `term_days`: names of them.
    `before`, `after`: how many days around its day something counts.
    """

    first_weeks: int = 0
    last_weeks: int = 0
    from_day: str = ""
    to_day: str = ""
    months: tuple[int, ...] = ()
    breaks: tuple[int, ...] = ()
    in_holidays: bool = False
    weeks: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    month_day: int = 0
    nth: int = 0
    dates: tuple[str, ...] = ()
    festivals: tuple[str, ...] = ()
    term_days: tuple[str, ...] = ()
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class Cadence:
    """`count` times per period of `unit`; `every` is the n of the units that have one.

    `since` is where "every n days" starts to count; other units ignore it. `born` is whose birthday
    it is; without it a birthday never comes. Raises CadenceError.
    """

    unit: str
    count: int = 1
    every: int = 1
    window: Window = field(default_factory=Window)
    since: date = ANCHOR
    born: date | None = None

    def __post_init__(self) -> None:
        if code := _problem(self):
            raise CadenceError(code)

    @property
    def over_holidays(self) -> bool:
        """Say whether days without school count as much as school days."""
        return self.unit in OVER_HOLIDAYS or self.window.in_holidays or bool(self.window.from_day)


def read_window(stored: dict) -> Window:
    """Return the window kept as JSON with a rule; raises CadenceError for words it doesn't know."""
    if unknown := set(stored) - {item.name for item in fields(Window)}:
        raise CadenceError("window") from KeyError(*unknown)
    lists = {name: tuple(value) for name, value in stored.items() if isinstance(value, list)}
    return Window(**{**stored, **lists})


def window_as_json(window: Window) -> dict:
    """Return the window as JSON to keep with a rule, without what is empty."""
    kept = {name: value for name, value in asdict(window).items() if value}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in kept.items()}


def cadence_of(
    unit: str,
    *,
    count: int = 1,
    every: int = 1,
    window: dict | None = None,
    since: date | None = None,
    born: date | None = None,
) -> Cadence:
    """Return the cadence out of a care rule's columns; raises CadenceError."""
    return Cadence(unit, count, every, read_window(window or {}), since or ANCHOR, born)


def day_of(text: str) -> date | None:
    """Return the one day that "2026-05-15" names, None for "05-15"; raises CadenceError."""
    if len(text) <= len("05-15"):
        month_and_day(text)
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CadenceError("dates") from None


def month_and_day(text: str) -> tuple[int, int]:
    """Return ("02-28") as (2, 28); raises CadenceError when there is no such day."""
    try:
        day = date.fromisoformat(f"2024-{text}")
    except ValueError:
        raise CadenceError("dates") from None
    return day.month, day.day


def _problem(cadence: Cadence) -> str | None:
    if cadence.unit not in UNITS:
        return "unit"
    if cadence.count < 1:
        return "count"
    if cadence.every < 1 or (cadence.every > 1 and cadence.unit not in COUNTED):
        return "every"
    return _window_problem(cadence.unit, cadence.window)


def _window_problem(unit: str, window: Window) -> str | None:
    weeks, dates = (window.first_weeks, window.last_weeks), (window.from_day, window.to_day)
    if any(dates) and _place_in_year(window.from_day) > _place_in_year(window.to_day):
        return "dates"
    if any(dates) and (unit != SCHOOL_YEAR or any(weeks)):
        return "window"
    if min(weeks) < 0 or all(weeks) or (any(weeks) and unit not in DIVIDED):
        return "window"
    if window.breaks and (unit not in BREAKING or not set(window.breaks) <= {WINTER, SUMMER}):
        return "window"
    if window.months and (unit in YEARLY or not set(window.months) <= MONTHS):
        return "window"
    return _day_problem(unit, window)


BREAKING = {HOLIDAY, HOLIDAY_WEEK}
YEARLY = {SCHOOL_YEAR, HOLIDAY, HALF_YEAR}


def _day_problem(unit: str, window: Window) -> str | None:
    """Return what is wrong with the days that are named, each allowed only where it means something."""
    if window.weeks and (unit != TEACHING_WEEK or 0 in window.weeks):
        return "weeks"
    if not all(0 <= days <= MOST_AROUND for days in (window.before, window.after)):
        return "around"
    if (window.before or window.after) and unit not in AROUND_A_DAY:
        return "window"
    if unit == WEEKDAY and not window.weekdays:
        return "weekdays"
    if window.weekdays and (unit not in (WEEKDAY, MONTH_DAY) or not set(window.weekdays) <= WEEK):
        return "weekdays"
    if (window.month_day or window.nth) and unit != MONTH_DAY:
        return "window"
    if unit == MONTH_DAY and not _names_a_day(window):
        return "month_day"
    return _occasion_problem(unit, window)


def _names_a_day(window: Window) -> bool:
    if window.month_day:
        named = window.month_day == -1 or 1 <= window.month_day <= 31
        return named and not window.nth and not window.weekdays
    return window.nth in (1, 2, 3, 4, -1) and len(window.weekdays) == 1


def _occasion_problem(unit: str, window: Window) -> str | None:
    named = (window.dates, window.festivals, window.term_days)
    if unit != OCCASION:
        return "window" if any(named) else None
    known = set(window.festivals) <= FESTIVALS.keys() and set(window.term_days) <= TERM_DAYS.keys()
    if not any(named) or not known:
        return "occasions"
    for text in window.dates:
        day_of(text)
    return None


WEEK = set(range(7))
MONTHS = set(range(1, 13))


def _place_in_year(text: str) -> tuple[int, int, int]:
    month, day = month_and_day(text)
    return int(month < 9), month, day

"""How often something is owed: the plain value behind a care rule (domain.md §1.9, §7.3)."""

from dataclasses import asdict, dataclass, field, fields
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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

UNITS: dict[str, str | Promise] = {
    SCHOOL_DAY: gettext_lazy("Every school day"),
    TEACHING_WEEK: gettext_lazy("Every teaching week"),
    EVERY_N_TEACHING_WEEKS: gettext_lazy("Every so many teaching weeks"),
    CALENDAR_MONTH: gettext_lazy("Every month"),
    QUARTER: gettext_lazy("Every quarter"),
    HALF_TERM: gettext_lazy("Every half term"),
    TERM: gettext_lazy("Every term"),
    SCHOOL_YEAR: gettext_lazy("Every school year"),
    HOLIDAY: gettext_lazy("Every winter and summer holiday"),
    EVERY_N_DAYS: gettext_lazy("Every so many days"),
}
COUNTED = {EVERY_N_DAYS, EVERY_N_TEACHING_WEEKS}
DIVIDED = {TERM, SCHOOL_YEAR}
# Counted from here when a rule has no first day; a Monday.
ANCHOR = date(2024, 1, 1)

PROBLEMS = {
    "unit": gettext_lazy("Choose how often."),
    "count": gettext_lazy("It has to be at least once."),
    "every": gettext_lazy("The interval has to be at least 1."),
    "dates": gettext_lazy("Write the days as month and day, within one school year."),
    "window": gettext_lazy("This window does not fit how often it is owed."),
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
    """

    first_weeks: int = 0
    last_weeks: int = 0
    from_day: str = ""
    to_day: str = ""
    months: tuple[int, ...] = ()
    breaks: tuple[int, ...] = ()
    in_holidays: bool = False


@dataclass(frozen=True)
class Cadence:
    """`count` times per period of `unit`; `every` is the n of the units that have one.

    `since` is where "every n days" starts to count; other units ignore it. Raises CadenceError.
    """

    unit: str
    count: int = 1
    every: int = 1
    window: Window = field(default_factory=Window)
    since: date = ANCHOR

    def __post_init__(self) -> None:
        if code := _problem(self):
            raise CadenceError(code)

    @property
    def over_holidays(self) -> bool:
        """Say whether days without school count as much as school days."""
        return self.unit == HOLIDAY or self.window.in_holidays or bool(self.window.from_day)


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
) -> Cadence:
    """Return the cadence out of a care rule's columns; raises CadenceError."""
    return Cadence(unit, count, every, read_window(window or {}), since or ANCHOR)


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
    if window.breaks and (unit != HOLIDAY or not set(window.breaks) <= {WINTER, SUMMER}):
        return "window"
    if window.months and (unit in (SCHOOL_YEAR, HOLIDAY) or not set(window.months) <= MONTHS):
        return "window"
    return None


MONTHS = set(range(1, 13))


def _place_in_year(text: str) -> tuple[int, int, int]:
    month, day = month_and_day(text)
    return int(month < 9), month, day


def cadence_label(cadence: Cadence) -> str:
    """Return how often in words: “每个教学周 1 次”."""
    often = str(UNITS[cadence.unit])
    if cadence.unit == EVERY_N_DAYS:
        often = _("Every %(every)d days") % {"every": cadence.every}
    elif cadence.unit == EVERY_N_TEACHING_WEEKS:
        often = _("Every %(every)d teaching weeks") % {"every": cadence.every}
    elif cadence.window.breaks == (WINTER,):
        often = _("Every winter holiday")
    elif cadence.window.breaks == (SUMMER,):
        often = _("Every summer holiday")
    return _("%(often)s, %(count)d×") % {"often": often, "count": cadence.count}

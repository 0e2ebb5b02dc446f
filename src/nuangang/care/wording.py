"""How often, in words: “每个教学周 1 次”, “每月 15 日前后”, “六一、中秋”."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from nuangang.care import cadences
from nuangang.care.cadences import UNITS, Cadence, Window
from nuangang.care.festivals import FESTIVALS, TERM_DAYS
from nuangang.terms.calendar import SUMMER, WINTER

DAYS = [
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
]
NTH = {
    1: pgettext_lazy("nth", "first"),
    2: pgettext_lazy("nth", "second"),
    3: pgettext_lazy("nth", "third"),
    4: pgettext_lazy("nth", "fourth"),
    -1: pgettext_lazy("nth", "last"),
}


def cadence_label(cadence: Cadence) -> str:
    """Return how often in words: “每个教学周 1 次”."""
    often = {"often": often_in_words(cadence), "count": cadence.count}
    return _("%(often)s, %(count)d×") % often


def often_in_words(cadence: Cadence) -> str:
    """Return the unit with its window in words, without how many times."""
    limits = pgettext("joins parts of a sentence", ", ").join(_limits(cadence.window))
    often = _unit(cadence)
    return _("%(often)s (%(limits)s)") % {"often": often, "limits": limits} if limits else often


def _unit(cadence: Cadence) -> str:
    window, every = cadence.window, {"every": cadence.every}
    match cadence.unit:
        case cadences.EVERY_N_DAYS:
            return _("Every %(every)d days") % every
        case cadences.EVERY_N_TEACHING_WEEKS:
            return _("Every %(every)d teaching weeks") % every
        case cadences.EVERY_N_MONTHS:
            return _("Every %(every)d months") % every
        case cadences.WEEKDAY:
            return _("Every %(days)s") % {"days": _listed(DAYS[day] for day in window.weekdays)}
        case cadences.MONTH_DAY:
            return _month_day(window)
        case cadences.OCCASION:
            return _occasions(window)
    return _holiday(cadence) or str(UNITS[cadence.unit])


def _holiday(cadence: Cadence) -> str:
    names: dict[tuple[str, tuple[int, ...]], str] = {
        (cadences.HOLIDAY, (WINTER,)): _("Every winter holiday"),
        (cadences.HOLIDAY, (SUMMER,)): _("Every summer holiday"),
        (cadences.HOLIDAY_WEEK, (WINTER,)): _("Every week of the winter holiday"),
        (cadences.HOLIDAY_WEEK, (SUMMER,)): _("Every week of the summer holiday"),
    }
    return names.get((cadence.unit, cadence.window.breaks), "")


def _month_day(window: Window) -> str:
    if window.month_day < 0:
        return _("On the last day of each month")
    if window.month_day:
        return _("On day %(day)d of each month") % {"day": window.month_day}
    named = {"nth": NTH[window.nth], "day": DAYS[window.weekdays[0]]}
    return _("On the %(nth)s %(day)s of each month") % named


def _occasions(window: Window) -> str:
    named = [FESTIVALS[name] for name in window.festivals]
    named += [TERM_DAYS[name] for name in window.term_days]
    return _("Every %(days)s") % {"days": _listed([*named, *window.dates])}


def _limits(window: Window) -> list[str]:
    said = []
    if window.weeks:
        said.append(_("only weeks %(weeks)s") % {"weeks": _listed(map(_week, window.weeks))})
    if window.first_weeks:
        weeks = window.first_weeks
        said.append(
            ngettext("in the first %(n)d week", "in the first %(n)d weeks", weeks) % {"n": weeks}
        )
    if window.last_weeks:
        weeks = window.last_weeks
        said.append(
            ngettext("in the last %(n)d week", "in the last %(n)d weeks", weeks) % {"n": weeks}
        )
    if window.from_day:
        days = {"first": window.from_day, "last": window.to_day}
        said.append(_("from %(first)s to %(last)s") % days)
    if window.months:
        said.append(_("only in months %(months)s") % {"months": _listed(map(str, window.months))})
    if window.in_holidays:
        said.append(_("in the holidays too"))
    return said


def _week(number: int) -> str:
    if number > 0:
        return str(number)
    return _("last") if number == -1 else _("number %(n)d from the end") % {"n": -number}


def _listed(names: Iterable[object]) -> str:
    return pgettext("joins a list", ", ").join(str(name) for name in names)

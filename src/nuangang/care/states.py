"""How a standing duty looks to the one who owes it: done, to do, late or excused."""

from datetime import date, datetime

from django.db.models import Case, F, Q, Value, When

from nuangang.care import cadences
from nuangang.care.kinds import CONTACTS, LOOKS, not_since
from nuangang.care.models import Duty
from nuangang.terms.calendar import school_day_now

MET, WAITING, URGENT, EXCUSED = STATES = ("met", "waiting", "urgent", "excused")
# Owed at least once a month: with these, never having been reached is late from the first day.
OFTEN = {
    cadences.SCHOOL_DAY,
    cadences.TEACHING_WEEK,
    cadences.EVERY_N_TEACHING_WEEKS,
    cadences.CALENDAR_MONTH,
    cadences.EVERY_N_DAYS,
    cadences.WEEKDAY,
    cadences.CALENDAR_WEEK,
    cadences.HOLIDAY_WEEK,
    cadences.MONTH_DAY,
}


# What state_of and worry read of a duty; lists load no more (a child's row has sealed columns).
STATE_COLUMNS = (
    "school",
    "child",
    "klass",
    "staff",
    "begins",
    "due_at",
    "owed",
    "done",
    "exempt",
    "missed_in_a_row",
    "missed_from",
    "last_done_on",
    "last_done_by__school",
    "last_done_by__name",
    "rule__school",
    "rule__name",
    "rule__kind",
    "rule__unit",
    "rule__at_most",
    "rule__counting",
    "group",
)


def state_of(duty: Duty, now: datetime) -> str:
    """Return met, waiting, urgent or excused.

    Urgent is what is past its day, what was missed last time and has not been made up since, and
    a child never reached (design.md: late from the first day). Nothing is urgent in a holiday.
    """
    if duty.done and duty.done >= duty.owed:
        return MET
    if school_day_now(now) < duty.begins:
        return EXCUSED
    if is_neglected(duty):
        return URGENT
    if duty.exempt:
        return EXCUSED
    return URGENT if now > duty.due_at else WAITING


def is_neglected(duty: Duty) -> bool:
    """Say whether the last period was missed and not made up, or the child was never reached.

    Of what is owed once a quarter or less often, one period missed is not yet a matter for today.
    """
    done = duty.last_done_on
    if done is None and duty.child_id and duty.rule.kind in CONTACTS and duty.rule.unit in OFTEN:
        return True
    if duty.missed_from is None or (duty.rule.unit not in OFTEN and duty.missed_in_a_row < 2):
        return False
    return done is None or done < duty.missed_from


def in_state(state: str, now: datetime, today: date | None = None) -> Q:
    """Return the condition that finds the duties of which state_of says `state`.

    `today` is the school's day at `now`, given where the statement is prepared.
    """
    today = today or school_day_now(now)
    open_now, neglected = ~_IS_MET & Q(begins__lte=today), _is_neglected()
    return {
        MET: _IS_MET,
        URGENT: open_now & (neglected | Q(exempt=False, due_at__lt=now)),
        EXCUSED: ~_IS_MET & (Q(begins__gt=today) | (Q(exempt=True) & ~neglected)),
        WAITING: open_now & ~neglected & Q(exempt=False, due_at__gte=now),
    }[state]


def state_column(now: datetime, today: date) -> Case:
    """Return what state_of says as a column: asked once a row, where four conditions ask four times."""
    return Case(
        When(_IS_MET, then=Value(MET)),
        When(begins__gt=today, then=Value(EXCUSED)),
        When(_is_neglected(), then=Value(URGENT)),
        When(exempt=True, then=Value(EXCUSED)),
        When(due_at__lt=now, then=Value(URGENT)),
        default=Value(WAITING),
    )


_IS_MET = Q(done__gt=0, done__gte=F("owed"))


def _is_neglected() -> Q:
    """Return the condition for which is_neglected says so."""
    never = Q(last_done_on__isnull=True)
    unreached = never & Q(
        child__isnull=False, rule__kind__in=CONTACTS, rule__unit__in=sorted(OFTEN)
    )
    serious = Q(rule__unit__in=sorted(OFTEN)) | Q(missed_in_a_row__gte=2)
    missed = serious & Q(missed_from__isnull=False)
    return unreached | (missed & (never | Q(last_done_on__lt=F("missed_from"))))


def escalated(now: datetime, today: date | None = None) -> Q:
    """Return the condition for what the lead has to know: late, and missed twice in a row."""
    return in_state(URGENT, now, today) & Q(missed_in_a_row__gte=2)


def worry(duty: Duty, today: date) -> str:
    """Return in words why the duty is urgent."""
    if duty.last_done_on is None:
        return str(LOOKS[duty.rule.kind].never)
    return not_since(duty.rule.kind, (today - duty.last_done_on).days)

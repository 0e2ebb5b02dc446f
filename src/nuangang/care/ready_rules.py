"""Care rules ready to adopt: both 五个一 of the founding plans, and what other places promise.

Sources are domain.md R51–R54, R57, R59, §1.9, §7.3 and the cadences at the end of §8.5.
"""

from django.utils.translation import gettext_lazy as _

from nuangang.care import cadences
from nuangang.care.models import Kind
from nuangang.care.ready_more import MORE
from nuangang.care.ready_shapes import (
    ANY_CALL,
    CHILDREN,
    CLASS_TEACHER,
    DAYS,
    EVERY_TEACHER,
    FAMILY,
    MEETING_THE_CHILD,
    PER_ADULT,
    PER_CLASS,
    ReadyRule,
    ReadySet,
)

_WEEKLY_TALK = ReadyRule(_("A talk every week"), Kind.TALK, cadences.TEACHING_WEEK)
_MONTHLY_CALL = ReadyRule(
    _("A call to the family every month"),
    Kind.PARENT_CALL,
    cadences.CALENDAR_MONTH,
    proofs=ANY_CALL,
)
_MONTHLY_LETTER = ReadyRule(_("A letter every month"), Kind.LETTER, cadences.CALENDAR_MONTH)
_VISIT_A_TERM = ReadyRule(_("A home visit every term"), Kind.HOME_VISIT, cadences.TERM)
_GIFT_A_TERM = ReadyRule(_("A gift or aid every term"), Kind.GIFT, cadences.TERM)
_CARERS_MEETING = ReadyRule(
    _("A meeting with the carers every term"),
    Kind.MEETING,
    cadences.TERM,
    owed_by=CLASS_TEACHER,
    owed=PER_CLASS,
    counting=DAYS,
)

READY: dict[str, ReadySet] = {
    "five_ones_a": ReadySet(
        _("Five ones, with tutoring and summary"),
        _("From a school's plan with weekly tutoring"),
        (
            ReadyRule(_("Support with money every term"), Kind.GIFT, cadences.TERM),
            _WEEKLY_TALK,
            ReadyRule(_("Help with homework every week"), Kind.TUTORING, cadences.TEACHING_WEEK),
            ReadyRule(
                _("A call to parents or carer every month"),
                Kind.PARENT_CALL,
                cadences.CALENDAR_MONTH,
                proofs=ANY_CALL,
            ),
            ReadyRule(
                _("A written summary every year"),
                Kind.SUMMARY,
                cadences.SCHOOL_YEAR,
                owed=PER_ADULT,
                counting=DAYS,
            ),
        ),
    ),
    "five_ones_b": ReadySet(
        _("Five ones, with home visit and reunion"),
        _("From a school's plan with a visit every quarter"),
        (
            _WEEKLY_TALK,
            _MONTHLY_CALL,
            ReadyRule(_("A home visit every quarter"), Kind.HOME_VISIT, cadences.QUARTER),
            _GIFT_A_TERM,
            ReadyRule(
                _("A talk with the parents around New Year"),
                Kind.REUNION,
                cadences.SCHOOL_YEAR,
                window={"from_day": "12-15", "to_day": "02-28"},
            ),
        ),
    ),
    "three_to_five_a_week": ReadySet(
        _("Every teacher talks with 3–5 children a week"),
        _("From a school's plan by months"),
        (
            ReadyRule(
                _("Talk with 3–5 children every week"),
                Kind.TALK,
                cadences.TEACHING_WEEK,
                count=3,
                at_most=5,
                owed_by=EVERY_TEACHER,
                owed=PER_ADULT,
                counting=CHILDREN,
            ),
        ),
    ),
    "talk_and_call_weekly": ReadySet(
        _("A talk and a call every week"),
        _("As in Suichang"),
        (
            _WEEKLY_TALK,
            ReadyRule(
                _("A call to the family every week"),
                Kind.PARENT_CALL,
                cadences.TEACHING_WEEK,
                proofs=ANY_CALL,
            ),
            _VISIT_A_TERM,
        ),
    ),
    "four_ones": ReadySet(
        _("Four ones"),
        _("As in Longnan"),
        (
            ReadyRule(
                _("Three talks a month"), Kind.TALK, cadences.CALENDAR_MONTH, count=3, counting=DAYS
            ),
            ReadyRule(_("A home visit every month"), Kind.HOME_VISIT, cadences.CALENDAR_MONTH),
            ReadyRule(_("A gift every year"), Kind.GIFT, cadences.SCHOOL_YEAR),
        ),
    ),
    "call_meeting_visit": ReadySet(
        _("Call, carers' meeting, home visit"),
        _("As in Jin'an"),
        (_MONTHLY_CALL, _CARERS_MEETING, _VISIT_A_TERM),
    ),
    "parents_keep_in_touch": ReadySet(
        _("Parents keep in touch"),
        _("As in Futai"),
        (
            ReadyRule(
                _("Parents and child speak every two weeks"),
                Kind.CHILD_CALL,
                cadences.EVERY_N_TEACHING_WEEKS,
                every=2,
                owed_by=FAMILY,
            ),
            _MONTHLY_LETTER,
            ReadyRule(
                _("The class teacher and the family speak every month"),
                Kind.PARENT_CALL,
                cadences.CALENDAR_MONTH,
                proofs=(*ANY_CALL, Kind.HOME_VISIT, Kind.MEETING),
                owed_by=CLASS_TEACHER,
            ),
            ReadyRule(
                _("Training for the carers twice a term"),
                Kind.MEETING,
                cadences.HALF_TERM,
                owed_by=CLASS_TEACHER,
                owed=PER_CLASS,
                counting=DAYS,
            ),
        ),
    ),
    "call_and_meet": ReadySet(
        _("A call every month, a meeting every quarter"),
        _("As in Shahe"),
        (
            ReadyRule(
                _("A call every month"),
                Kind.CARER_CALL,
                cadences.CALENDAR_MONTH,
                proofs=(*ANY_CALL, Kind.TALK),
            ),
            ReadyRule(
                _("Meet the child every quarter"),
                Kind.ACTIVITY,
                cadences.QUARTER,
                proofs=MEETING_THE_CHILD,
            ),
        ),
    ),
    "six_ones": ReadySet(
        _("Six ones"),
        _("As in Dali"),
        (
            _MONTHLY_CALL,
            ReadyRule(_("A letter every term"), Kind.LETTER, cadences.TERM),
            ReadyRule(_("A wish or birthday gift every year"), Kind.GIFT, cadences.SCHOOL_YEAR),
            ReadyRule(_("An activity together every term"), Kind.ACTIVITY, cadences.TERM),
            ReadyRule(_("A talk every month"), Kind.TALK, cadences.CALENDAR_MONTH),
            _VISIT_A_TERM,
        ),
    ),
    "carers_twice_a_term": ReadySet(
        _("The class teacher speaks with the carer twice a term"),
        _("From class files"),
        (
            ReadyRule(
                _("Speak with the carer every half term"),
                Kind.CARER_CALL,
                cadences.HALF_TERM,
                proofs=(*ANY_CALL, Kind.HOME_VISIT, Kind.MEETING),
                owed_by=CLASS_TEACHER,
            ),
        ),
    ),
    "boarders_every_day": ReadySet(
        _("Boarders every school day"),
        _("Look once more, ask once more"),
        (
            ReadyRule(
                _("Look in on boarders every day"),
                Kind.LOOK_IN,
                cadences.SCHOOL_DAY,
                proofs=(Kind.LOOK_IN, Kind.TALK, Kind.TUTORING),
                owed_by=CLASS_TEACHER,
                children={"boarding": True},
            ),
        ),
    ),
    "regular_checks": ReadySet(
        _("Regular checks"),
        _("Meetings, health and pairs, at intervals you choose"),
        (
            ReadyRule(
                _("A class meeting on a theme every month"),
                Kind.CLASS_MEETING,
                cadences.CALENDAR_MONTH,
                owed_by=CLASS_TEACHER,
                owed=PER_CLASS,
                counting=DAYS,
            ),
            ReadyRule(
                _("A health check every term"),
                Kind.HEALTH_CHECK,
                cadences.TERM,
                owed_by=CLASS_TEACHER,
            ),
            ReadyRule(
                _("Look how every pair gets on, every half term"),
                Kind.PAIR_CHECK,
                cadences.HALF_TERM,
                owed_by=CLASS_TEACHER,
            ),
        ),
    ),
    "holiday_contact": ReadySet(
        _("In the holidays"),
        _("One call in winter, two in summer"),
        (
            ReadyRule(
                _("A call in the winter holiday"),
                Kind.PARENT_CALL,
                cadences.HOLIDAY,
                proofs=ANY_CALL,
                window={"breaks": [1]},
            ),
            ReadyRule(
                _("Two calls in the summer holiday"),
                Kind.PARENT_CALL,
                cadences.HOLIDAY,
                count=2,
                proofs=ANY_CALL,
                counting=DAYS,
                window={"breaks": [2]},
            ),
        ),
    ),
    **MORE,
}

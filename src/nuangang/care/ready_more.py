"""Ready sets for what many plans have in common beside the agent parents' promises."""

from django.utils.translation import gettext_lazy as _

from nuangang.accounts.posts import Post
from nuangang.care import cadences
from nuangang.care.models import Kind, own_kind
from nuangang.care.ready_shapes import (
    CHILDREN,
    CLASS_TEACHER,
    DAYS,
    PER_CLASS,
    PER_DORM,
    PER_SCHOOL,
    POSTS,
    SCHOOL,
    ReadyRule,
    ReadySet,
)

MORE: dict[str, ReadySet] = {
    "month_by_month": ReadySet(
        _("From month to month in a class"),
        _("What many schools' plans have in common"),
        (
            ReadyRule(
                _("The leading group meets every month"),
                own_kind("领导小组会"),
                cadences.CALENDAR_MONTH,
                owed_by=POSTS,
                owing={"posts": [Post.HEAD.value, Post.LEAD.value]},
                owed=PER_SCHOOL,
                counting=DAYS,
            ),
            ReadyRule(
                _("Safety lesson before every holiday"),
                own_kind("安全教育"),
                cadences.OCCASION,
                owed_by=CLASS_TEACHER,
                owed=PER_CLASS,
                counting=DAYS,
                window={"term_days": ["before_days_off"], "before": 4},
            ),
            ReadyRule(
                _("Every child's birthday is kept"),
                own_kind("生日祝福"),
                cadences.BIRTHDAY,
                owed_by=CLASS_TEACHER,
                window={"before": 7, "after": 7},
            ),
            ReadyRule(
                _("Every left-behind child visited at home within the term"),
                Kind.HOME_VISIT,
                cadences.TERM,
                owed_by=CLASS_TEACHER,
                owed=PER_CLASS,
                counting=CHILDREN,
                share=100,
            ),
        ),
    ),
    "mind_and_body": ReadySet(
        _("Mind and body"),
        _("Screening, counselling, the doctor's check"),
        (
            ReadyRule(
                _("Screening once a term"),
                own_kind("心理筛查"),
                cadences.TERM,
                owed_by=POSTS,
                owing={"posts": [Post.COUNSELLOR.value]},
            ),
            ReadyRule(
                _("A lesson on the mind in every class every month"),
                own_kind("心理课"),
                cadences.CALENDAR_MONTH,
                owed_by=POSTS,
                owing={"posts": [Post.COUNSELLOR.value]},
                owed=PER_CLASS,
                counting=DAYS,
            ),
            ReadyRule(
                _("A health check once a term"),
                Kind.HEALTH_CHECK,
                cadences.TERM,
                owed_by=POSTS,
                owing={"posts": [Post.DOCTOR.value]},
            ),
        ),
    ),
    "the_home": ReadySet(
        _("The Family Home"),
        _("Open hours in term and in the holidays"),
        (
            ReadyRule(
                _("The Home is open twice a week"),
                own_kind("开放活动室"),
                cadences.TEACHING_WEEK,
                count=2,
                owed_by=SCHOOL,
                owed=PER_SCHOOL,
                counting=DAYS,
            ),
            ReadyRule(
                _("The Home is open three days a week in the holidays"),
                own_kind("开放活动室"),
                cadences.HOLIDAY_WEEK,
                count=3,
                owed_by=SCHOOL,
                owed=PER_SCHOOL,
                counting=DAYS,
            ),
            ReadyRule(
                _("Somebody is on duty every school day"),
                own_kind("之家值班"),
                cadences.SCHOOL_DAY,
                owed_by=SCHOOL,
                owed=PER_SCHOOL,
                counting=DAYS,
            ),
        ),
    ),
    "boarders_at_night": ReadySet(
        _("Boarders: night round and a weekly talk"),
        _("By the dormitory keeper"),
        (
            ReadyRule(
                _("A night round in every dormitory"),
                own_kind("查寝"),
                cadences.WEEKDAY,
                owed_by=POSTS,
                owing={"posts": [Post.DORM_KEEPER.value]},
                owed=PER_DORM,
                counting=DAYS,
                window={"weekdays": [0, 1, 2, 3, 6]},
                children={"who": "all", "boarding": True},
            ),
            ReadyRule(
                _("The dormitory keeper talks with every boarder every week"),
                Kind.TALK,
                cadences.TEACHING_WEEK,
                owed_by=POSTS,
                owing={"posts": [Post.DORM_KEEPER.value]},
                children={"boarding": True},
            ),
        ),
    ),
    "festivals": ReadySet(
        _("Festivals with the children"),
        _("Children's Day, Mid-Autumn, New Year; letters on Mother's Day"),
        (
            ReadyRule(
                _("A visit on Children's Day"),
                Kind.ACTIVITY,
                cadences.OCCASION,
                proofs=(Kind.ACTIVITY, Kind.GIFT, Kind.HOME_VISIT),
                window={"festivals": ["childrens_day"], "before": 7, "after": 7},
            ),
            ReadyRule(
                _("Together at Mid-Autumn and New Year"),
                Kind.ACTIVITY,
                cadences.OCCASION,
                owed_by=CLASS_TEACHER,
                owed=PER_CLASS,
                counting=DAYS,
                window={"festivals": ["mid_autumn", "new_year"], "before": 7, "after": 3},
            ),
            ReadyRule(
                _("A letter home on Mother's Day"),
                Kind.LETTER,
                cadences.OCCASION,
                owed_by=CLASS_TEACHER,
                window={"festivals": ["mothers_day"], "before": 7, "after": 3},
            ),
        ),
    ),
}

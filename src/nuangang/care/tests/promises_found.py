"""More recurring promises, from plans and rules found on the web by somebody who had not written the form.

In our own words, worked out by hand on the cast of test_promises; promises.py says how to read them.
Each of them was first entered in the browser as a lead would.
"""

from nuangang.care.tests.promises import (
    A_TERM,
    AGENTS,
    CALL,
    MONTH,
    TALK,
    VISIT,
    WEEK,
    YEAR,
    Promise,
    agent,
    by_class,
    by_school,
    promise,
    teacher,
)

OUTSIDE = {"owed_by": "agent_parent", "only": "outside"}
MARCH, APRIL = ("2027-03-31", "2028-03-31"), ("2027-04-30", "2028-04-28")
SEPTEMBER, OCTOBER = ("2027-09-30", "2028-09-29"), ("2027-10-29", "2028-10-31")
HOLIDAYS = ("2027-02-21", "2027-08-31")


def _outside(words: str, **chosen: str) -> Promise:
    return promise("厦门", words, "孙 1", 1, 1, A_TERM, **OUTSIDE, unit="term", **chosen)


FOUND = [
    # women's federations: mothers by choice
    _outside("每学期到家走访", kind=VISIT),
    _outside("每学期谈心", kind=TALK),
    _outside("每学期和班主任联系", own_kind="联系班主任"),
    _outside("每学期和监护人沟通", kind="carer_call"),
    _outside("每学期写一封信", kind="letter"),
    agent(
        "烟台",
        "每月至少一次电话、视频或当面谈心",
        MONTH,
        kind=TALK,
        proofs=[TALK, "child_call", VISIT],
        unit="calendar_month",
    ),
    agent(
        "烟台",
        "春节、六一去看望",
        ("2027-02-06", "2027-06-01"),
        own_kind="看望",
        unit="occasion",
        festivals=["spring_festival", "childrens_day"],
        before="10",
    ),
    agent("烟台", "寒暑假各慰问一次", HOLIDAYS, kind="gift", unit="holiday"),
    # a city's summary
    promise(
        "南充",
        "每月一封家信或一个电话",
        AGENTS,
        5,
        1,
        MONTH,
        owed_by="child",
        kind="letter",
        proofs=["letter", "child_call"],
        unit="calendar_month",
    ),
    # a guide to psychological work at schools
    promise(
        "校园心理",
        "每班每周一节心理课",
        "严 3",
        3,
        1,
        WEEK,
        owed_by="posts",
        posts=["counsellor"],
        owed="per_class",
        counting="days",
        own_kind="心理课",
        unit="teaching_week",
        who="all",
    ),
    by_class(
        "校园心理",
        "每月一次心理主题班会",
        MONTH,
        kind="class_meeting",
        unit="calendar_month",
        who="all",
    ),
    by_school(
        "校园心理",
        "每学期四次筛查",
        "严",
        A_TERM,
        4,
        posts=["counsellor"],
        own_kind="心理筛查",
        unit="term",
        count="4",
        who="all",
    ),
    promise(
        "心理体系",
        "每年给每个学生测评一次",
        "严 5",
        5,
        1,
        YEAR,
        owed_by="posts",
        posts=["counsellor"],
        own_kind="心理测评",
        unit="school_year",
        who="all",
    ),
    # advice to families
    promise(
        "家庭建议",
        "父母每周视频至少三次",
        AGENTS,
        5,
        3,
        WEEK,
        owed_by="family",
        kind="child_call",
        unit="teaching_week",
        count="3",
    ),
    # a school's plan for exercise
    by_school(
        "锻炼",
        "每天一小时体育活动",
        "—",
        ("2026-11-16", "2026-11-17"),
        own_kind="体育活动",
        unit="school_day",
    ),
    # a year's plan of a home for left-behind children
    by_school(
        "之家",
        "每周三下午开放",
        "—",
        ("2026-11-18", "2026-11-25"),
        own_kind="开放之家",
        unit="weekday",
        weekdays=["2"],
    ),
    teacher("之家", "寒暑假以家访为主", HOLIDAYS, kind=VISIT, unit="holiday"),
    # six plans in one collection
    by_class(
        "六篇", "班级每月开一次留守孩子会", MONTH, kind="class_meeting", unit="calendar_month"
    ),
    # a school's outline with a signed promise
    agent("承诺书", "每期走访一次", A_TERM, kind=VISIT, unit="term"),
    agent("承诺书", "每期帮扶一次", A_TERM, own_kind="帮扶", unit="term"),
    agent("承诺书", "每期核查一次信息", A_TERM, own_kind="信息核查", unit="term"),
    # a year's plan by months
    by_school(
        "月历",
        "一月理台账",
        "—",
        ("2027-01-22", "2028-01-14"),
        own_kind="理台账",
        unit="calendar_month",
        months=["1"],
    ),
    agent(
        "月历",
        "二月走访慰问",
        ("2027-02-28", "2028-02-29"),
        kind=VISIT,
        unit="calendar_month",
        months=["2"],
        in_holidays="on",
    ),
    by_school(
        "月历",
        "三月心理讲座",
        "—",
        MARCH,
        own_kind="心理讲座",
        unit="calendar_month",
        months=["3"],
    ),
    by_school(
        "月历",
        "四月安全教育",
        "—",
        APRIL,
        own_kind="安全教育",
        unit="calendar_month",
        months=["4"],
    ),
    teacher(
        "月历",
        "七月暑期家访",
        ("2027-07-31", "2028-07-31"),
        kind=VISIT,
        unit="calendar_month",
        months=["7"],
        in_holidays="on",
    ),
    teacher(
        "月历",
        "九月更新档案",
        SEPTEMBER,
        own_kind="更新档案",
        unit="calendar_month",
        months=["9"],
    ),
    by_class(
        "月历",
        "十月感恩教育",
        OCTOBER,
        own_kind="感恩教育",
        unit="calendar_month",
        months=["10"],
    ),
    # a province's standard for children's directors of villages
    promise(
        "省标准",
        "儿童主任每学期和学校联系",
        "东主任 1、西主任 1",
        2,
        1,
        A_TERM,
        owed_by="people",
        staff=["东主任", "西主任"],
        owed="per_adult",
        counting="days",
        own_kind="联系学校",
        unit="term",
    ),
    promise(
        "省标准",
        "儿童主任每年随访本村家庭",
        "东主任 2",
        2,
        1,
        YEAR,
        owed_by="people",
        staff=["东主任"],
        kind=VISIT,
        unit="school_year",
        named="安安、波波",
    ),
    # a town's helpers
    promise(
        "乡镇",
        "帮扶人每月联系家长",
        "孙 1",
        1,
        1,
        MONTH,
        **OUTSIDE,
        kind=CALL,
        unit="calendar_month",
    ),
    promise(
        "五老",
        "春节前走访父母不回来的孩子",
        "王 2、李 1",
        3,
        1,
        ("2027-02-06", "2028-01-26"),
        owed_by="agent_parent",
        kind=VISIT,
        unit="occasion",
        festivals=["spring_festival"],
        before="20",
        who="both",
    ),
    # a school's rules for left-behind children
    teacher("管理制度", "班主任每学期家访每个孩子", A_TERM, kind=VISIT, unit="term"),
    teacher("管理制度", "每学期向监护人通报", A_TERM, own_kind="情况通报", unit="term"),
]

"""An invented roster as a school keeps it, with a few of the usual mistakes in it."""

from datetime import date
from typing import Any

from nuangang.site.demo.invent import VILLAGES, Inventor

HEAD = [
    ["清溪镇初级中学留守儿童花名册"],
    ["填报单位（盖章）：清溪镇初级中学      填报时间：2026年9月"],
    ["序号", "姓名", "性别", "出生年月", "身份证号", "班级", "家庭住址", "留守类型", "监护人", "与学生关系", "联系电话"],
]  # fmt: skip
MISTYPED, NAMELESS, SHORT_PHONE = 4, 9, 13


def invented_roster(children: int, *, seed: int = 7) -> list[list[Any]]:
    """Return the rows of a roster of so many children, with one mistake each of three kinds."""
    inventor = Inventor(seed)
    rows = [_row(inventor, number) for number in range(1, children + 1)]
    return [*HEAD, *rows, ["合计", f"{children} 人"], ["校长签字：", "", "填表人："]]


def _row(inventor: Inventor, number: int) -> list[Any]:
    gender = "male" if inventor.chance(0.5) else "female"
    surname = inventor.surname()
    born = inventor.day(date(2013, 9, 1), date(2014, 8, 31))
    identity, phone = inventor.id_number(born, gender), inventor.phone()
    if number == MISTYPED:
        identity = identity[:-1] + ("1" if identity[-1] != "1" else "2")
    return [
        number,
        "" if number == NAMELESS else inventor.name(gender, surname),
        "男" if gender == "male" else "女",
        f"{born:%Y.%m}",
        identity,
        f"七({1 + number % 3})班",
        f"{inventor.draw.choice(VILLAGES)}{number % 7 + 1}组",
        inventor.draw.choice(("双留", "父外出", "母外出")),
        inventor.name("male", surname, elder=True),
        "爷爷",
        phone[:10] if number == SHORT_PHONE else phone,
    ]

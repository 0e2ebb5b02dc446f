"""Rosters whose cells hold identity numbers, dates, sexes and yes or no as people type them."""

from collections.abc import Iterator

from .columns import classes, columns
from .expect import ABSENT, ANY, Case, Clear, Maybe, OneOf, Said
from .page import bare, case
from .people import Child, Town, check_digit


def identities(form: str = "xlsx") -> Case:
    """Numbers that only look different are the same number."""
    town = Town("ids")
    cols = columns("name sex birth id class")
    page = bare(cols)
    for dress in (
        lambda n: f"{n[:6]} {n[6:14]} {n[14:]}",
        lambda n: n.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789X"}),
        lambda n: n.lower(),
        lambda n: "'" + n,
        lambda n: f" {n}\u00a0",
        lambda n: f"\t{n}\u200b",
        lambda n: f"‘{n}",
        lambda n: f"{n[:6]}\n{n[6:]}",
    ):
        child = _ending_x(town)
        page.odd(cols, child, "身份证号", dress(child.id_number))
    return case("dressed identity numbers", form, page)


def _ending_x(town: Town) -> Child:
    child = town.child()
    male = child.gender == "male"
    for serial in range(int(male), 1000, 2):
        first17 = f"999999{child.birth:%Y%m%d}{serial:03d}"
        if check_digit(first17) == "X" and first17 not in town.used:
            town.used.add(first17)
            child.id_number = first17 + "X"
            break
    return child


def lost_digits(form: str = "xlsx") -> Case:
    """A number cell has kept fifteen digits; 5.1E+17 fewer: reject the cell, keep the child."""
    town = Town("lost")
    cols = columns("name sex birth id class")
    page = bare(cols)
    page.child(cols, town.child())
    shown = [lambda n: float(n[:15] + "000"), lambda n: f"{int(n[:15]) / 1e14:.5f}E+17"]
    if form.startswith("csv"):
        shown = [
            lambda n: n[:15] + "000",
            lambda n: f"{int(n[:15]) / 1e14:.2f}E+17",
            lambda n: "5.1E+17",
        ]
    for dress in shown * 2:
        child = _not_true_zeros(town)
        row = page.odd(cols, child, "身份证号", dress(child.id_number), id_number=None)
        page.problem(row, "id_lost_digits")
    page.child(cols, town.child())
    return case("lost digits", form, page)


def _not_true_zeros(town: Town) -> Child:
    while True:
        child = town.child()
        if child.id_number[17] != "X" and check_digit(child.id_number[:15] + "00") != "0":
            return child


def wrong_identities(form: str = "xls") -> Case:
    """Wrong check digit, impossible birth, wrong length, birth and sex that disagree."""
    town = Town("wrongids")
    cols = columns("name sex birth id class")
    page = bare(cols)
    child = town.child()
    wrong = child.id_number[:17] + ("1" if child.id_number[17] != "1" else "2")
    row = page.odd(cols, child, "身份证号", wrong, id_number=Maybe(wrong))
    page.problem(row, "id_checksum")
    for bad in ("999999201302290031", "99999920130512001", "9999992013051200166", "没有", "待补"):
        page.odd(cols, town.child(), "身份证号", bad, id_number=Said() if bad[0] == "9" else None)
    child, other = town.children(2)
    row = page.odd(
        cols, child, "出生日期", "2012-02-29", birth=ANY, id_number=Maybe(child.id_number)
    )
    page.problem(row, "birth_mismatch")
    shown = "女" if other.gender == "male" else "男"
    row = page.odd(cols, other, "性别", shown, gender=ANY, id_number=Maybe(other.id_number))
    page.problem(row, "gender_mismatch")
    page.child(cols, town.child())
    return case(
        "wrong identity numbers", form, page,
        allowed="id_checksum birth_mismatch gender_mismatch id_invalid id_length id_date id_birth value_unknown",
    )  # fmt: skip


DAYS = {
    "{y}-{m:02}-{d:02}": 1, "{y}/{m}/{d}": 1, "{y}.{m:02}.{d:02}": 1, "{y}{m:02}{d:02}": 1, "{y}年{m}月{d}日": 1,
    "{y}.{m}.{d}": 1, "{y}-{m:02}-{d:02} 00:00:00": 1, "{y} 年 {m} 月 {d} 日": 1, "{y}年{m}月{d}号": 1,
    "{y}/{m:02}/{d:02}": 1, "{y}、{m}、{d}": 1,
}  # fmt: skip
MONTHS = (
    "{y}.{m}",
    "{y}.{m:02}",
    "{y}-{m}",
    "{y}/{m}",
    "{y}年{m}月",
    "{y}{m:02}",
    "{y}年{m:02}月",
    "{y}-{m:02}",
)
SHORT = ("{s}年{m}月", "{s}.{m}", "{s}-{m:02}-{d:02}", "{s}.{m}.{d}", "{s}年{m}月{d}日")


def _filled(pattern: str, child: Child) -> str:
    b = child.birth
    return pattern.format(y=b.year, m=b.month, d=b.day, s=b.year % 100)


def dates(form: str = "xlsx") -> Case:
    """Birth dates as text in every form of §5.7, day or month known."""
    town = Town("dates")
    cols = columns("name sex class birth")
    page = bare(cols)
    for pattern in DAYS:
        child = town.child()
        page.odd(cols, child, "出生日期", _filled(pattern, child))
    for pattern in MONTHS:
        child = town.child()
        page.odd(cols, child, "出生日期", _filled(pattern, child), birth=f"{child.birth:%Y-%m}")
    for pattern in SHORT:
        child = town.child()
        right = child.birth.isoformat() if "{d" in pattern else f"{child.birth:%Y-%m}"
        page.odd(cols, child, "出生日期", _filled(pattern, child), birth=Clear(right))
    for text, right in CHINESE.items():
        page.odd(cols, town.child(), "出生日期", text, birth=right)
    return case("dates as typed", form, page, allowed="date_unreadable")


CHINESE = {
    "二〇一三年五月": "2013-05", "二○一三年十二月": "2013-12", "二零一四年三月八日": "2014-03-08",
    "二〇一二年十月二十一日": "2012-10-21", "２０１３．０５．０６": "2013-05-06", "２０１２年１１月": "2012-11",
}  # fmt: skip


def bad_dates(form: str = "xls") -> Case:
    """Dates that never were, a lunar date and words are left out and said."""
    town = Town("baddates")
    cols = columns("name sex class birth")
    page = bare(cols)
    for text in (
        "2013.2.30",
        "2012年11月31日",
        "农历三月初八",
        "不清楚几号",
        "2013-13-01",
        "20130230",
    ):
        row = page.odd(cols, town.child(), "出生日期", text, birth=None)
        page.problem(row, "date_unreadable")
    page.odd(cols, town.child(), "出生日期", "2031-05-01", birth=Said("2031-05-01"))
    page.odd(cols, town.child(), "出生日期", None, birth=None)
    page.odd(cols, town.child(), "出生日期", "不详", birth=None)
    page.child(cols, town.child())
    return case("dates that never were", form, page, allowed="date_unreadable")


def number_dates(form: str = "xlsx") -> Case:
    """2012.1 in a number cell is January or October: the ID number decides, or the doubt is said."""
    town = Town("numberdates")
    cols = columns("name sex class birth id")
    page = bare(cols)
    for child in _born_in(town, 10), _born_in(town, 1):
        month = child.birth.isoformat()
        page.odd(
            cols, child, "出生日期", float(f"{child.birth.year}.1"), birth=OneOf(month[:7], month)
        )
    child = _born_in(town, 10)
    row = page.odd(cols, child, "出生日期", float(f"{child.birth.year}.1"), id_number=None)
    page.put(row, 5, None)
    page.children[-1] |= {
        "birth": Said(f"{child.birth.year}-01", f"{child.birth.year}-10"), "gender": child.gender
    }  # fmt: skip
    child = _born_in(town, 5)
    page.odd(
        cols,
        child,
        "出生日期",
        float(f"{child.birth.year}.05"),
        birth=OneOf(f"{child.birth:%Y-%m}", child.birth.isoformat()),
    )
    child = _born_in(town, 6)
    page.odd(cols, child, "出生日期", int(f"{child.birth:%Y%m%d}"))
    child = _born_in(town, 7)
    page.odd(
        cols,
        child,
        "出生日期",
        int(f"{child.birth:%Y%m}"),
        birth=OneOf(f"{child.birth:%Y-%m}", child.birth.isoformat()),
    )
    return case("dates as numbers", form, page, allowed="date_unreadable")


def _born_in(town: Town, month: int) -> Child:
    while (child := town.child()).birth.month != month:
        pass
    return child


def booleans(form: str = "xlsx") -> Case:
    """Yes and no in every way."""
    town = Town("booleans")
    cols = columns("name sex id class boarding")
    page = bare(cols)
    for text, value in {
        "是": True, "否": False, "√": True, "×": False, "Y": True, "N": False, "1": True, "0": False, "有": True,
        "无": False, "住校": True, "走读": False, "寄宿": True, "寄宿生": True, "走读生": False, "": None, None: None,
        "不住校": False, "✓": True, "住": True,
    }.items():  # fmt: skip
        page.odd(cols, town.child(), "是否寄宿", text, boarding=value)
    for text, value in ((1, True), (0, False), (True, True)):
        page.odd(cols, town.child(), "是否寄宿", text, boarding=value)
    row = page.odd(cols, town.child(), "是否寄宿", "看情况", boarding=None)
    page.problem(row, "value_unknown")
    return case("yes and no", form, page)


def genders(form: str = "xls") -> Case:
    """男 and 女 in every way; a word that is neither is said."""
    town = Town("genders")
    cols = columns("name sex class")
    page = bare(cols)
    for text, value in {
        "男": "male", "女": "female", "男生": "male", "女生": "female", "M": "male", "F": "female", "男性": "male",
        " 女 ": "female", "男孩": "male", "1": "male", "2": "female", 1: "male", 2: "female",
    }.items():  # fmt: skip
        page.odd(cols, town.child(), "性别", text, gender=value)
    row = page.odd(cols, town.child(), "性别", "楠", gender=None)
    page.problem(row, "value_unknown")
    page.odd(cols, town.child(), "性别", None, gender=None)
    return case("sexes", form, page)


def guardian_ages(form: str = "xls") -> Case:
    """Ages with 岁, as text, as floats; nonsense is left out."""
    town = Town("guardianages")
    cols = [*columns("name sex id"), classes("701"), *columns("guardian guardian_age")]
    page = bare(cols)
    for shown in ("{}", "{}岁", "{}周岁", " {} ", "{}.0"):
        child = town.child()
        page.odd(cols, child, "监护人年龄", shown.format(child.guardian.age))
    page.odd(cols, town.child(), "监护人年龄", "六十多", guardian_age=ABSENT)
    return case("guardians' ages", form, page, allowed="value_unknown")


def all_values() -> Iterator[Case]:
    """Yield every case of this module."""
    yield from (
        identities(),
        identities("csv-utf8"),
        lost_digits(),
        lost_digits("xls"),
        lost_digits("csv-gb"),
    )
    yield from (
        wrong_identities(),
        wrong_identities("csv-gb"),
        dates(),
        dates("csv-gb"),
        bad_dates(),
    )
    yield from (number_dates(), number_dates("xls"), booleans(), genders(), guardian_ages())

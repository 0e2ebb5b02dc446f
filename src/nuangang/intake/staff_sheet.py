"""Understanding a list of staff: names, phones, party members, posts and their classes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from nuangang.accounts.posts import Post
from nuangang.intake.clearance_sheet import CLEAR, result_in
from nuangang.intake.reading import opening
from nuangang.lib import classnames, names, phones, typed_dates
from nuangang.lib.typed_text import squeezed

HEADERS = {
    "name": ("姓名", "教师姓名", "教职工姓名", "教师", "教职工"),
    "gender": ("性别",),
    "phone": ("联系电话", "手机号码", "手机号", "手机", "电话", "联系方式", "电话号码"),
    "party": ("政治面貌", "是否党员", "党员", "党员(√)", "中共党员"),
    "post": ("职务", "岗位", "职位", "行政职务", "现任职务", "担任职务", "职务分工", "分工"),
    "class_teacher": ("班主任班级", "班主任", "担任班主任", "任班主任", "所带班级", "管理班级"),
    "teaches": ("任教班级", "任课班级", "授课班级"),
    "subject": ("任教学科", "学科", "任教科目", "科目", "任课", "任教课程"),
    "village": ("村", "所在村", "家庭住址", "住址", "居住地", "家庭所在村", "住村"),
    "qualification": ("职称", "资格", "资格证", "专业技术职务"),
    "outside": ("校外", "是否校外"),
    "check": ("准入查询", "准入查询结果", "查询结果", "有无违法犯罪记录"),
    "check_on": ("准入查询日期", "查询日期", "查询时间"),
}
POST_WORDS = (
    ("副校长", Post.DEPUTY),
    ("校长", Post.HEAD),
    ("团委", Post.LEAGUE_SECRETARY),
    ("少先队", Post.LEAGUE_SECRETARY),
    ("大队辅导员", Post.LEAGUE_SECRETARY),
    ("书记", Post.PARTY_SECRETARY),
    ("德育", Post.LEAD),
    ("政教", Post.LEAD),
    ("教导", Post.ACADEMIC_LEAD),
    ("教务", Post.ACADEMIC_LEAD),
    ("后勤", Post.LOGISTICS_LEAD),
    ("总务", Post.LOGISTICS_LEAD),
    ("办公室", Post.OFFICE_LEAD),
    ("年级组长", Post.GRADE_LEADER),
    ("年级主任", Post.GRADE_LEADER),
    ("心理", Post.COUNSELLOR),
    ("校医", Post.DOCTOR),
    ("医务", Post.DOCTOR),
    ("学籍", Post.RECORDS_OFFICER),
    ("宿管", Post.DORM_KEEPER),
    ("生活老师", Post.DORM_KEEPER),
    ("生活教师", Post.DORM_KEEPER),
    ("财务", Post.MONEY_KEEPER),
    ("会计", Post.MONEY_KEEPER),
    ("出纳", Post.MONEY_KEEPER),
    ("资助", Post.MONEY_KEEPER),
    ("功能室", Post.ROOM_KEEPER),
    ("活动室", Post.ROOM_KEEPER),
    ("图书", Post.ROOM_KEEPER),
    ("实验室", Post.ROOM_KEEPER),
    ("亲情之家", Post.ROOM_KEEPER),
    ("系统管理", Post.SYSTEM_KEEPER),
    ("网络管理", Post.SYSTEM_KEEPER),
    ("网管", Post.SYSTEM_KEEPER),
    ("审计", Post.AUDITOR),
)
# Village cadres and volunteers: who is called so doesn't belong to the school.
OUTSIDE_WORDS = ("校外", "村干部", "村支书", "村主任", "妇联", "志愿者", "五老", "关工委")
YES = {"是", "√", "✓", "☑", "1", "y", "yes", "有"}
PARTY = ("党员", "中共", "预备党员")
FOOT = ("合计", "总计", "填表人", "审核人", "说明", "备注:", "注:", "校长签字", "负责人")


@dataclass
class StaffRow:
    """One of the staff as the sheet says; `posts` are (post, grade, class number, subject)."""

    row: int
    name: str
    gender: str = ""
    phone: str = ""
    party_member: bool = False
    village: str = ""
    subject: str = ""
    qualification: str = ""
    outside: bool = False
    cleared_on: str = ""
    posts: list[tuple[str, int | None, int | None, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class StaffReading:
    """What a sheet said: the rows, and the rows passed over with the reason."""

    rows: list[StaffRow]
    skipped: list[tuple[int, str]]


class NoStaffListError(Exception):
    """Raised when no row looks like the header of a staff list."""

    def __str__(self) -> str:
        return str(_("No list of staff was found: a heading row with 姓名 and one more is needed."))


def understand_staff(grid: Iterable[list[Any]], *, today: date) -> StaffReading:
    """Read rows (from row 1 on) into staff; raises NoStaffListError without a 姓名 column."""
    columns: dict[str, int] = {}
    reading = StaffReading([], [])
    for number, cells in enumerate(grid, start=1):
        if not any(squeezed(c) for c in cells):
            continue
        if found := _header(cells):
            columns = found
        elif columns:
            _read_row(reading, number, cells, columns, today)
    if not columns:
        raise NoStaffListError
    return reading


def read_staff_file(data: bytes, filename: str, *, today: date) -> StaffReading:
    """Read a file's first sheet that holds a staff list; raises UnreadableRoster, NoStaffListError."""
    _kind, sheets = opening.sheets_of(data, filename)
    for sheet in sheets:
        try:
            return understand_staff(sheet.rows(), today=today)
        except NoStaffListError:
            continue
    raise NoStaffListError


def _header(cells: list[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        said = squeezed(cell).strip("*★").replace("（必填）", "")
        for name, words in HEADERS.items():
            if said in words and name not in found:
                found[name] = place
    return found if "name" in found and len(found) >= 2 else {}


def _read_row(
    reading: StaffReading, number: int, cells: list[Any], columns: dict[str, int], today: date
) -> None:
    said = {name: squeezed(cells[at]) for name, at in columns.items() if at < len(cells)}
    name = names.normal(said.get("name", ""))
    first = squeezed(next((c for c in cells if squeezed(c)), ""))
    if not name or any(first.startswith(word) for word in FOOT):
        reading.skipped.append((number, str(_("no name in this row"))))
        return
    row = StaffRow(number, name)
    row.gender = {"男": "male", "女": "female"}.get(said.get("gender", "")[:1], "")
    row.party_member = _is_yes(said.get("party", "")) or any(
        word in said.get("party", "") for word in PARTY
    )
    row.outside = _is_yes(said.get("outside", "")) or any(
        word in said.get("post", "") for word in OUTSIDE_WORDS
    )
    row.village, row.subject = said.get("village", ""), said.get("subject", "")
    row.qualification = said.get("qualification", "")
    _read_phone(row, said.get("phone", ""))
    if "check" in columns and "check_on" in columns:
        _read_check(row, said["check"], cells[columns["check_on"]], today)
    _read_posts(row, said, today)
    reading.rows.append(row)


def _is_yes(text: str) -> bool:
    return text.lower() in YES


def _read_check(row: StaffRow, result: str, day: Any, today: date) -> None:
    """Take a clear check with its day; whatever else is said is entered by a person."""
    read = typed_dates.read(day, today=today).date
    if result_in(result) == CLEAR and read is not None and read.day is not None:
        row.cleared_on = read.iso
    elif result:
        row.notes.append(str(_("The check is not taken over; enter it under Staff, Checks.")))


def _read_phone(row: StaffRow, text: str) -> None:
    found = phones.read(text)
    if found.phones:
        row.phone = found.phones[0].number
    elif found.bad:
        row.notes.append(str(_("“%(text)s” is no phone number; left empty.")) % {"text": text})


def _read_posts(row: StaffRow, said: dict[str, str], today: date) -> None:
    words = said.get("post", "")
    for word, post in POST_WORDS:
        if word in words:
            rest = words
            words = words.replace(word, "")
            grade = _grade(rest, today) if post is Post.GRADE_LEADER else None
            row.posts.append((post.value, grade, None, ""))
    of_class = said.get("class_teacher", "")
    if not of_class and "班主任" in said.get("post", ""):
        of_class = said["post"]
    if of_class and not _is_yes(of_class) and of_class not in ("否", "无"):
        _add_class_post(row, Post.CLASS_TEACHER, of_class, "", today)
    for part in _parts(said.get("teaches", "")):
        _add_class_post(row, Post.SUBJECT_TEACHER, part, row.subject, today)


def _parts(text: str) -> list[str]:
    for mark in "、,，;；/ ":
        text = text.replace(mark, "\n")
    return [part for part in text.split("\n") if part]


def _grade(text: str, today: date) -> int | None:
    found = classnames.find(text)
    grades = classnames.grades_of(found, today) if found else ()
    return grades[0] if len(grades) == 1 else None


def _add_class_post(row: StaffRow, post: Post, text: str, subject: str, today: date) -> None:
    found = classnames.read(text) or classnames.find(text)
    grades = classnames.grades_of(found, today) if found else ()
    if found and found.klass and grades:
        row.posts.append((post.value, grades[-1], found.klass, subject))
    else:
        row.notes.append(
            str(_("“%(text)s” is no class that can be understood; give the post by hand."))
            % {"text": text}
        )

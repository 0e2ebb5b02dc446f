"""Understanding the sheet that comes back from the police or the bureau: a name and what was found."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nuangang.intake.reading import opening
from nuangang.lib import names, typed_dates
from nuangang.lib.typed_text import squeezed

HEADERS = {
    "name": ("姓名", "教职工姓名", "教师姓名", "被查询人", "被查询人姓名"),
    "result": (
        "查询结果", "结果", "审查结果", "核查结果", "反馈结果", "反馈情况", "查询情况",
        "有无违法犯罪记录", "违法犯罪记录", "有无犯罪记录", "犯罪记录", "准入查询结果",
    ),
    "on": ("查询日期", "查询时间", "反馈日期", "反馈时间", "日期", "时间", "准入查询日期"),
    "organ": ("查询单位", "查询机关", "公安机关", "派出所", "反馈单位", "反馈机关", "出具单位"),
}  # fmt: skip
CLEAR_BEGINS = ("无", "没有", "未", "不存在", "正常", "合格", "通过")
BAD_BEGINS = ("有", "存在", "发现", "查到", "不合格", "不通过", "异常")
CLEAR, NOT_CLEAR = "clear", "not_clear"


@dataclass
class CheckRow:
    """What the sheet says about one name; '' where it says nothing that is understood."""

    row: int
    name: str
    result: str = ""
    on: date | None = None
    organ: str = ""
    notes: list[str] = field(default_factory=list)


class NoCheckListError(Exception):
    """Raised when no row has both a name and a result as headings."""

    def __str__(self) -> str:
        return _("No list of checks was found: a heading row with 姓名 and 查询结果 is needed.")


def understand_checks(grid: Iterable[list[Any]], *, today: date) -> list[CheckRow]:
    """Read rows (from row 1 on); raises NoCheckListError without the two headings."""
    columns: dict[str, int] = {}
    found: list[CheckRow] = []
    for number, cells in enumerate(grid, start=1):
        if header := _header(cells):
            columns = header
        elif columns and (row := _read(number, cells, columns, today)):
            found.append(row)
    if not columns:
        raise NoCheckListError
    return found


def read_checks_file(data: bytes, filename: str, *, today: date) -> list[CheckRow]:
    """Read a file's first sheet that holds such a list; raises UnreadableRoster, NoCheckListError."""
    _kind, sheets = opening.sheets_of(data, filename)
    for sheet in sheets:
        try:
            return understand_checks(sheet.rows(), today=today)
        except NoCheckListError:
            continue
    raise NoCheckListError


def result_in(text: str) -> str:
    """Return clear or not_clear for what somebody wrote as a result, '' where it is not sure."""
    if text.startswith(CLEAR_BEGINS):
        return CLEAR
    return NOT_CLEAR if text.startswith(BAD_BEGINS) else ""


def _header(cells: list[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        said = squeezed(cell).strip("*★")
        for name, words in HEADERS.items():
            if said in words and name not in found:
                found[name] = place
    return found if {"name", "result"} <= set(found) else {}


def _read(number: int, cells: list[Any], columns: dict[str, int], today: date) -> CheckRow | None:
    raw = {name: cells[at] for name, at in columns.items() if at < len(cells)}
    name = names.normal(squeezed(raw.get("name", "")))
    if not name:
        return None
    row = CheckRow(number, name, organ=squeezed(raw.get("organ", ""))[:60])
    said = squeezed(raw.get("result", ""))
    row.result = result_in(said)
    if said and not row.result:
        row.notes.append(_("“%(text)s” is no result that is understood.") % {"text": said[:20]})
    row.on = _day(row, raw.get("on"), today)
    return row


def _day(row: CheckRow, typed: Any, today: date) -> date | None:
    if not squeezed(typed):
        return None
    read = typed_dates.read(typed, today=today).date
    if read is None or read.day is None:
        row.notes.append(
            _("“%(text)s” is no day that has passed.") % {"text": squeezed(typed)[:20]}
        )
        return None
    return date(read.year, read.month, read.day)

"""What kind of row a row is: a child, or one to be skipped and why (domain.md §6.1)."""

import re
from collections.abc import Mapping

from nuangang.intake.reading.headers import WHOLE_WORDS, normal
from nuangang.lib import classnames
from nuangang.lib.names import HAN
from nuangang.lib.typed_text import plain, says_nothing, squeezed

LABELS = frozenset(
    "klass grade school school_code village town head_teacher head_teacher_phone".split()
)
_WEAK = LABELS | {
    "seq",
    "ethnicity",
    "gender",
    "boarding",
    "left_type",
    "left_flag",
    "remark",
    "both_parents_away",
    "photo",
}
_TOTAL = re.compile(
    r"^(?:[\(]?[七八九一二三四五六\d]+[年级]*[\(]?[\d一二三四五六七八九十]*[\)]?班?)?(?:本?[班级校页村])?(?:留守)?(?:儿童|学生)?(?:人数)?[男女寄走]?[生宿读]*"
    r"(?:合计|总计|小计|共计|总人数|总数|累计|合计人数|总合计|汇总|人数)(?:$|[:：人\d(为]|\s)"
    r"|^(?:本班|全班|全校|全级|本页|以上)?共[计有]?\d+[人名]"
)
_SIGNED = re.compile(
    r"填表人|填报人|制表|审核人|审批|负责人[:：(签]|单位负责人|校长[:：(签]|签字|签名|盖章|经办人|联系人[:：]|班主任[:：(签]|填表日期|填报日期|"
    r"填报时间|填表时间|填报单位|填表单位|上报时间|上报日期|报送|审核[:：]|复核|登记人|统计人|填写人|核对人|制表人|学校[:：(]|单位[:：(]|公章"
)
_NOTE = re.compile(
    r"^[(*※★]*(?:注|说明|备注|填表说明|填写说明|注意|要求|附|温馨提示|填报说明|提示|注意事项|填写要求|填表要求|注释)[:：;；\d)）(（、.]|^第\d+页|^共\d+页|^\d+[.、)）].{8,}"
)
_EXAMPLE = re.compile(
    r"^[(（\[【]?(?:例子?|示例|样例|范例|例如|样本|填写示例|填写范例|示范|样表|example|eg|e\.g\.|如)[)）\]】:：.、\d]*$",
    re.IGNORECASE,
)
_EXAMPLE_NAME = re.compile(
    r"^[(（\[【]?(?:例子?|示例|样例|范例|例如|如|填写示例)[)）\]】:：、.]\s*\S|[(（](?:例|示例|样例|范例|示范|举例)[)）]$"
)
_HINT = re.compile(
    r"必填|选填|填写|格式|下拉|文本|请输入|请填|与身份证|与户口|字符|YYYY|yyyy|汉字|^文字$"
)
_NUMBERING = re.compile(
    r"[(（]?(?:\d{1,3}|[甲乙丙丁戊己庚辛]|[a-zA-Z]|[一二三四五六七八九十]{1,3}|[①-⑳])[)）.]?"
)
_END = re.compile(
    r"^[(（【]?(?:以下(?:空白|无正文|无内容|为空|空)|此处空白|空白|完毕?|结束|无以下)[)）】]?$"
)
_COUNT = re.compile(r"(?:人数|总数|比例|百分比)$")
_GROWN = ("留守老人", "留守妇女", "空巢老人")
_READ_FOR_KIND = 80
_TITLE = re.compile(r"学校|小学|中学|班|花名册|名单|表|名册|台账|年级|村|登记|统计|册|级")

Texts = Mapping[int, str]


def looks_like_name(text: str) -> bool:
    """Whether a cell can be a person's name: letters or characters, no digits, not a word for totals."""
    bare = squeezed(text)
    if not bare or len(bare) > 40 or any(c.isdigit() for c in bare) or _TOTAL.match(bare):
        return False
    return bool(HAN.search(bare)) or bare[0].isalpha()


def why_skip(texts: Texts, name_at: int, fields: Mapping[int, str], leaves: frozenset[str]) -> str:
    """The reason to skip a row, a key of `problems.WHY_SKIPPED`; empty if it may be a child."""
    if not texts:
        return "blank"
    texts = {c: t[:_READ_FOR_KIND] for c, t in texts.items()}
    name = texts.get(name_at, "")
    if (not name or normal(name) in leaves) and _is_heading(texts, leaves):
        return "header"
    if len(texts) == 1 or len(set(texts.values())) == 1:
        return _of_lonely(texts, name_at, name, fields)
    if why := _by_words(texts, name):
        return why
    if any(
        t.startswith(_GROWN) and fields.get(c, "") in ("", "left_type") for c, t in texts.items()
    ):
        return "other_person"
    if normal(name) in WHOLE_WORDS or _COUNT.search(squeezed(name)):
        return "note"
    if all(
        says_nothing(t)
        for c, t in texts.items()
        if fields.get(c) not in LABELS and fields.get(c) != "seq"
    ):
        return "only_number"
    if not name and all(fields.get(c) in ("seq",) or fields.get(c) in LABELS for c in texts):
        return "only_number"
    return ""


def _is_heading(texts: Texts, leaves: frozenset[str]) -> bool:
    words = [normal(t) for t in texts.values()]
    known = sum(w in leaves for w in words)
    return known >= 2 and known * 10 >= len(words) * 7


def _of_lonely(texts: Texts, name_at: int, name: str, fields: Mapping[int, str]) -> str:
    """A row with one text only: a title, a note, a total, or a child of whom only the name is given."""
    column, text = next(iter(texts.items()))
    flat = squeezed(text)
    band = None if flat.isdigit() or column == name_at else classnames.read(text)
    if band and (band.says_grade or band.klass):
        return "title"
    if _TOTAL.search(flat):
        return "total"
    if _END.match(flat):
        return "note"
    if _NOTE.search(flat):
        return "note"
    if _SIGNED.search(flat):
        return "fill_in" if classnames.find(text) else "signature"
    if fields.get(column) == "seq" and len(flat) < 6:
        return "only_number"
    if column == name_at and len(texts) == 1 and looks_like_name(name) and len(flat) <= 6:
        return "title" if classnames.find(text) else ""
    if fields.get(column) in LABELS and len(flat) <= 12:
        return "only_number"
    return "title" if _TITLE.search(flat) else "note"


def _by_words(texts: Texts, name: str) -> str:
    first = [squeezed(t) for t in list(texts.values())[:4]]
    if any(_EXAMPLE.match(t) for t in first[:2]) or _EXAMPLE_NAME.search(squeezed(name)):
        return "example"
    if len(texts) >= 3 and all(_NUMBERING.fullmatch(squeezed(t)) for t in texts.values()):
        return "numbering"
    named = (
        looks_like_name(name)
        and not _END.match(squeezed(name))
        and not _SIGNED.search(name)
        and not _HINT.search(name)
    )
    if any(_TOTAL.match(t) for t in first) and not (named and not _TOTAL.match(squeezed(name))):
        return "total"
    if named and len(texts) >= 3 and not _NOTE.match(first[0]):
        return ""
    if _NOTE.match(first[0]) or _END.match(squeezed(name)):
        return "note"
    if any(_SIGNED.search(t) for t in texts.values()) and (not named or len(texts) <= 3):
        joined = " ".join(texts.values())
        return "fill_in" if classnames.find(joined) else "signature"
    if name and _HINT.search(name):
        return "hint"
    if (
        name
        and not any(c.isalpha() for c in name)
        and not any(len(t) >= 11 for t in texts.values())
    ):
        return "total"
    return ""


def has_substance(texts: Texts, fields: Mapping[int, str]) -> bool:
    """Whether a row without a name still tells of a child, so that its name is missing."""
    told = [fields.get(c, "") for c in texts]
    strong = sum(1 for f in told if f and f not in _WEAK)
    return strong >= 1 or sum(1 for f in told if f and f not in LABELS and f != "seq") >= 2


def starts_heading(texts: Texts) -> bool:
    """Whether a row further down may begin a heading of its own, with other columns."""
    words = [WHOLE_WORDS.get(normal(t), "") for t in texts.values()]
    return (
        "name" in words
        and sum(bool(w) for w in words) >= 3
        and sum(not w for w in words) <= len(words) // 2
    )


def is_text(value: object) -> bool:
    """Whether a cell holds anything a reader could see."""
    return bool(plain(value))

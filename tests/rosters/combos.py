"""Rosters put together by chance from shapes, formats, header words and noise, each by its seed."""

import random

from .columns import SYNONYMS, Column, class_text, column, columns, plain
from .expect import ANY, Case, Clear, Maybe, OneOf
from .formats import FORMATS
from .headers import ALL, MORE
from .page import Page, case
from .people import VILLAGES, Child, Town

STYLES = (
    "七（1）班",
    "七(1)班",
    "七年级1班",
    "七年级一班",
    "初一(1)班",
    "初一1班",
    "701",
    "七1",
    "701 number",
    "七年级（1）班",
    "七（一）班",
    "701班",
    "7-1",
)
BY_YEAR = ("2024级1班", "24级1班", "2027届3班")
OPTIONAL = [
    "sex",
    "nation",
    "birth",
    "id",
    "class",
    "boarding",
    "mode",
    "address",
    "village",
    "left",
    "both",
    "father",
    "father_phone",
    "father_work",
    "mother",
    "mother_phone",
    "mother_work",
    "guardian",
    "relation",
    "guardian_phone",
    "guardian_age",
    "guardian_health",
]
BLOCKS = {
    "父亲": ("father=姓名", "father_phone=联系电话", "father_work=务工地点"),
    "母亲": ("mother=姓名", "mother_phone=联系电话", "mother_work=务工地点"),
    "监护人": (
        "guardian=姓名",
        "relation=与学生关系",
        "guardian_age=年龄",
        "guardian_phone=联系电话",
    ),
}
TITLES = (
    "龙潭镇初级中学2026年秋季留守儿童花名册",
    "石桥镇初级中学2026—2027学年度第一学期留守儿童基本情况登记表",
    "关爱留守儿童台账",
)
FILL = (
    "填报单位（盖章）：        填报时间：2026.9.10",
    "学校：龙潭镇初级中学    填表人：李某    电话：13800000000",
)
FEET = (
    ("合计", None, "8人"), ("总计：8人",), ("填表人：李某", None, "审核人：王某"), ("校长签字：",),
    ("注：本表由班主任填写。",), ("制表日期：2026年9月10日",), ("说明：身份证号以户口簿为准",),
)  # fmt: skip
UNKNOWN = ("校服尺码", "操行等第", "体重", "是否团员", "兴趣爱好", "营养餐")


def combo(seed: int) -> Case:
    """Return the roster of a seed."""
    rng, town = random.Random(f"combo-{seed}"), Town(f"combo-{seed}")
    form = rng.choice(list(FORMATS))
    page = Page("名单", left=rng.choice((0, 0, 0, 1)) if form.startswith("xls") else 0)
    blocks = _columns(rng)
    count = sum(len(inner) for _, inner in blocks)
    _preface(rng, page, count)
    cols = page.blocks(*blocks) if any(title for title, _ in blocks) else _one_row(page, blocks)
    for number, child in enumerate(town.children(rng.randrange(3, 9)), 1):
        _line(rng, page, cols, child, number)
        if rng.random() < 0.08:
            page.blank()
    for cells in rng.sample(FEET, rng.randrange(0, 3)):
        page.skip(*cells)
    unsure = any(isinstance(one.facts(child).get("grade"), Clear) for one in cols)
    return case(f"combo {seed}", form, page, allowed="class_unknown" if unsure else "")


def _columns(rng: random.Random) -> list[tuple[str, list[Column]]]:
    blocked = rng.random() < 0.4
    keys = ["class", *rng.sample([k for k in OPTIONAL if k != "class"], rng.randrange(3, 13))]
    drop = {"mode"} if "boarding" in keys else set()
    drop |= {"both"} if "left" in keys else set()
    if blocked:
        drop |= {k for k in keys if k.startswith(("father", "mother", "guardian", "relation"))}
    keys = [k for k in keys if k not in drop and not _orphan(k, keys)]
    rng.shuffle(keys)
    out: list[tuple[str, list[Column]]] = [
        ("", [column("seq"), column("name", rng.choice(_headings("name")))])
    ]
    out += [("", [_dressed(rng, key)]) for key in keys]
    out += [("", [plain(rng.choice(UNKNOWN), "甲", None)]) for _ in range(rng.randrange(0, 2))]
    if blocked:
        for title in rng.sample(list(BLOCKS), rng.randrange(1, 4)):
            out.append((title, columns(" ".join(BLOCKS[title]))))
    return [*out, ("", [column("remark")])]


def _headings(key: str) -> tuple[str, ...]:
    """Return what the column may be called wherever it stands."""
    known = f"{ALL.get(key, '')} {MORE.get(key, '')}".split()
    return (
        *SYNONYMS[key],
        *(h for h in known if h not in ("关系", "称谓", "亲属关系", "与监护人关系")),
    )


def _orphan(key: str, keys: list[str]) -> bool:
    """Tell whether a 与学生关系 column would stand without its guardian."""
    return key == "relation" and "guardian" not in keys


def _dressed(rng: random.Random, key: str) -> Column:
    one = column(key, rng.choice(_headings(key)))
    if key == "class":
        style = rng.choice((*STYLES, *BY_YEAR))
        one.show = lambda c: class_text(c, style)
        if style in BY_YEAR:
            one.facts = lambda c: {"grade": Clear(c.grade), "klass": Clear(c.klass)}
    if key == "birth":
        _dress_birth(rng, one)
    if rng.random() < 0.25:
        one.header = rng.choice(("*{}", "{}（必填）", "{} ", "{}★")).format(one.header)
    elif rng.random() < 0.2 and key not in ("father", "mother", "sex"):
        half = len(one.header) // 2
        one.header = one.header[:half] + rng.choice(("\n", " ")) + one.header[half:]
    return one


def _dress_birth(rng: random.Random, one: Column) -> None:
    pattern = rng.choice(
        ("{:%Y-%m-%d}", "{:%Y.%m.%d}", "{:%Y%m%d}", "{:%Y年%m月%d日}", "{:%Y年%m月}", "{:%Y.%m}")
    )
    one.show = lambda c: pattern.format(c.birth)
    if "%d" not in pattern:
        one.facts = lambda c: {"birth": OneOf(f"{c.birth:%Y-%m}", c.birth.isoformat())}


def _preface(rng: random.Random, page: Page, count: int) -> None:
    if rng.random() < 0.3:
        page.blank()
    if rng.random() < 0.8:
        page.wide(rng.choice(TITLES), count)
    if rng.random() < 0.5:
        page.wide(rng.choice(FILL), count)
    if rng.random() < 0.2:
        page.blank()


def _one_row(page: Page, blocks: list[tuple[str, list[Column]]]) -> list[Column]:
    cols = [one for _, inner in blocks for one in inner]
    page.header(cols)
    return cols


def _line(rng: random.Random, page: Page, cols: list[Column], child: Child, number: int) -> None:
    row = page.child(cols, child)
    truth = page.children[-1]
    page.put(row, 1, number)
    for at, one in enumerate(cols, 1):
        says = one.facts(child)
        lone = len(says) == 1 and not {"name", "grade", "klass"} & set(says)
        if lone and rng.random() < 0.06:
            page.put(row, at, rng.choice((None, " ", "")))
            _forget(truth, next(iter(says)), cols, child, one)
        elif rng.random() < 0.03 and set(says) & set(MISHAPS):
            _mishap(page, row, at, one, child)
        elif says and isinstance(one.show(child), str) and rng.random() < 0.05:
            page.put(row, at, f" {one.show(child)}\u3000")
    _blocked(page, row)


MISHAPS: dict[str, tuple[str, str]] = {
    "name": ("", "missing_name"),
    "father_phone": ("1381234", "phone_invalid"),
    "mother_phone": ("138123456789", "phone_invalid"),
    "guardian_phone": ("打不通", "phone_invalid"),
    "guardian_relation": ("咕噜", "value_unknown"),
    "boarding": ("看情况", "value_unknown"),
    "grade": ("火箭班", "class_unknown"),
    "id_number": ("", "id_checksum"),
    "birth": ("2013.2.30", "date_unreadable"),
    "gender": ("楠", "value_unknown"),
}


def _mishap(page: Page, row: int, at: int, column: Column, child: Child) -> None:
    """Spoil one cell, and expect the fact to be absent and the problem to be said."""
    truth, says = page.children[-1], column.facts(child)
    key = next(key for key in ("id_number", *MISHAPS) if key in says)
    value, code = MISHAPS[key]
    if key == "id_number":
        value = child.id_number[:17] + ("1" if child.id_number[17] != "1" else "2")
    page.put(row, at, value)
    page.problem_at(row, at, code)
    for fact in says:
        truth[fact] = Maybe(*_known(fact, child)) if fact != "name" else ANY
    if key == "id_number":
        truth["id_number"] = Maybe(value)
        truth["birth"] = Maybe(*_known("birth", child))
        truth["gender"] = Maybe(child.gender)
    if key == "name":
        truth["_optional"] = True


def _blocked(page: Page, row: int) -> None:
    """A row without a name is blocked: what else is wrong in it need not be said."""
    about = {p for p in page.problems if p[1] == row}
    if (page.sheet.name, row, "missing_name") in about:
        page.problems -= {p for p in about if p[2] != "missing_name"}


def _known(fact: str, child: Child) -> tuple[str, ...]:
    """Return what other columns may still say of a spoilt fact."""
    if fact == "birth":
        return child.birth.isoformat(), f"{child.birth:%Y-%m}"
    return (child.gender,) if fact == "gender" else ()


def _forget(truth: dict, key: str, cols: list[Column], child: Child, emptied: Column) -> None:  # type: ignore[type-arg]
    """Take a fact back, unless another column still says it."""
    truth.pop(key, None)
    for other in cols:
        if other is not emptied and key in other.facts(child):
            truth.setdefault(key, other.facts(child)[key])
    if key == "village":
        truth.setdefault(key, OneOf(None, *VILLAGES))

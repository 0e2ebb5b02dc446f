"""Rosters that say by ticks or words who is away, who boards, who is a girl or a boy."""

from collections.abc import Callable, Iterator

from .columns import Column, columns, plain
from .expect import Case, Maybe
from .page import Page, case, titled
from .people import Child, Town


def ticks(form: str = "xlsx") -> Case:
    """√ under 男/女, 住校/走读 and 父亲外出/母亲外出/双方外出, under block titles."""
    town, page = Town("ticks"), Page("Sheet1")
    page.wide("留守儿童摸底统计表", 12)
    cols = page.blocks(
        ("", columns("seq name")),
        (
            "性别",
            [
                _tick("男", lambda c: c.gender == "male"),
                _tick("女", lambda c: c.gender == "female"),
            ],
        ),
        ("", columns("id class")),
        (
            "就读方式",
            [_tick("住校", lambda c: c.boarding), _tick("走读", lambda c: not c.boarding)],
        ),
        (
            "留守类型",
            [
                _tick("父亲外出", lambda c: c.father_away and not c.both_away),
                _tick("母亲外出", lambda c: c.mother_away and not c.both_away),
                _tick("双方外出", lambda c: c.both_away),
            ],
        ),
        ("", [plain("备注")]),
    )
    for child in town.children(10):
        page.child(
            cols,
            child,
            gender=child.gender,
            boarding=child.boarding,
            both_parents_away=child.both_away,
        )
    return case("ticks under blocks", form, page)


def _tick(header: str, when: Callable[[Child], bool]) -> Column:
    glyphs = iter("√✓☑■√√√√√√" * 50)
    return Column(header, lambda c: next(glyphs) if when(c) else None)


def plain_ticks(form: str = "csv-gb") -> Case:
    """One-row headers: 父亲外出 and 母亲外出 both ticked mean both; 是否寄宿 by √."""
    town = Town("plainticks")
    cols = [
        *columns("seq name sex id class"),
        _tick("父亲外出", lambda c: c.father_away),
        _tick("母亲外出", lambda c: c.mother_away),
        _tick("是否寄宿（是的打√）", lambda c: c.boarding),
    ]
    page = titled(cols)
    for child in town.children(10):
        boarding = True if child.boarding else Maybe(False)
        page.child(cols, child, both_parents_away=child.both_away, boarding=boarding)
    return case("ticks in one row", form, page, allowed="")


def left_words(form: str = "xlsx") -> Case:
    """How a child is left behind, in the words schools use."""
    town = Town("left")
    cols = columns("name sex id class left")
    page = titled(cols)
    words = {
        "双亲留守": True, "双留": True, "父母双方外出": True, "父母均外出务工": True, "双方外出": True,
        "单亲留守": False, "单留": False, "父亲外出": False, "母亲外出务工": False,
    }  # fmt: skip
    for word, both in words.items():
        page.odd(cols, town.child(), "留守类型", word, both_parents_away=both)
    page.odd(cols, town.child(), "留守类型", None, both_parents_away=None)
    page.odd(cols, town.child(), "留守类型", "否", both_parents_away=Maybe(False))
    return case("words for left behind", form, page)


def one_or_both(form: str = "xlsx") -> Iterator[Case]:
    """Two tick columns, one for one parent away and one for both, ticked with 1."""
    town = Town("oneorboth")
    for header in (
        ("单亲留守", "双亲留守"),
        ("一方外出", "双方外出"),
        ("父母一方外出", "父母双方外出"),
    ):
        cols = [
            *columns("name sex id class"),
            Column(header[0], lambda c: None if c.both_away else 1, _both_away),
            Column(header[1], lambda c: 1 if c.both_away else None, _both_away),
        ]
        page = titled(cols)
        page.numbered(cols, town.children(6))
        yield case(f"one or both away, {header[0]}", form, page)


def _both_away(child: Child) -> dict[str, bool]:
    return {"both_parents_away": child.both_away}


def all_ticks() -> Iterator[Case]:
    """Yield every case of this module."""
    yield from (ticks(), ticks("xls"), ticks("html"), plain_ticks(), plain_ticks("xlsx"))
    yield from (left_words(), *one_or_both())

"""Class names: the table of domain.md §7.4, titles, and anything at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuangang.lib import classnames
from nuangang.lib.classnames import ClassName

TODAY = date(2026, 11, 24)
CHINESE = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("typed", "grade", "klass"),
    [
        *[(t, 7, 1) for t in "七(1)班 七（一）班 七年级1班 七年级一班 初一(1)班 初一1班 701 7.1 7-1 七1 七1班 七年级（1） 7年级1班 七一班".split()],
        *[(t, 3, 2) for t in "三(2) 三年级二班 302 三2班 三（2）班 小学三年级2班 三年二班".split()],
        (701.0, 7, 1), (7.1, 7, 1), (date(2026, 7, 1), 7, 1), ("7月1日", 7, 1), ("1-Jul", 7, 1), (46204.0, 7, 1),
        ("一班", None, 1), ("十二班", None, 12), ("01", None, 1), ("(4)", None, 4), ("二十班", None, 20),
        ("三年级", 3, None), ("初三", 9, None), ("九年级", 9, None), ("毕业班", 9, None), ("（七年级）3班", 7, 3),
        ("九年级（12）班", 9, 12), ("712班", 7, 12),
    ],
)  # fmt: skip
def test_grade_and_class(typed: object, grade: int | None, klass: int | None) -> None:
    """Every way of writing a class."""
    found = classnames.read(typed)
    assert found
    assert (found.grade, found.klass) == (grade, klass)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2023级1班", ClassName(klass=1, entry=2023)),
        ("23级1班", ClassName(klass=1, entry=2023)),
        ("2301班", ClassName(klass=1, entry=2023)),
        ("2027届3班", ClassName(klass=3, graduates=2027)),
        ("147班", ClassName(running="147班")),
        ("C2305", ClassName(running="C2305")),
        ("学前班", ClassName(preschool=True)),
        ("大班", ClassName(preschool=True)),
        ("Sheet1", None),
        ("花名册", None),
        ("", None),
        (True, None),
    ],
)
def test_other_names(typed: object, expected: ClassName | None) -> None:
    """Years, running numbers, kindergarten, and what is no class."""
    assert classnames.read(typed) == expected


@pytest.mark.parametrize(
    ("title", "grade", "klass"),
    [
        ("××学校2024—2025学年度第一学期七年级1班留守儿童花名册", 7, 1),
        ("第三初级中学初二（3）班留守学生", 8, 3),
        ("第三中学八年级留守儿童", 8, None),
        ("班级：七(1)班  班主任：王老师", 7, 1),
        ("年级：七年级   班级：2班", 7, 2),
        ("填报单位：七（2）班 填报时间：2024年9月10日", 7, 2),
        ("大石村小学三年级（2）班", 3, 2),
        ("一班留守儿童名册", None, 1),
    ],
)
def test_inside_a_title(title: str, grade: int | None, klass: int | None) -> None:
    """The class stands somewhere in a title or fill-in line."""
    found = classnames.find(title)
    assert found
    assert (found.grade, found.klass) == (grade, klass)


@pytest.mark.parametrize(
    "title",
    ["红星镇中心学校留守儿童花名册", "三留守人员台账", "班主任签字：", "2024—2025学年度第一学期", "九年一贯制学校留守儿童花名册"],
)  # fmt: skip
def test_titles_without_a_class(title: str) -> None:
    """Numbers in other words make no class."""
    assert classnames.find(title) is None


def test_a_year_of_entry_can_be_two_grades() -> None:
    """2024级 is in grade 3 or, counted from junior school, in grade 9."""
    assert classnames.grades_of(ClassName(entry=2024), TODAY) == (3, 9)
    assert classnames.grades_of(ClassName(entry=2022), TODAY) == (5,)
    assert classnames.grades_of(ClassName(entry=2024), date(2025, 8, 31)) == (1, 7)


@given(grade=st.integers(1, 9), klass=st.integers(1, 20))
def test_round_trip(grade: int, klass: int) -> None:
    """What the written forms say is read back."""
    for typed in (
        f"{CHINESE[grade]}({klass})班",
        f"{CHINESE[grade]}年级{klass}班",
        f"{grade}{klass:02d}",
        f"{grade}年级({klass})班",
    ):
        found = classnames.read(typed)
        assert found
        assert (found.grade, found.klass) == (grade, klass), typed


@given(
    st.one_of(
        st.text(),
        st.floats(),
        st.integers(),
        st.text("一二三七九十0123456789年级班初高中小学()（）-."),
    )
)
def test_anything_is_read_without_a_fault(typed: object) -> None:
    """Nonsense gives None or a class, never an exception."""
    classnames.read(typed)
    classnames.find(typed)

"""Names, nationalities, kin words, numerals and school-roll numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuangang.lib import ethnic, kin, names, numerals, rollnumber
from nuangang.lib.typed_text import plain, says_nothing, says_same, tidy


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("张  三", "张三"), ("张\u3000三", "张三"), ("买买提.艾力", "买买提·艾力"), ("买买提•艾力", "买买提·艾力"),
        ("1.张三", "张三"), ("John  Smith", "John Smith"), ("𠮷野", "𠮷野"), (" 欧阳 娜娜 ", "欧阳娜娜"), ("*李四", "李四"),
    ],
)  # fmt: skip
def test_a_name_has_one_written_form(typed: str, written: str) -> None:
    """Blanks, dots and list marks."""
    assert names.normal(typed) == written


@pytest.mark.parametrize(
    ("name", "found_by"),
    [("张三", "zs zhangsan 张三"), ("曾伟", "zengwei cengwei zw cw"), ("单雄", "shanxiong sx dx"), ("解重", "xz xc jz xiezhong jiechong"), ("吕丽", "lvli luli ll")],
)  # fmt: skip
def test_search_tokens(name: str, found_by: str) -> None:
    """Full pinyin, initials, every reading."""
    assert set(found_by.split()) <= set(names.search_tokens(name).split())


@given(st.text())
def test_names_never_fail(text: str) -> None:
    """Any text has a written form that stays the same, and tokens without blanks."""
    once = names.normal(text)
    assert names.normal(once) == once or once[:1].isdigit() or once[:1] in "*★☆※#△▲●○◆"
    assert len(names.search_tokens(text[:6]).split()) < 80


def test_nationalities() -> None:
    """汉 is 汉族, codes and words."""
    assert [ethnic.read(t) for t in ("汉", "汉族", "01", 1.0, "HA", "土家", "01汉族", "维吾尔族")] == [
        "汉族", "汉族", "汉族", "汉族", "汉族", "土家族", "汉族", "维吾尔族",
    ]  # fmt: skip
    assert ethnic.read("火星族") is None
    assert len(ethnic.NAMES) == 56


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("father", "父亲 爸爸 爹 父子 51 继父"), ("mother", "母亲 妈妈 娘 母女"), ("paternal_grandfather", "爷爷 祖父 爷孙 61 爷爷(祖父)"),
        ("paternal_grandmother", "奶奶 祖母"), ("maternal_grandfather", "外公 姥爷 家公 嘎公 外祖父"),
        ("maternal_grandmother", "外婆 姥姥 家婆 嘎婆"), ("sibling", "哥哥 姐姐 大姐 兄妹"),
        ("other_relative", "大伯 幺爸 满叔 嬢嬢 舅舅 小姨 二姑妈 表叔 三舅妈 亲戚 二爷爷"), ("non_relative", "邻居 老师 朋友 保姆"), ("self", "本人 自己"),
    ],
)  # fmt: skip
def test_kin_words(code: str, words: str) -> None:
    """Standard words, codes and dialect."""
    for word in words.split():
        found = kin.read(word)
        assert found, word
        assert found.code == code, word


def test_words_that_name_nobody_in_particular() -> None:
    """婆婆 and 祖父母 are ambiguous, 孙子 is the child's side, nonsense is None."""
    assert all(kin.read(w).ambiguous for w in "婆婆 公公 祖父母 爷爷奶奶 父母 隔代".split())
    assert kin.read("孙女").inverse == "paternal_grandchild"
    assert kin.read("外孙").inverse == "maternal_grandchild"
    assert kin.read("桌子") is None


@given(st.text())
def test_kin_never_fails(text: str) -> None:
    """Any text is a known word or None."""
    found = kin.read(text)
    assert found is None or not found.code or found.code in kin.RELATIONS


def test_numerals() -> None:
    """To ninety-nine."""
    assert [numerals.number(t) for t in ("三", "十", "十二", "二十", "二十三", "廿一", "07", "两", "二一", "百")] == [
        3, 10, 12, 20, 23, 21, 7, 2, None, None,
    ]  # fmt: skip
    assert numerals.digits("二〇一二") == "2012"


def test_roll_numbers() -> None:
    """G, J and L with eighteen; only G holds the identity number."""
    assert rollnumber.read("g999999201503010016") == "G999999201503010016"
    assert rollnumber.read("999999201503010016") is None
    assert rollnumber.identity_part("G999999201503010016") == "999999201503010016"
    assert rollnumber.identity_part("L999999201503010016") is None


def test_cells_as_typed() -> None:
    """Dressings go, meaning stays."""
    assert tidy('="510"') == "510"
    assert tidy("'13") == "13"
    assert tidy(7.0) == "7"
    assert tidy("张\u200b三\u00a0 李") == "张三 李"
    assert plain("１２（３）") == "12(3)"
    assert says_nothing(" — ")
    assert not says_nothing("无名")
    assert says_same("同 上")
    assert says_same("〃")


@given(st.one_of(st.text(), st.floats(), st.booleans(), st.none()))
def test_tidy_is_idempotent_enough(value: object) -> None:
    """Any cell becomes text without outer blanks."""
    assert tidy(value) == tidy(value).strip()

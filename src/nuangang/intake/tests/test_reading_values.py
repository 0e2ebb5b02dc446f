"""Cells: identity, dates, phones, carers, classes; what is dropped and what is said about it."""

from datetime import date

import pytest

from nuangang.intake.reading import understand
from nuangang.intake.tests.paper import TODAY, codes, one, only, read, text
from nuangang.lib.idnumber import made_up

ID = made_up(date(2013, 10, 4), 1)


@pytest.mark.parametrize(
    "cell", [510102201310040000, float(ID), "5.10102E+17", "510102201310040000"]
)
def test_an_id_that_lost_its_digits_is_dropped(cell: object) -> None:
    """The child stays, the number goes."""
    got = read([["姓名", "身份证号"], ["张三", cell]], "七1")
    assert codes(got) == [(2, "B", "id_number", "id_lost_digits", "cell")]
    assert "id_number" not in only(got).facts


def test_csv_saved_from_excel_has_lost_them_too() -> None:
    """In a text file even a number whose check digit happens to fit is not believed."""
    fitting = next(
        n
        for s in range(0, 1000, 100)
        for d in range(1, 28)
        if (n := made_up(date(2013, 5, d), s)).endswith("000")
    )
    data = text([["姓名", "身份证号"], ["张三", fitting]])
    assert codes(understand(data, "七(1)班.csv", today=TODAY)) == [
        (2, "B", "id_number", "id_lost_digits", "cell")
    ]


@pytest.mark.parametrize(
    "cell",
    [
        ID[:-1] + ("0" if ID[-1] != "0" else "1"),
        ID[:-1],
        "999999201302290031",
        ID[:6] + "O" + ID[7:],
    ],
)
def test_a_wrong_id_never_becomes_the_key(cell: str) -> None:
    """Bad check digit, wrong length, impossible day, stray letter."""
    got = read([["姓名", "身份证号"], ["张三", cell]], "七1")
    assert codes(got) == [(2, "B", "id_number", "id_checksum", "cell")]
    assert "id_number" not in only(got).facts


def test_birth_and_sex_come_from_the_id_only_where_the_sheet_is_silent() -> None:
    """Derived facts are marked; where both speak and differ, the sheet's own word stays and a person is asked."""
    got = only(read([["姓名", "身份证号"], ["张三", ID]], "七1"))
    assert (got.facts["birth"], got.facts["gender"]) == ("2013-10-04", "male")
    assert got.derived["birth"] == "id_number"
    other = read(
        [["姓名", "性别", "出生日期", "身份证号"], ["张三", "女", "2013-10-05", ID]], "七1"
    )
    assert only(other).facts["gender"] == "female"
    assert only(other).facts["birth"] == "2013-10-05"
    assert {c[3] for c in codes(other)} == {"birth_mismatch", "gender_mismatch"}
    assert {c[4] for c in codes(other)} == {"note"}


def test_a_number_that_lost_its_zero_is_settled_by_the_id_or_not_at_all() -> None:
    """2013.1 from a number cell: October by the ID; without one nobody guesses."""
    head = ["姓名", "出生年月", "身份证号"]
    assert one(head, ["张三", 2013.1, ID])["birth"] == "2013-10"
    got = read([head, ["张三", 2013.1, ""]], "七1")
    assert codes(got) == [(2, "B", "birth", "date_unreadable", "cell")]
    assert "birth" not in only(got).facts


@pytest.mark.parametrize("typed", ["农历三月初八", "2011.2.30", "2030-1-1", "2012", "记不清"])
def test_unreadable_dates_are_dropped(typed: str) -> None:
    """With the reason at the cell."""
    got = read([["姓名", "出生年月"], ["张三", typed]], "七1")
    assert codes(got) == [(2, "B", "birth", "date_unreadable", "cell")]
    assert typed in got.problems[0].message or typed.startswith("农历")


def test_dates_as_cells_serials_and_words() -> None:
    """All become ISO text, days only where days are told."""
    got = read(
        [
            ["姓名", "出生年月"],
            ["甲", date(2013, 4, 5)],
            ["乙", 41369],
            ["丙", "二〇一三年四月"],
            ["丁", "2013.4"],
        ],
        "七1",
    )
    assert [c.facts["birth"] for c in got.children] == [
        "2013-04-05",
        "2013-04-05",
        "2013-04",
        "2013-04",
    ]


def test_phones() -> None:
    """Floats are mended, short ones dropped, words for none are silence."""
    head = ["姓名", "父亲电话", "母亲电话", "监护人电话"]
    got = read([head, ["张三", 13812345678, "1381234567", "无"]], "七1")
    assert only(got).facts["father_phone"] == "13812345678"
    assert codes(got) == [(2, "C", "mother_phone", "phone_invalid", "cell")]


@pytest.mark.parametrize(
    ("names", "numbers", "places"),
    [
        ("张大、李梅", "13812345678、13912345678", "东莞、宁波"),
        ("父：张大 母：李梅", "父13812345678 母13912345678", "父在东莞，母在宁波"),
        ("张大（父）李梅（母）", "13812345678（父）13912345678（母）", "东莞（父）、宁波（母）"),
        ("张大 李梅", "13812345678 13912345678", "东莞/宁波"),
        ("父亲张大\n母亲李梅", "父亲:13812345678\n母亲:13912345678", "父亲东莞 母亲宁波"),
    ],
)  # fmt: skip
def test_two_parents_in_one_cell(names: str, numbers: str, places: str) -> None:
    """Names, phones and places of work are told apart."""
    facts = one(["姓名", "父母姓名", "父母电话", "父母务工地点"], ["张三", names, numbers, places])
    assert (facts["father_name"], facts["mother_name"]) == ("张大", "李梅")
    assert (facts["father_phone"], facts["mother_phone"]) == ("13812345678", "13912345678")
    assert (facts["father_workplace"], facts["mother_workplace"]) == ("东莞", "宁波")


@pytest.mark.parametrize(
    ("cell", "name", "relation"),
    [
        ("张老", "张老", None), ("爷爷", None, "paternal_grandfather"), ("爷爷(张大山)", "张大山", "paternal_grandfather"),
        ("张大山（外公）", "张大山", "maternal_grandfather"), ("奶奶 王秀英", "王秀英", "paternal_grandmother"),
        ("外婆：王秀英", "王秀英", "maternal_grandmother"), ("爷爷张大山", "张大山", "paternal_grandfather"),
        ("张大山爷爷", "张大山", "paternal_grandfather"), ("大伯 张二", "张二", "other_relative"),
        ("张大山13612345678", "张大山", None),
    ],
)  # fmt: skip
def test_a_carer_in_one_cell(cell: str, name: str | None, relation: str | None) -> None:
    """Name and relation in every arrangement."""
    facts = one(["姓名", "监护人"], ["张三", cell])
    assert facts.get("guardian_name") == name
    assert facts.get("guardian_relation") == relation


@pytest.mark.parametrize(
    ("carer", "word", "relation"),
    [
        ("张大山", "孙子", "paternal_grandfather"), ("王秀英", "孙女", "paternal_grandmother"),
        ("李大山", "外孙", "maternal_grandfather"), ("陈英", "外孙女", "maternal_grandmother"),
        ("张大", "儿子", "father"), ("李梅", "女儿", "mother"), ("张二", "侄子", "other_relative"),
        ("张小二", "祖孙", "paternal_grandfather"),
    ],
)  # fmt: skip
def test_the_relation_written_the_other_way_round(carer: str, word: str, relation: str) -> None:
    """Who the child is to the carer is turned round, and that is said."""
    head = ["姓名", "父亲", "母亲", "监护人", "与监护人关系"]
    got = read([head, ["张三", "张大", "李梅", carer, word]], "七1")
    assert only(got).facts["guardian_relation"] == relation
    assert codes(got) == [(2, "E", "guardian_relation", "relation_turned", "note")]


@pytest.mark.parametrize("word", ["婆婆", "祖父母", "爷爷、奶奶", "父母", "外孙", "桌子"])
def test_a_relation_that_names_nobody_is_dropped(word: str) -> None:
    """Ambiguous and unknown words are left out with a note on how to write it."""
    got = read([["姓名", "监护人", "关系"], ["张三", "王秀英", word]], "七1")
    assert codes(got) == [(2, "C", "guardian_relation", "value_unknown", "cell")]
    assert only(got).facts["guardian_name"] == "王秀英"


@pytest.mark.parametrize(
    ("word", "both"),
    [
        ("双留", True), ("双亲留守", True), ("父母均外出", True), ("父母双方外出务工", True), ("2", True), ("双方", True),
        ("单留", False), ("父外出", False), ("母亲外出", False), ("单亲留守", False), ("父亲外出，母亲在家", False), (1, False),
        ("单留（父外出）", False), ("非留守", False), ("否", False), ("是", None), ("留守", None),
    ],
)  # fmt: skip
def test_who_is_away(word: object, both: bool | None) -> None:
    """Words and codes for who of the parents is away."""
    assert one(["姓名", "留守类型"], ["张三", word]).get("both_parents_away") is both


@pytest.mark.parametrize(
    ("header", "word", "boards"),
    [
        ("是否寄宿", "是", True), ("是否寄宿", "√", True), ("是否寄宿", 0, False), ("是否寄宿", "走读", False), ("就读方式", "住校", True),
        ("就读方式", "2", True), ("就读方式", 1, False), ("住校/走读", "住", True), ("是否寄宿", "", None),
    ],
)  # fmt: skip
def test_boarding(header: str, word: object, boards: bool | None) -> None:
    """Words, ticks, and the school roll's codes."""
    assert one(["姓名", header], ["张三", word]).get("boarding") is boards


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("", "七(2)班"), (7, 2)), (("七年级", "2班"), (7, 2)), (("七", 2), (7, 2)), ((8, "(3)"), (8, 3)), (("初三", "一班"), (9, 1)),
        (("", 7.2), (7, 2)), (("", 702), (7, 2)), (("", date(2026, 7, 2)), (7, 2)), (("七年级", "147班"), (7, 147)),
        (("2024级", "3班"), (9, 3)), (("", "红星中学七(2)班"), (7, 2)),
    ],
)  # fmt: skip
def test_class_columns(cells: tuple[object, object], expected: tuple[int, int]) -> None:
    """One column or two, words, numbers and what Excel makes of 7-2."""
    head, row = ["姓名", "出生年月"], ["张三", "2012.3"]
    head += ["年级"] if cells[0] else []
    facts = one([*head, "班级"], [*row, *[c for c in cells if c]], name="Sheet1")
    assert (facts["grade"], facts["klass"]) == expected


def test_class_from_title_sheet_and_file() -> None:
    """The column counts first, then title, sheet's name, file's name."""
    rows = [["姓名", "性别"], ["张三", "男"]]
    assert only(read([["七(3)班名单"], *rows], "八(1)班")).facts["klass"] == 3
    assert only(read(rows, "八(1)班")).derived["klass"] == "sheet"
    assert only(understand(text(rows), "九(2)班.csv", today=TODAY)).facts["grade"] == 9
    one_class = only(read([["七年级名单"], ["姓名", "班级"], ["张三", "4班"]]))
    assert (one_class.facts["grade"], one_class.facts["klass"]) == (7, 4)


@pytest.mark.parametrize("typed", ["147班", "C2305", "大班", "不知道", "4班"])
def test_a_class_nobody_can_know(typed: str) -> None:
    """class_unknown at the cell; the child is still read."""
    got = read([["姓名", "班级"], ["张三", typed], ["李四", "701"]])
    assert [(c[0], c[3], c[4]) for c in codes(got)] == [(2, "class_unknown", "cell")]
    assert "grade" not in got.children[0].facts


def test_a_bare_grade_is_class_one_and_says_so() -> None:
    """§7.4: 三年级 is class 1 by default."""
    got = only(read([["姓名", "班级"], ["张三", "三年级"]]))
    assert (got.facts["grade"], got.facts["klass"]) == (3, 1)
    assert got.derived["klass"] == "assumed"


def test_the_same_child_twice() -> None:
    """By ID, or by name, sex, birth and class; the later row is blocked."""
    head = ["姓名", "性别", "出生年月", "身份证号"]
    got = read(
        [head, ["张三", "男", "2013.10", ID], ["张三", "男", "", ID], ["李四", "女", "2013.5", ""], ["李四", "女", "2013.5", ""],
         ["王五", "女", "", ""], ["王五", "女", "", ""]],
        "七1",
    )  # fmt: skip
    assert [(c[0], c[3], c[4]) for c in codes(got)] == [
        (3, "duplicate_in_file", "row"), (5, "duplicate_in_file", "row"), (7, "duplicate_in_file", "note"),
    ]  # fmt: skip
    assert got.totals() == {"rows": 6, "children": 4, "blocked": 2}


def test_as_above() -> None:
    """Labels follow with a word about it; a name or number is never copied."""
    got = read(
        [
            ["姓名", "村", "监护人", "电话"],
            ["张三", "大石村", "张老", "13812345678"],
            ["张四", "同上", "同上", "〃"],
        ],
        "七1",
    )
    second = got.children[1].facts
    assert second["village"] == "大石村"
    assert "guardian_name" not in second
    assert "guardian_phone" not in second
    assert {c[3] for c in codes(got)} == {"copied_above", "same_as_above"}


def test_excel_errors_are_empty_and_said() -> None:
    """#N/A as text or as an error cell."""
    got = read([["姓名", "村"], ["张三", "#N/A"]], "七1")
    assert codes(got) == [(2, "B", "village", "cell_error", "note")]
    assert "village" not in only(got).facts


def test_words_after_a_name_go_to_the_remarks() -> None:
    """张三（转走） is 张三."""
    facts = one(["姓名", "备注"], ["张三（转走）", "贫困"])
    assert facts["name"] == "张三"
    assert facts["remark"] == "转走；贫困"


def test_json_keeps_to_the_contract() -> None:
    """Absent where the sheet doesn't say; problems with all their parts."""
    got = read([["姓名", "民族", "性别"], ["张三", "汉", "楠"]], "七1").as_json()
    assert got["children"] == [
        {"sheet": "七1", "row": 2, "name": "张三", "grade": 7, "klass": 1, "ethnicity": "汉族"}
    ]
    assert set(got["problems"][0]) == {
        "sheet",
        "row",
        "column",
        "field",
        "code",
        "severity",
        "message",
    }
    assert got["sheets"][0]["columns"][1] == {
        "letter": "B",
        "header": "民族",
        "field": "ethnicity",
        "how": "whole",
    }
    assert got["skipped"][0]["row"] == 1

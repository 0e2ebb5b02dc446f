"""Headings of one to three rows, ticks, stacks, cards, the school roll, and rows that are no child."""

from datetime import date

import pytest

from nuangang.intake.reading import Reading
from nuangang.intake.tests.paper import codes, one, only, read
from nuangang.lib.idnumber import made_up

ROLL = (
    "学校标识码 姓名 性别 出生日期 民族 身份证件类型 健康状况 身份证件号 班号 就读方式 现住址 通信地址 联系电话 是否留守儿童 是否孤儿"
).split()
MEMBER = "姓名 关系 关系说明 现住址 户口所在地行政区划 联系电话 是否监护人 身份证件类型 身份证件号 民族 工作单位 职务".split()


def fields(reading: Reading) -> list[str | None]:
    """The fields of the first sheet's columns."""
    return [c.field for c in reading.sheets[0].columns]


def skipped(reading: Reading) -> dict[int, str]:
    """Why each row was skipped."""
    return {s.row: s.code for s in reading.skipped}


def test_flat_list_with_title_and_foot() -> None:
    """Shape A: title, fill-in line, heading, children, totals, signatures, notes."""
    got = read(
        [
            ["龙潭中学2026—2027学年度第一学期留守儿童花名册"],
            ["填报单位：龙潭中学", "", "", "填报时间：2026.9.10"],
            ["序号", "姓名", "性别", "班级", "备注"],
            [1, "张三", "男", "七(1)班", ""],
            [2],
            ["小计", "1人"],
            [],
            [2, "李四", "女", "七(2)班", ""],
            ["合 计", "", "", "2人"],
            ["填表人：王", "", "", "审核人：李"],
            ["注：本表一式两份"],
        ]
    )
    assert [(c.row, c.facts["name"], c.facts["klass"]) for c in got.children] == [
        (4, "张三", 1),
        (8, "李四", 2),
    ]
    assert skipped(got) == {
        1: "title", 2: "title", 3: "header", 5: "only_number", 6: "total", 7: "blank", 9: "total",
        10: "signature", 11: "note",
    }  # fmt: skip
    assert got.totals() == {"rows": 2, "children": 2, "blocked": 0}


@pytest.mark.parametrize("merges", [(), ("C1:E1", "F1:H1", "A1:A2", "B1:B2")])
def test_two_row_heading_joins_parent_and_child(merges: tuple[str, ...]) -> None:
    """Shape B, with and without merged cells."""
    got = read(
        [
            ["姓名", "班级", "父亲", "", "", "监护人情况", "", ""],
            ["", "", "姓名", "电话", "务工地点", "姓名", "年龄", "身体状况"],
            ["张三", "701", "张大", "13812345678", "广东东莞", "张老", 65, "良好"],
        ],
        merges=merges,
    )
    assert fields(got) == [
        "name", "klass", "father_name", "father_phone", "father_workplace", "guardian_name", "guardian_age",
        "guardian_health",
    ]  # fmt: skip
    assert got.sheets[0].header_rows == [1, 2]
    assert only(got).facts["guardian_age"] == 65


def test_three_row_heading() -> None:
    """Shape C: blocks, sub-blocks, fields."""
    got = read(
        [
            ["学生", "", "父母", "", "", "", "帮扶", ""],
            ["姓名", "性别", "父亲", "", "母亲", "", "教师", "电话"],
            ["", "", "姓名", "电话", "姓名", "务工地点", "", ""],
            ["张三", "男", "张大", "13812345678", "李梅", "浙江", "王老师", "13912345678"],
        ],
        merges=["A1:B1", "C1:F1", "G1:H1", "C2:D2", "E2:F2", "A2:A3", "B2:B3", "G2:G3", "H2:H3"],
    )
    assert fields(got)[:6] == [
        "name",
        "gender",
        "father_name",
        "father_phone",
        "mother_name",
        "mother_workplace",
    ]
    assert fields(got)[7] == "mentor_phone"
    assert got.sheets[0].header_rows == [1, 2, 3]


def test_stacked_classes() -> None:
    """Shape E: the class stands in each title only."""
    block = [["序号", "姓名", "性别"], [1, "张三", "男"]]
    got = read([["七(1)班名册"], *block, [], ["七(2)班名册"], *block])
    assert [(c.row, c.facts["grade"], c.facts["klass"]) for c in got.children] == [
        (3, 7, 1),
        (7, 7, 2),
    ]
    assert got.sheets[0].header_rows == [2, 6]


def test_a_second_heading_with_other_columns() -> None:
    """Each stack is read by its own heading."""
    got = read(
        [
            ["姓名", "性别", "班级"],
            ["张三", "男", "701"],
            [],
            ["序号", "班级", "姓名", "监护人"],
            [1, "702", "李四", "李老"],
        ]
    )
    assert [(c.facts["name"], c.facts["klass"]) for c in got.children] == [("张三", 1), ("李四", 2)]
    assert got.children[1].facts["guardian_name"] == "李老"


def test_tick_columns() -> None:
    """√ under 男 / 女, under 父亲 / 母亲 / 双方, under 是 / 否."""
    got = read(
        [
            ["姓名", "性别", "", "外出情况", "", "", "是否寄宿", ""],
            ["", "男", "女", "父亲", "母亲", "双方", "是", "否"],
            ["甲甲", "√", "", "√", "", "", "√", ""],
            ["乙乙", "", "✓", "", "", "√", "", "√"],
            ["丙丙", "", "√", "√", "√", "", "", ""],
        ],
        "七(1)班",
        ["B1:C1", "D1:F1", "G1:H1", "A1:A2"],
    )
    told = [
        (c.facts["gender"], c.facts["both_parents_away"], c.facts.get("boarding"))
        for c in got.children
    ]
    assert told == [("male", False, True), ("female", True, False), ("female", True, None)]


@pytest.mark.parametrize("style", ["plain", "above", "joined"])
def test_school_roll_export(style: str) -> None:
    """§6.3: members become father and guardian by the relation's value."""
    child = dict.fromkeys(ROLL, "") | {
        "姓名": "张三", "性别": "男", "出生日期": "20130504", "民族": "汉族", "身份证件类型": "居民身份证",
        "身份证件号": made_up(date(2013, 5, 4), 1), "班号": "701", "就读方式": "住校", "现住址": "大石村",
        "联系电话": "13600000000", "是否留守儿童": "双亲留守",
    }  # fmt: skip
    members = [
        *["张大", "父亲", "", "", "", "13812345678", "是", "", "", "汉族", "东莞电子厂", ""],
        *["张老", "祖父", "", "", "", "13912345678", "是", "", "", "汉族", "", ""],
    ]
    last = "是否进城务工人员随迁子女"
    heads = {
        "plain": [[*ROLL, *MEMBER, *MEMBER, last]],
        "above": [
            [*ROLL, "成员1", *[""] * 11, "成员2", *[""] * 11, last],
            [*[""] * len(ROLL), *MEMBER, *MEMBER, ""],
        ],
        "joined": [[*ROLL, *("成员1" + m for m in MEMBER), *("成员2" + m for m in MEMBER), last]],
    }
    facts = only(read([*heads[style], [*child.values(), *members, "否"]])).facts
    assert facts["father_name"] == "张大"
    assert facts["father_phone"] == "13812345678"
    assert facts["father_workplace"] == "东莞电子厂"
    assert facts["guardian_name"] == "张老"
    assert facts["guardian_relation"] == "paternal_grandfather"
    assert facts["guardian_phone"] == "13912345678"
    assert facts["both_parents_away"] is True
    assert facts["boarding"] is True
    assert facts["address"] == "大石村"


def test_ambiguous_columns_belong_to_the_nearest_person_on_their_left() -> None:
    """电话 after 父亲, 电话 after 母亲, 关系 and 电话 after 监护人."""
    got = read(
        [
            [
                "姓名",
                "年龄",
                "联系电话",
                "父亲",
                "电话",
                "母亲",
                "电话",
                "监护人",
                "年龄",
                "关系",
                "手机",
            ],
            [
                "张三",
                13,
                "13500000001",
                "张大",
                "13500000002",
                "李梅",
                "13500000003",
                "张老",
                66,
                "爷爷",
                "13500000004",
            ],
        ]
    )
    assert fields(got) == [
        "name", "age", "family_phone", "father_name", "father_phone", "mother_name", "mother_phone",
        "guardian_name", "guardian_age", "guardian_relation", "guardian_phone",
    ]  # fmt: skip


def test_an_id_column_after_the_carer_is_told_by_its_values() -> None:
    """The same heading means the child's or the carer's number, by the year of birth in it."""
    head = ["姓名", "监护人", "身份证号"]
    assert "id_number" in one(head, ["张三", "张老", made_up(date(2013, 5, 4), 1)])
    assert "guardian_id" in one(head, ["张三", "张老", made_up(date(1955, 5, 4), 1)])


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("身份证号\n（必填）", "id_number"), ("★姓 名", "name"), ("1.学生姓名", "name"), ("爸爸手机号码", "father_phone"),
        ("母亲务工详细地址", "mother_workplace"), ("监护人与学生的关系", "guardian_relation"), ("电话（父亲）", "father_phone"),
        ("受委托监护人身份证件号码", "guardian_id"), ("现在的委托监护人电话", "guardian_phone"), ("村（社区）", "village"),
        ("乡（镇、街道）", "town"), ("父（母）亲电话", "parents_phone"), ("住校/走读", "boarding"), ("何种留守", "left_type"),
        ("父母双方是否同时外出务工", "both_parents_away"), ("代理家长联系电话", "mentor_phone"), ("孩子身份证号", "id_number"),
        ("班主任联系电话", "head_teacher_phone"), ("监护人姓名及电话", "guardian_name"), ("数学", None),
    ],
)  # fmt: skip
def test_headers_are_known_in_many_dresses(header: str, field: str | None) -> None:
    """Brackets, marks, blanks, persons and attributes put together."""
    got = read([["姓名", "性别", header], ["张三", "男", "x"]])
    assert fields(got)[2] == (field if field != "name" else None)


def test_unknown_columns_are_kept() -> None:
    """What no field is known for is shown with the child."""
    got = only(read([["姓名", "性别", "留守原因"], ["张三", "男", "家里盖房"]]))
    assert got.others == {"留守原因": "家里盖房"}


def test_the_users_word_counts_first() -> None:
    """A column's field can be changed, or switched off."""
    rows = [["姓名", "性别", "留守原因"], ["张三", "男", "大石村"]]
    got = read(rows, columns={("Sheet1", "C"): "village", ("Sheet1", "B"): None})
    assert only(got).facts["village"] == "大石村"
    assert "gender" not in only(got).facts
    assert [c.how for c in got.sheets[0].columns] == ["whole", "chosen", "chosen"]


def test_the_fingerprint_is_the_layouts() -> None:
    """Other children, same layout; another heading, another."""
    first = read([["姓名", "性别"], ["张三", "男"]]).sheets[0].fingerprint
    assert read([["表"], ["姓 名", "性别"], ["李四", "女"]]).sheets[0].fingerprint == first
    assert read([["姓名", "民族"], ["李四", "汉"]]).sheets[0].fingerprint != first


def test_cards() -> None:
    """Shape D: labels with their values to the right, one child per card."""
    rows = [
        ["七(1)班留守儿童档案卡"],
        ["姓名", "张三", "性别", "男", "民族", "汉"],
        ["出生年月", "2013.5.4", "身份证号", made_up(date(2013, 5, 4), 1), "是否寄宿", "是"],
        ["监护人姓名", "张老", "与儿童关系", "爷爷", "联系电话", "13912345678"],
        ["身体状况", "健康（√） 残疾（ ）"],
    ]
    got = read([*rows, [], *rows[:1], ["姓名", "李四", "性别", "女", "民族", "苗"], *rows[3:]])
    assert [c.facts["name"] for c in got.children] == ["张三", "李四"]
    first = got.children[0].facts
    assert first["guardian_relation"] == "paternal_grandfather"
    assert first["guardian_phone"] == "13912345678"
    assert (first["birth"], first["health"], first["klass"]) == ("2013-05-04", "健康", 1)


def test_hints_numbering_and_examples_are_no_children() -> None:
    """A row of column numbers, one of hints, one with an example."""
    got = read(
        [
            ["序号", "姓名", "性别", "出生年月"],
            ["(1)", "(2)", "(3)", "(4)"],
            ["", "必填", "下拉选择", "格式：2012.03"],
            ["例", "王小明", "男", "2012.03"],
            [1, "张三", "男", "2013.05"],
        ],
        "七1",
    )
    assert only(got).facts["name"] == "张三"
    assert skipped(got) == {1: "header", 2: "numbering", 3: "hint", 4: "example"}


def test_labels_reach_over_merged_cells_but_names_do_not() -> None:
    """Class and village are filled down; the carer's name and phone are not."""
    got = read(
        [
            ["班级", "姓名", "村", "监护人", "电话"],
            ["七(1)班", "张三", "大石村", "张老", "13812345678"],
            ["", "张四", "", "", ""],
        ],
        merges=["A2:A3", "C2:C3", "D2:D3", "E2:E3"],
    )
    second = got.children[1].facts
    assert (second["klass"], second["village"]) == (1, "大石村")
    assert "guardian_name" not in second
    assert "guardian_phone" not in second


def test_a_nameless_row_is_blocked_and_counted() -> None:
    """missing_name at the name's column, at Excel's row."""
    got = read(
        [["序号", "姓名", "身份证号"], [1, "张三", ""], [], [2, "", made_up(date(2013, 5, 4), 1)]],
        "七1",
    )
    assert codes(got) == [(4, "B", "name", "missing_name", "row")]
    assert got.totals() == {"rows": 2, "children": 1, "blocked": 1}


def test_persons_below_an_attribute() -> None:
    """父亲 and 母亲 under 联系方式, 时间 and 地点 under 父亲外出务工."""
    got = read(
        [
            ["姓名", "联系方式", "", "父亲外出务工", "", "班级"],
            ["", "父亲", "母亲", "时间", "地点", ""],
            ["张三", "13812345678", "13912345678", "2020.3", "广东", "701"],
        ]
    )
    assert fields(got) == [
        "name",
        "father_phone",
        "mother_phone",
        "father_away_since",
        "father_workplace",
        "klass",
    ]


def test_a_filled_in_line_right_above_the_heading_is_no_heading() -> None:
    """班级 七(1)班 班主任 王老师 over 姓名 性别 电话 备注."""
    got = read(
        [
            ["班级", "七(1)班", "班主任", "王老师"],
            ["姓名", "性别", "电话", "备注"],
            ["张三", "男", "13812345678", ""],
        ]
    )
    assert got.sheets[0].header_rows == [2]
    assert (only(got).facts["klass"], only(got).facts["family_phone"]) == (1, "13812345678")


def test_group_words_above_belong_to_the_heading() -> None:
    """一、学生情况 and 二、家庭情况 name nobody, yet are headings."""
    got = read(
        [
            ["一、学生情况", "", "二、家庭情况", ""],
            ["姓名", "性别", "父亲", "住址"],
            ["张三", "男", "张大", "大石村"],
        ],
        "七1",
        ["A1:B1", "C1:D1"],
    )
    assert got.sheets[0].header_rows == [1, 2]
    assert only(got).facts["father_name"] == "张大"


def test_relatives_on_lines_of_their_own() -> None:
    """The child's cells are merged over three lines, one relative on each."""
    got = read(
        [
            ["姓名", "性别", "家庭成员", "关系", "电话"],
            ["张三", "男", "张大", "父亲", "13812345678"],
            ["", "", "李梅", "母亲", "13912345678"],
            ["", "", "张老", "爷爷", "13712345678"],
        ],
        "七1",
        ["A2:A4", "B2:B4"],
    )
    facts = only(got).facts
    assert (facts["father_name"], facts["mother_phone"]) == ("张大", "13912345678")
    assert (facts["guardian_name"], facts["guardian_relation"]) == ("张老", "paternal_grandfather")
    assert skipped(got) == {1: "header", 3: "continuation", 4: "continuation"}


def test_ticks_under_bare_parents() -> None:
    """父亲, 母亲, 双方 over nothing but ticks tell who is away."""
    got = read(
        [
            ["姓名", "父亲", "母亲", "双方"],
            ["甲甲", "√", "", ""],
            ["乙乙", "", "√", ""],
            ["丙丙", "", "", "√"],
        ],
        "七1",
    )
    assert [c.facts["both_parents_away"] for c in got.children] == [False, False, True]


def test_address_and_birth_in_parts() -> None:
    """年, 月, 日 and 乡镇, 村, 组 in cells of their own."""
    got = read(
        [
            ["姓名", "出生年月", "", "", "家庭住址", "", ""],
            ["", "年", "月", "日", "乡镇", "村", "组"],
            ["张三", 2013, 5, 4, "红星镇", "大石村", 3],
        ],
        "七1",
    )
    facts = only(got).facts
    assert (facts["birth"], facts["address"], facts["village"]) == (
        "2013-05-04",
        "红星镇大石村3组",
        "大石村",
    )


def test_other_tables_below_are_no_children() -> None:
    """Counts, placeholders and closing words."""
    got = read(
        [
            ["序号", "姓名", "性别", "身份证号"],
            [1, "张三", "男", ""],
            [2, "无", "无", "无"],
            ["以下空白"],
            ["年级", "人数", "男", "女"],
            ["七年级", 45, 20, 25],
        ],
        "七1",
    )
    assert [c.facts["name"] for c in got.children] == ["张三"]
    assert not got.problems


def test_a_list_set_in_columns() -> None:
    """序号 姓名 班级 twice side by side: two children in one row."""
    head = ["序号", "姓名", "班级"]
    got = read(
        [
            [*head, *head],
            [1, "张三", "701", 3, "王五", "702"],
            [2, "李四", "701", "", "", ""],
            ["", "", "", 4, "赵六", "702"],
        ]
    )
    told = [(c.row, c.facts["name"], c.facts["klass"]) for c in got.children]
    assert told == [(2, "张三", 1), (2, "王五", 2), (3, "李四", 1), (4, "赵六", 2)]
    assert skipped(got) == {1: "header"}


def test_a_pairing_list_begins_with_the_teacher() -> None:
    """性别 after 帮扶教师 is the teacher's where the child has its own further right."""
    got = read(
        [
            [
                "序号",
                "帮扶教师",
                "性别",
                "职务",
                "联系电话",
                "帮扶对象",
                "性别",
                "监护人",
                "联系电话",
            ],
            [1, "王老师", "女", "教师", "13812345678", "张三", "男", "张老", "13912345678"],
        ],
        "七1",
    )
    facts = only(got).facts
    assert (facts["name"], facts["gender"], facts["guardian_phone"]) == (
        "张三",
        "male",
        "13912345678",
    )
    assert (facts["mentor"], facts["mentor_phone"]) == ("王老师", "13812345678")


def test_old_people_in_a_list_of_all_left_behind_are_no_children() -> None:
    """三留守人员台账 holds children, wives and old people."""
    got = read(
        [
            ["三留守人员台账"],
            ["姓名", "性别", "类别"],
            ["张三", "男", "留守儿童"],
            ["王老", "女", "留守老人"],
        ],
        "七1",
    )
    assert only(got).facts["name"] == "张三"
    assert skipped(got)[4] == "other_person"

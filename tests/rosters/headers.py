"""Every header of domain.md §6.2 that says something the contract has a field for, and those that don't."""

from collections.abc import Iterator

from .columns import Column, column, columns
from .expect import ANY, Case, Maybe
from .page import Page, case
from .people import Child, Town

ALL = {
    "name": "姓名 学生姓名 儿童姓名 留守儿童姓名 留守学生姓名 孩子姓名 名字 受助学生 帮扶对象 被监护人姓名",
    "sex": "性别 男/女",
    "nation": "民族 族别",
    "birth": "出生日期 出生年月 出生年月日 出生时间 生日",
    "id": "身份证号 身份证号码 公民身份号码 公民身份证号码 身份证件号 身份证件号码 证件号码 身份证",
    "class": "班级 班别 所在班级 年级班级 班级名称 就读班级",
    "boarding": "是否寄宿 是否住校 寄宿生 是否学校寄宿 是否寄宿生",
    "mode": "就读方式 住校/走读",
    "address": "家庭住址 家庭地址 现住址 现居住地 居住地址 详细地址 家庭详细地址 住址 常住地",
    "village": "村 所在村 行政村 村（社区） 村(居)",
    "left": "留守类型 留守情况 单留/双留 双亲/单亲外出 外出情况 父母外出情况 何种留守 是否留守儿童 是否农村留守儿童 留守儿童情况",
    "both": "父母双方同时外出 父母双方外出 双方外出务工",
    "father": "父亲姓名 父亲 父 父姓名 爸爸姓名",
    "father_phone": "父亲电话 父亲联系电话 父亲手机 父联系方式 父亲手机号码",
    "father_work": "父亲务工地 父亲务工地点 父亲务工地址 父亲打工地点 父亲外出务工地点 父亲工作单位 父亲务工单位 父亲单位",
    "mother": "母亲姓名 母亲 母 母姓名 妈妈姓名",
    "mother_phone": "母亲电话 母亲联系电话 母亲手机 母联系方式 妈妈电话",
    "mother_work": "母亲务工地 母亲务工地点 母亲务工地址 母亲打工地点 母亲外出务工地点 母亲工作单位 母亲务工单位 母亲单位",
    "guardian": "监护人 监护人姓名 法定监护人 委托监护人 委托监护人姓名 受委托监护人 受委托人 临时监护人 实际监护人 第一监护人 "
    "代管人 代养人 寄养人 托管人 照护人 现监护人 抚养人 隔代监护人",
    "relation": "与学生关系 与儿童关系 与被监护人关系 与监护人关系 与留守儿童关系 关系 称谓 亲属关系",
    "guardian_phone": "监护人电话 监护人联系电话 监护人联系方式 受委托监护人电话 代管人电话 现监护人电话",
    "guardian_age": "监护人年龄",
    "guardian_health": "监护人身体状况 监护人健康状况",
}  # fmt: skip
MORE = {
    "name": "姓名（全称） 学生名字 孩子名字 儿童姓名* 学生姓名(必填) 姓名/学生",
    "birth": "出生年月日（公历） 出生日期(YYYY-MM-DD) 出生年月（如2013.05） 学生出生日期 儿童出生日期",
    "id": "学生身份证号 居民身份证号码 儿童身份证号 学生身份证号码 身份证号码（18位） 学生身份证件号码 学生公民身份证号码",
    "class": "年级及班级 所在年级班级 年级、班级 班级（如七1班） 学生班级 年级/班级 所在班 现就读班级",
    "boarding": "是否住宿 是否在校寄宿 是否在校住宿 是否为寄宿生",
    "mode": "住宿情况 寄宿/走读 住宿/走读 住读/走读 走读/寄宿",
    "address": "家庭详细住址 家庭住址（具体到村组） 现居住地址 家庭常住地址 学生家庭住址",
    "village": "所在村名 村名 所属村 所在行政村 户籍村",
    "left": "留守儿童类型 留守类别 留守形式 父母务工情况 留守状态",
    "both": "是否双留守 是否双亲外出 父母是否都外出 是否父母双方外出 是否双亲留守",
    "father": "父亲名字 学生父亲姓名 父亲姓名（必填）",
    "father_phone": "父亲手机号 父亲联系方式 联系电话（父亲） 电话（父） 联系电话（父亲）（必填） 父亲电话号码 父亲-联系电话 学生父亲电话",
    "father_work": "父亲外出地点 父亲务工省市 父亲务工单位及地址 父亲现在务工地 父亲外出务工地",
    "mother_phone": "母亲手机号 母亲联系方式 联系电话（母亲） 电话（母） 母亲电话号码 母亲_电话",
    "guardian": "实际监护人姓名 现监护人姓名 监护人名字 监护人（姓名） 主要监护人 目前监护人 委托照护人 被委托人姓名 临时监护人姓名",
    "relation": "与孩子关系 监护人与学生关系 监护人与儿童关系 与该生关系 与被监护儿童关系 与学生的关系 监护人关系 同学生关系",
    "guardian_phone": "监护人手机号 监护人手机 联系电话（监护人） 监护人电话号码 监护人联系电话（手机） 委托监护人电话 实际监护人联系电话",
    "guardian_age": "监护人年龄（岁） 监护人周岁",
    "guardian_health": "监护人健康情况 监护人身体情况 监护人健康状况（好/差）",
}  # fmt: skip
NEEDS_GUARDIAN = ("relation", "guardian_phone", "guardian_age", "guardian_health")


def synonyms() -> Iterator[Case]:
    """One file a field, one sheet a header; each sheet has a child's name, class, and that column."""
    for title, table in (("headers", ALL), ("more headers", MORE)):
        for key, headers in table.items():
            town, pages = Town(f"{title}-{key}"), []
            for number, header in enumerate(headers.split(), 1):
                pages.append(_sheet(f"{number}", key, header, town))
            yield case(f"{title} of {key}", "xlsx", *pages)


def _sheet(title: str, key: str, header: str, town: Town) -> Page:
    page = Page(f"表{title}")
    cols = [] if key == "name" else columns("seq name")
    cols += columns("guardian=监护人姓名") if key in NEEDS_GUARDIAN else []
    cols += [column(key, header)]
    cols += [] if key == "class" else columns("class")
    page.header(cols)
    page.numbered(cols, town.children(3))
    return page


NOT_OURS = {
    "编号": "3", "曾用名": "小石头", "年龄": 13, "学籍号": "G999999201503010016", "学号": "20260101", "学校名称": "龙潭镇初级中学",
    "学校代码": "3142999999", "班主任": "周老师", "班主任电话": "13900000001", "宿舍号": "302", "户口性质": "农业",
    "户籍所在地": "湖南龙潭", "乡镇": "龙潭镇", "外出时间": "2023.2", "家长务工时间": "三年", "婚姻状况": "离异",
    "监护人职业": "务农", "监护人身份证号": "999999195501010014", "父亲身份证号": "999999198501010018",
    "母亲公民身份证号码": "999999198601010023", "监护类型": "隔代监护", "委托监护协议": "是", "紧急联系人": "钱大婶",
    "微信号": "13900000002", "健康状况": "健康", "残疾证号": "99999920130101001642", "过敏史": "无", "是否低保": "是",
    "是否孤儿": "否", "是否享受资助": "是", "是否独生子女": "否", "性格特点": "开朗", "兴趣爱好": "篮球", "学习成绩": "中",
    "心理状况": "良好", "主要困难": "无", "代理家长姓名": "吴老师", "代理家长电话": "13900000003", "政治面貌": "团员",
    "结对帮扶联系人": "郑书记", "结对帮扶联系电话": "13900000004", "帮扶措施": "每周谈心", "帮扶效果": "好", "儿童主任": "冯主任",
    "儿童主任电话": "13900000005", "上下学距离": "3公里", "上下学方式": "步行", "入学年月": "202609", "照片": "有", "身高": 150,
    "QQ号": "123456789",
}  # fmt: skip


def nothing_bleeds() -> Iterator[Case]:
    """Columns about others or of no field here lend nothing to the child's fields."""
    for form in ("xlsx", "csv-gb"):
        town, page = Town("bleed"), Page("Sheet1")
        cols = columns("seq name sex")
        cols += [Column(header, lambda c, v=value: v) for header, value in NOT_OURS.items()]
        cols += columns("class guardian=监护人姓名 remark")
        page.header(cols)
        for child in town.children(4):
            page.child(cols, child, address=Maybe("湖南龙潭"), village=ANY)
        yield case("nothing bleeds", form, page)


def guardians_in_order() -> Iterator[Case]:
    """第一监护人 and 第二监护人 each with name, relation and phone: the first is the one."""
    for first, second in (
        ("第一监护人", "第二监护人"),
        ("监护人1", "监护人2"),
        ("监护人一", "监护人二"),
    ):
        town = Town(first)
        cols = columns(
            f"name class guardian={first}姓名 relation={first}关系 guardian_phone={first}电话"
        )
        cols += [
            Column(f"{second}姓名", lambda c: c.mother.name),
            Column(f"{second}关系", lambda c: "母亲"),
            Column(f"{second}电话", lambda c: c.mother.phone),
        ]
        page = Page("Sheet1")
        page.header(cols)
        for child in town.children(3):
            page.child(
                cols,
                child,
                mother_name=Maybe(child.mother.name),
                mother_phone=Maybe(child.mother.phone),
            )
        yield case(f"guardians in order, {first}", "xlsx", page)


def _both_away(child: Child) -> dict[str, bool]:
    return {"both_parents_away": child.both_away}


def each_parent_away() -> Iterator[Case]:
    """父亲是否外出 and 母亲是否外出 together say whether both are away."""
    for father, mother in (
        ("父亲是否外出", "母亲是否外出"),
        ("父亲外出务工（是/否）", "母亲外出务工（是/否）"),
    ):
        page, town = Page("Sheet1"), Town(father)
        cols = [
            *columns("name class"),
            Column(father, lambda c: "是" if c.father_away else "否", _both_away),
            Column(mother, lambda c: "是" if c.mother_away else "否", _both_away),
        ]
        page.header(cols)
        page.numbered(cols, town.children(6))
        yield case(f"each parent away, {father}", "csv-gb", page)


def all_headers() -> Iterator[Case]:
    """Yield every case of this module."""
    yield from synonyms()
    yield from guardians_in_order()
    yield from each_parent_away()
    yield from nothing_bleeds()

"""Every header of domain.md §6.2 that says something the contract has a field for, and those that don't."""

from collections.abc import Iterator

from .columns import Column, column, columns
from .expect import ANY, Case, Maybe
from .page import Page, case
from .people import Town

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
NEEDS_GUARDIAN = ("relation", "guardian_phone", "guardian_age", "guardian_health")


def synonyms() -> Iterator[Case]:
    """One file a field, one sheet a header; each sheet has a child's name, class, and that column."""
    for key, headers in ALL.items():
        town, pages = Town(f"headers-{key}"), []
        for number, header in enumerate(headers.split(), 1):
            pages.append(_sheet(f"{number}", key, header, town))
        yield case(f"headers of {key}", "xlsx", *pages)


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


def all_headers() -> Iterator[Case]:
    """Yield every case of this module."""
    yield from synonyms()
    yield from nothing_bleeds()

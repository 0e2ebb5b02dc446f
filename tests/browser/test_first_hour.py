"""A school's first hour in a real browser: from an empty machine to a board that tells the truth."""

import re
from pathlib import Path

import pytest
from django.utils import timezone

from nuangang.care.models import CareRecord
from nuangang.intake.tests.paper import xlsx
from nuangang.people.models import Child, Staff, Tie
from tests.browsing import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STAFF = [
    ["姓名", "性别", "职务", "班主任", "政治面貌", "联系电话"],
    ["林小梅", "女", "德育主任", "", "中共党员", "15400000101"],
    ["王大勇", "男", "", "七(1)班", "群众", "15400000102"],
    ["周立", "男", "", "七(2)班", "中共党员", "15400000103"],
]
HEADER = [
    "序号",
    "姓名",
    "性别",
    "出生年月",
    "班级",
    "家庭住址",
    "留守类型",
    "监护人",
    "与学生关系",
    "联系电话",
]
CHILDREN = [
    [n, name, "女" if n % 2 else "男", "2013.11", f"七({1 + n % 2})班", "石桥村", "双留", f"王奶{n}", "奶奶", f"1540000020{n}"]
    for n, name in enumerate(["李欣怡", "陈浩", "欧阳思远", "赵雨", "钱多多", "孙小宝", "周周", "吴桐", "郑好"], 1)
]  # fmt: skip


@pytest.fixture
def papers(tmp_path: Path) -> tuple[Path, Path]:
    """The two lists a school has."""
    staff, roster = tmp_path / "教职工.xlsx", tmp_path / "留守儿童花名册.xlsx"
    staff.write_bytes(xlsx({"教职工": STAFF}))
    foot = ["合计", "9 人"]
    rows = [["清溪初中留守儿童花名册"], ["填报单位：清溪初中"], HEADER, *CHILDREN, foot]
    roster.write_bytes(xlsx({"七年级": rows}))
    return staff, roster


def test_from_an_empty_machine_to_a_true_board(visit, papers) -> None:
    staff, roster = papers
    page = visit()
    set_up(page)
    read_staff(page, staff)
    read_roster(page, roster)
    look_at_a_file(page)
    pair(page)
    code, person = slip(page)
    before = reached(page)
    phone = visit(device=PHONE)
    join_and_record(phone, code, person)
    assert reached(page) == before - 1
    assert CareRecord.objects.get().kind == "talk"


def set_up(page) -> None:
    page.goto("/")
    assert page.url.endswith("/set-up/")
    page.get_by_label("学校名称").fill("清溪初中")
    page.get_by_label("您的姓名").fill("石校长")
    page.get_by_label("登录名").fill("shi")
    page.get_by_label("密码").fill("harbour-lamp-7")
    page.get_by_role("button", name="开始使用").click()
    page.wait_for_url("**/board/")


def read_staff(page, path: Path) -> None:
    page.goto("/staff/import/")
    page.set_input_files("#file", path)
    page.get_by_role("button", name="看一看").click()
    page.get_by_text("七(1)班班主任").wait_for()
    page.get_by_role("button", name="加入教职工").click()
    page.wait_for_url("**/staff/")
    assert Staff.objects.count() == 4


def read_roster(page, path: Path) -> None:
    page.goto("/rosters/")
    page.set_input_files("#file", path)
    page.get_by_role("button", name="看一看").click()
    page.get_by_text("读到 9 行 = 新建 9 + 更新 0 + 不变 0 + 不能导入 0").wait_for()
    page.get_by_role("button", name="导入 9 个孩子").click()
    page.get_by_role("link", name="看孩子").wait_for()
    assert Child.objects.filter(left_behind="both").count() == 9


def look_at_a_file(page) -> None:
    page.goto("/search/?q=oysy")
    page.get_by_role("link", name="欧阳思远").first.click()
    page.get_by_text("王奶3").first.wait_for()
    assert page.locator("a.call[href$='/dial/']").count()


def pair(page) -> None:
    page.goto("/pairing/")
    page.get_by_role("button", name="为所有孩子配对").click()
    page.locator(".pairing-approve").wait_for()
    page.locator(".pairing-approve button").first.click()
    page.wait_for_url(re.compile(r"/pairing/$"))
    assert Tie.objects.filter(until__isnull=True).count() == 9
    loads = [Tie.objects.filter(adult=s, until__isnull=True).count() for s in Staff.objects.all()]
    assert max(loads) - min(loads) <= 1


def slip(page) -> tuple[str, Staff]:
    """Print the slips and return one person's code."""
    page.goto("/staff/")
    page.get_by_role("link", name="看谁没加入，打印登录条").click()
    page.get_by_role("button", name="打印 3 张登录条").click()
    person = Staff.objects.get(name="王大勇")
    mine = page.locator(".slip").filter(has_text=person.name)
    return mine.locator(".slip-code").inner_text().replace("-", ""), person


def reached(page) -> int:
    """Return how many children the board says nobody has reached in 30 days."""
    page.goto("/board/")
    figure = page.locator(".figure").filter(has_text="30 天").first
    return int(re.search(r"\d+", figure.locator(".number-big").inner_text())[0])


def join_and_record(phone, code: str, person: Staff) -> None:
    phone.goto(f"/join/{code}/")
    phone.get_by_label("新密码", exact=True).fill("lamp-lamp-lamp-9")
    phone.get_by_label("再输一遍新密码").fill("lamp-lamp-lamp-9")
    phone.get_by_role("button", name="保存并开始").click()
    phone.wait_for_url("**/today/")
    phone.locator(".care-row").first.get_by_role("link", name="记一笔").click()
    sheet = phone.locator("dialog[open]")
    sheet.get_by_role("radio", name="谈心").check()
    sheet.get_by_role("checkbox", name="情绪").check()
    sheet.get_by_role("button", name="保存").click()
    phone.get_by_text("已记下").first.wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    record = CareRecord.objects.get()
    assert record.staff == person
    assert record.happened_on == timezone.localdate()

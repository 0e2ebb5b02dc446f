"""Reading rosters in on the page: look, choose, decide, confirm, undo."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nuangang.intake.models import Batch, Layout
from nuangang.intake.tests.paper import xlsx
from nuangang.people.actions.files import change_file
from nuangang.people.actions.ties import tie
from nuangang.people.models import Change, Child, Contact, ParentFact, Relative

HEADER = [
    "序号",
    "姓名",
    "性别",
    "出生日期",
    "身份证号",
    "班级",
    "留守类型",
    "监护人姓名",
    "与学生关系",
    "监护人电话",
    "暗号",
]
LI = [
    1,
    "李欣怡",
    "女",
    "2015-03-01",
    "999999201503010024",
    "七(1)班",
    "双留",
    "王秀英",
    "奶奶",
    "15400000001",
    "甲",
]
CHEN = [
    2,
    "陈浩",
    "男",
    "2015-03-01",
    "999999201503010016",
    "七(4)班",
    "父外出",
    "陈大山",
    "爷爷",
    "15400000002",
    "乙",
]
NAMELESS = [3, "", "男", "2015-03-01", "", "七(1)班", "双留", "王某", "奶奶", "15400000003", ""]


def upload(*rows, name="花名册.xlsx", header=HEADER):
    return SimpleUploadedFile(name, xlsx({"七年级": [["留守儿童花名册"], header, *rows]}))


@pytest.fixture
def batch(register):
    register.post("lead", "/rosters/", file=upload(LI, CHEN, NAMELESS))
    return Batch.objects.get()


def confirm(register, batch):
    return register.post("lead", f"/rosters/{batch.pk}/confirm/")


def test_the_preview_counts_and_writes_nothing(register, batch):
    page = register.get("lead", f"/rosters/{batch.pk}/").content.decode()
    assert "读到 3 行 = 新建 2 + 更新 0 + 不变 0 + 不能导入 1" in page
    assert "B5" in page
    assert "没有姓名" in page
    assert not Child.objects.exists()


def test_confirming_opens_files_with_families(register, batch):
    confirm(register, batch)
    child = Child.objects.get(name="李欣怡")
    assert (child.gender, child.left_behind, child.klass.name_on(2026)) == (
        "female",
        "both",
        "七(1)班",
    )
    carer = Relative.objects.get(child=child, is_carer=True)
    assert (carer.name, carer.kin) == ("王秀英", "paternal_grandmother")
    assert Contact.objects.get(child=child).number == "15400000001"
    assert ParentFact.objects.filter(child=child, value="away").count() == 2
    batch.refresh_from_db()
    assert batch.content == ""


def test_confirming_twice_reads_in_once(register, batch):
    confirm(register, batch)
    confirm(register, batch)
    assert Child.objects.count() == 2


def test_the_same_roster_again_changes_nothing(register, batch):
    confirm(register, batch)
    changes = Change.objects.count()
    register.post("lead", "/rosters/", file=upload(LI, CHEN))
    again = Batch.objects.get(state="read")
    page = register.get("lead", f"/rosters/{again.pk}/").content.decode()
    assert "新建 0 + 更新 0 + 不变 2" in page
    confirm(register, again)
    assert (Child.objects.count(), Change.objects.count()) == (2, changes)


def test_an_empty_cell_changes_nothing_and_a_new_word_is_history(register, batch):
    confirm(register, batch)
    emptied = [*LI]
    emptied[6] = emptied[7] = emptied[8] = None
    emptied[9] = "15400000009"
    register.post("lead", "/rosters/", file=upload(emptied))
    confirm(register, Batch.objects.get(state="read"))
    child = Child.objects.get(name="李欣怡")
    assert child.left_behind == "both"
    assert {c.number for c in Contact.objects.filter(child=child)} == {"15400000001", "15400000009"}


def test_without_id_a_person_decides_unless_everything_agrees(register, batch):
    confirm(register, batch)
    unsure = [1, "李欣怡", "女", "2015-04-01", "", "七(1)班", "", "", "", "", ""]
    register.post("lead", "/rosters/", file=upload(unsure))
    second = Batch.objects.get(state="read")
    address = f"/rosters/{second.pk}/"
    assert "是哪个孩子" in register.get("lead", address).content.decode()
    confirm(register, second)
    assert Child.objects.filter(name="李欣怡").count() == 1
    register.post("lead", "/rosters/", file=upload(unsure))
    third = Batch.objects.get(state="read")
    register.post("lead", f"/rosters/{third.pk}/decide/", **{"decide:七年级!3": "new"})
    confirm(register, third)
    assert Child.objects.filter(name="李欣怡").count() == 2


def test_all_agreeing_without_id_is_the_same_child(register, batch):
    confirm(register, batch)
    same = [1, "李欣怡", "女", "2015-03-01", "", "七(1)班", "", "", "", "15400000008", ""]
    register.post("lead", "/rosters/", file=upload(same))
    confirm(register, Batch.objects.get(state="read"))
    assert Child.objects.count() == 2


def test_a_column_can_be_chosen_and_is_remembered(register, batch):
    register.post(
        "lead", f"/rosters/{batch.pk}/columns/", **{"column:七年级!K": "hobby", "was:七年级!K": ""}
    )
    confirm(register, batch)
    assert Child.objects.get(name="李欣怡").hobby == "甲"
    assert Layout.objects.get().columns == {"K": "hobby"}
    register.post("lead", "/rosters/", file=upload([*LI[:10], "下棋"]))
    confirm(register, Batch.objects.get(state="read"))
    assert Child.objects.get(name="李欣怡").hobby == "下棋"


def test_undo_takes_everything_back(register, batch):
    confirm(register, batch)
    register.post("lead", f"/rosters/{batch.pk}/undo/")
    assert not Child.objects.exists()
    assert not Relative.objects.exists()
    batch.refresh_from_db()
    assert batch.state == "undone"


def test_undo_puts_changed_fields_back(register, batch):
    confirm(register, batch)
    register.post(
        "lead",
        "/rosters/",
        file=upload([*LI[:3], "2015-03-01", *LI[4:7], "王秀英", "外婆", *LI[9:]]),
    )
    second = Batch.objects.get(state="read")
    confirm(register, second)
    child = Child.objects.get(name="李欣怡")
    assert Relative.objects.filter(child=child, kin="maternal_grandmother", is_carer=True).exists()
    register.post("lead", f"/rosters/{second.pk}/undo/")
    carer = Relative.objects.get(child=child, is_carer=True)
    assert carer.kin == "paternal_grandmother"


def test_undo_is_refused_when_something_was_built_on_it(register, batch):
    confirm(register, batch)
    child = Child.objects.get(name="李欣怡")
    tie(register.lead, child, register.wang, since="2026-11-01")
    answer = register.browsers["lead"].post(f"/rosters/{batch.pk}/undo/", follow=True)
    assert "李欣怡" in answer.content.decode()
    assert Child.objects.count() == 2


def test_undo_is_refused_after_a_later_change(register, batch):
    confirm(register, batch)
    change_file(register.lead, Child.objects.get(name="陈浩"), {"hobby": "画画"})
    register.post("lead", f"/rosters/{batch.pk}/undo/")
    assert Child.objects.count() == 2


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n0000", b"PK\x03\x04broken", "今天天气很好".encode()]
)
def test_a_useless_file_gets_one_sentence_and_harms_nothing(register, content):
    answer = register.post("lead", "/rosters/", file=SimpleUploadedFile("x.xlsx", content))
    assert answer.status_code == 422
    assert "notice" in answer.content.decode()
    assert not Batch.objects.exists()


@pytest.mark.parametrize("who", ["teacher", "mentor", "outsider"])
def test_rosters_are_for_leaders_and_the_roll_officer(register, batch, who):
    assert register.get(who, "/rosters/").status_code == 404
    assert register.get(who, f"/rosters/{batch.pk}/").status_code == 404
    assert register.post(who, f"/rosters/{batch.pk}/confirm/").status_code == 403


def test_another_schools_roster_does_not_exist(register, batch):
    assert register.get("elsewhere", f"/rosters/{batch.pk}/").status_code == 404
    assert register.post("elsewhere", f"/rosters/{batch.pk}/confirm/").status_code == 404
    assert not Child.objects.exists()

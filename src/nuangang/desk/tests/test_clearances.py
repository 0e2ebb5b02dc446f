"""Checks by the police: the list, entering answers, a check that is not clear, and no child without one."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.intake.clearance_sheet import CheckRow, NoCheckListError, result_in, understand_checks
from nuangang.intake.tests.paper import xlsx
from nuangang.people.actions.clearances import Fact, note_clearances, set_vetting_rule
from nuangang.people.actions.ties import tie
from nuangang.people.models import Clearance, Staff, Tie
from nuangang.people.vetting import VettingRule, rule_of

DAY = timedelta(days=1)
TODAY = timezone.localdate()
LAST_YEAR = TODAY - 300 * DAY


@pytest.fixture
def register(register):
    """Give the cast before anybody from outside was checked."""
    Staff.objects.filter(school=register.school, outside=True).update(cleared_until=None)
    register.outside.refresh_from_db()
    return register


def clear(register, person, on=LAST_YEAR):
    [row] = note_clearances(register.lead, [Fact(person, "check", on, "clear", organ="县公安局")])
    person.refresh_from_db()
    return row


def shown(register, **asked):
    return register.browsers["lead"].get("/staff/checks/", asked).content.decode()


def text_of(register, person):
    return register.get("lead", f"/staff/{person.pk}/checks/").content.decode()


def test_the_list_says_who_lacks_what_and_is_filtered(register):
    clear(register, register.lin)
    clear(register, register.wang, TODAY - 400 * DAY)
    assert "林老师" in shown(register, state="clear")
    assert "林老师" not in shown(register, state="to_ask")
    assert "王老师" in shown(register, state="expired")
    assert "村支书" in shown(register, state="missing", who="outside")
    assert "王老师" not in shown(register, state="missing", who="outside")
    paper = register.get("lead", "/staff/checks/list/", state="to_ask").content.decode()
    assert "王老师" in paper
    assert "林老师" not in paper


@pytest.mark.parametrize("who", ["teacher", "mentor", "outsider", "elsewhere", "records"])
def test_only_those_in_charge_see_it(register, who):
    clear(register, register.wang)
    assert register.get(who, "/staff/checks/list/").status_code == (
        200 if who == "elsewhere" else 404
    )
    own = {"mentor": 200}.get(who, 404)
    answer = register.get(who, f"/staff/{register.wang.pk}/checks/")
    assert answer.status_code == own
    assert register.post(who, f"/staff/{register.wang.pk}/checks/", what="code").status_code in (
        200, 403, 404, 422,
    )  # fmt: skip
    assert Clearance.objects.count() == 1


def test_answers_about_many_are_entered_at_once_and_twice_does_no_harm(register):
    lin, wang = register.lin.pk, register.wang.pk
    sent = {
        "what": "check", "save": "1", "staff": [str(lin), str(wang)], "on": TODAY.isoformat(),
        "organ": "县公安局", f"result-{lin}": "clear", f"result-{wang}": "pending",
        f"on-{wang}": LAST_YEAR.isoformat(),
    }  # fmt: skip
    for _twice in range(2):
        assert register.post("lead", "/staff/checks/enter/", **sent).status_code == 302
    rows = {row.staff_id: row for row in Clearance.objects.all()}
    assert (rows[lin].result, rows[lin].due.year, rows[wang].on) == (
        "clear", TODAY.year + 1, LAST_YEAR,
    )  # fmt: skip
    assert len(rows) == 2
    assert "王老师" in shown(register, state="pending")


def test_a_day_to_come_is_named_with_the_person(register):
    lin = register.lin.pk
    answer = register.post(
        "lead", "/staff/checks/enter/", what="check", save="1", staff=[str(lin)],
        on=(TODAY + DAY).isoformat(), **{f"result-{lin}": "clear"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert not Clearance.objects.exists()


def test_a_sheet_fills_the_form_and_names_what_is_unclear(register):
    register.staff("王老师")
    rows = [
        ["查询结果反馈"], ["序号", "姓名", "查询结果", "查询日期", "查询单位"],
        [1, "林 老师", "无违法犯罪记录", "2026-11-02", "县公安局"],
        [2, "王老师", "无", "", ""], [3, "没有这人", "无", "", ""], [4, "学籍老师", "待定", "", ""],
    ]  # fmt: skip
    file = SimpleUploadedFile("回函.xlsx", xlsx({"回函": rows}))
    page = register.post("lead", "/staff/checks/sheet/", file=file).content.decode()
    assert f'name="on-{register.lin.pk}" value="2026-11-02"' in page
    assert "没有这人" in page
    assert "待定" in page
    assert page.count("王老师</th>") == 2
    assert not Clearance.objects.exists()


def test_a_file_that_is_no_list_says_so(register):
    file = SimpleUploadedFile("x.xlsx", xlsx({"x": [["姓名", "电话"], ["林老师", "1"]]}))
    register.post("lead", "/staff/checks/sheet/", file=file)
    assert "查询结果" in shown(register)


@pytest.mark.parametrize(
    ("text", "said"),
    [("无", "clear"), ("未发现", "clear"), ("有", "not_clear"), ("查到记录", "not_clear"),
     ("不存在", "clear"), ("不合格", "not_clear"), ("待定", ""), ("", "")],
)  # fmt: skip
def test_results_in_words(text, said):
    assert result_in(text) == said


def test_a_sheet_without_results_is_none():
    with pytest.raises(NoCheckListError):
        understand_checks([["姓名", "电话"]], today=TODAY)
    grid = [["姓名", "结果"], ["甲", "无"]]
    assert understand_checks(grid, today=TODAY) == [CheckRow(2, "甲", "clear")]


def test_a_check_that_is_not_clear_shuts_out_at_once(register):
    child = register.left_behind_child()
    tie(register.lead, child, register.wang, since=LAST_YEAR)
    assert register.get("mentor", "/today/").status_code == 200
    address = f"/staff/{register.wang.pk}/checks/"
    sent = {"what": "check", "result": "not_clear", "on": TODAY.isoformat()}
    asked = register.post("lead", address, **sent)
    assert "纸上确实这样写" in asked.content.decode()
    assert not Clearance.objects.exists()
    register.post("lead", address, **sent, sure="1")
    assert register.get("mentor", "/today/").status_code == 302
    held = Tie.objects.get()
    assert (held.until, held.end_reason) == (TODAY, "relieved")
    page = text_of(register, register.wang)
    assert "第六十二条" in page
    assert f"/children/{child.pk}/" in page
    register.wang.refresh_from_db()
    with pytest.raises(ValidationError):
        tie(register.lead, child, register.wang, since=TODAY)
    choice = register.get("lead", f"/children/{child.pk}/pair/").content.decode()
    assert f'value="{register.wang.pk}"' not in choice


def test_a_mistake_corrected_lets_them_in_again(register):
    row = note_clearances(register.lead, [Fact(register.wang, "check", TODAY, "not_clear")])[0]
    address = f"/staff/{register.wang.pk}/checks/{row.pk}/"
    sent = {"what": "check", "result": "clear", "on": TODAY.isoformat(), "reason": "同名的人"}
    assert register.post("lead", address, **sent).status_code == 302
    assert register.post("lead", address, **sent).status_code == 404
    register.browsers["mentor"].force_login(register.wang.user)
    assert register.get("mentor", "/today/").status_code == 200
    assert "同名的人" in text_of(register, register.wang)


def test_taken_back_it_stays_readable(register):
    row = clear(register, register.wang)
    address = f"/staff/{register.wang.pk}/checks/{row.pk}/"
    register.post("lead", address, take_back="1", **{"back-reason": "记错人"})
    assert "记错人" in text_of(register, register.wang)
    register.wang.refresh_from_db()
    assert register.wang.cleared_until is None


def test_the_database_refuses_to_change_it(register):
    clear(register, register.wang)
    for change in (Clearance.objects.all().delete, lambda: Clearance.objects.update(remark="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_no_check_no_tie_by_the_schools_rule(register):
    child = register.left_behind_child()
    with pytest.raises(ValidationError, match="村支书"):
        tie(register.lead, child, register.outside, since=TODAY)
    tie(register.lead, child, register.wang, since=TODAY)
    set_vetting_rule(register.lead, VettingRule(staff="block"))
    school = School.objects.get(pk=register.school.pk)
    strict = type(register.lead)(**{**register.lead.__dict__, "school": school})
    with pytest.raises(ValidationError, match="林老师"):
        tie(strict, child, register.lin, since=TODAY)
    clear(register, register.lin)
    assert tie(strict, child, register.lin, since=TODAY).adult == register.lin


def test_the_pool_and_the_stand_ins_leave_them_out_and_say_so(register):
    child = register.left_behind_child()
    tie(register.lead, child, register.wang, since=LAST_YEAR)
    register.post("lead", "/staff/checks/rule/", staff="block", outside="block")
    clear(register, register.lin)
    page = register.get("lead", f"/children/{child.pk}/pair/").content.decode()
    assert f'value="{register.lin.pk}"' in page
    assert f'value="{register.outside.pk}"' not in page
    assert "村支书" in page
    away = register.get("lead", f"/absences/of/{register.wang.pk}/").content.decode()
    assert f'value="{register.lin.pk}"' in away
    assert f'value="{register.outside.pk}"' not in away


def test_a_new_school_has_half_a_year(register):
    rule = rule_of(register.school)
    assert not rule.blocks(TODAY, outside=False)
    assert rule.blocks(TODAY, outside=True)
    assert rule.blocks(TODAY + 184 * DAY, outside=False)
    answer = register.post("lead", "/staff/checks/rule/", staff="from", outside="block")
    assert answer.status_code == 422


def test_what_is_due_is_among_todays_matters(register):
    clear(register, register.wang, TODAY - 400 * DAY)
    clear(register, register.lin, TODAY - 350 * DAY)
    page = register.get("lead", "/today/matters/").content.decode()
    assert "王老师" in page
    assert "林老师" in page
    assert "林老师" not in register.get("mentor", "/today/matters/").content.decode()


def test_a_staff_list_brings_its_checks(register):
    rows = [["姓名", "性别", "准入查询", "查询日期"], ["赵一", "男", "无", "2026-11-01"],
            ["钱二", "女", "有", "2026-11-01"]]  # fmt: skip
    file = SimpleUploadedFile("staff.xlsx", xlsx({"教职工": rows}))
    register.post("lead", "/staff/import/", file=file)
    register.post("lead", "/staff/import/", confirm="1")
    assert Staff.objects.get(name="赵一").cleared_until == date(2027, 11, 1)
    assert Staff.objects.get(name="钱二").barred_on is None


def test_the_list_takes_no_more_statements_for_twice_the_staff(register):
    with CaptureQueriesContext(connection) as few:
        shown(register)
    for number in range(30):
        register.staff(f"老师{number}", search=f"老师{number}")
    with CaptureQueriesContext(connection) as many:
        shown(register)
    assert len(many) == len(few) <= 6

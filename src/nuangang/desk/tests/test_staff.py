"""The staff pages: posts, slips, leaving, and reading a list in."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nuangang.accounts.models import SignInNotice, User
from nuangang.intake.tests.paper import xlsx
from nuangang.people.actions.ties import tie
from nuangang.people.models import SchoolClass, Staff, StaffPost, Tie

FIELDS = {"name": "新老师", "gender": "female", "phone": "138 0000 5678", "may_mentor": "on"}
LIST = [
    ["教职工名单"],
    ["姓名", "性别", "职务", "班主任", "政治面貌", "联系电话", "任教学科"],
    ["赵一", "男", "副校长", "", "中共党员", "13800001111", "语文"],
    ["钱二", "女", "", "七(3)班", "群众", "1380000", "数学"],
    ["林老师", "女", "", "", "群众", "", ""],
    ["填表人：", "", "", "", "", "", ""],
]


def upload(rows=LIST):
    return SimpleUploadedFile("staff.xlsx", xlsx({"教职工": rows}))


def test_the_list_shows_posts_and_is_filtered(register):
    page = register.get("lead", "/staff/", kind="teachers").content.decode()
    assert "林老师" in page
    assert "王老师" not in page


def test_found_by_pinyin(register):
    register.post("lead", "/staff/add/", **FIELDS)
    assert "新老师" in register.get("lead", "/staff/", q="xinlaoshi").content.decode()


def test_added_by_hand_with_a_sign_in_name(register):
    answer = register.post("lead", "/staff/add/", **FIELDS)
    person = Staff.objects.get(name="新老师")
    assert answer.url == f"/staff/{person.pk}/"
    assert (person.phone, person.user.login) == ("13800005678", "xinlaoshi")


def test_a_wrong_phone_is_named(register):
    answer = register.post("lead", "/staff/add/", **{**FIELDS, "phone": "138"})
    assert "不是电话号码" in answer.content.decode() or answer.status_code == 200
    assert not Staff.objects.filter(name="新老师").exists()


def test_a_new_class_teacher_takes_the_post_over(register):
    posted = {"post": "class_teacher", "klass": str(register.klass.pk), "since": "2026-11-01"}
    register.post("lead", f"/staff/{register.wang.pk}/post/", **posted)
    held = StaffPost.objects.filter(klass=register.klass, until__isnull=True)
    assert [p.staff for p in held] == [register.wang]
    assert StaffPost.objects.get(staff=register.lin).until == date(2026, 11, 1)


def test_a_class_post_needs_its_class(register):
    posted = {"post": "class_teacher", "since": "2026-11-01"}
    answer = register.post("lead", f"/staff/{register.wang.pk}/post/", **posted)
    assert answer.status_code == 422


def test_nobody_gives_themselves_what_opens_sealed_notes(register):
    register._give("head", register.staff("周校长"), "head")
    lead = Staff.objects.get(name="德育主任")
    own, posted = f"/staff/{lead.pk}/post/", {"post": "counsellor", "since": "2026-11-01"}
    answer = register.post("lead", own, **posted)
    assert answer.status_code == 422
    assert "另一位负责人" in answer.content.decode()
    held = StaffPost.objects.filter(staff=lead)
    assert not held.filter(post="counsellor").exists()
    assert register.post("head", own, **posted).status_code == 302
    assert held.filter(post="counsellor").exists()


def test_leaving_ends_sign_in_posts_and_ties(register):
    child = register.left_behind_child()
    tie(register.lead, child, register.lin, since=date(2026, 9, 1))
    register.post("lead", f"/staff/{register.lin.pk}/goodbye/", on="2026-11-20")
    assert register.get("teacher", "/me/").status_code == 302
    assert Tie.objects.get().end_reason == "left"
    assert not StaffPost.objects.filter(staff=register.lin, until__isnull=True).exists()


def test_slips_carry_codes_that_work(register):
    page = register.post("lead", "/staff/slips/", staff=[str(register.wang.pk)]).content.decode()
    assert page.count("slip-code") == 1
    assert "王老师" in page


def nobody_joined():
    User.objects.update(last_login=None)


def test_slips_are_printed_for_those_who_hold_none(register):
    nobody_joined()
    before = register.post("lead", "/staff/slips/", staff=[str(register.wang.pk)])
    assert before.content.decode().count("slip-code") == 1
    page = register.get("lead", "/staff/joining/").content.decode()
    assert page.count("登录条有效到") == 1
    User.objects.filter(pk=register.lin.user_id).update(last_login="2026-09-01T00:00:00Z")
    printed = register.post("lead", "/staff/slips/", without_slip="1").content.decode()
    assert "王老师" not in printed
    assert "林老师" not in printed
    assert "学籍老师" in printed
    everybody = register.post("lead", "/staff/slips/").content.decode()
    assert "王老师" in everybody
    assert "林老师" not in everybody
    assert "林老师" not in register.get("lead", "/staff/joining/").content.decode()


def test_who_had_joined_is_told_of_a_new_slip(register):
    nobody_joined()
    User.objects.filter(pk=register.lin.user_id).update(last_login="2026-09-01T00:00:00Z")
    register.post("lead", "/staff/slips/", staff=[str(register.lin.pk), str(register.wang.pk)])
    assert SignInNotice.objects.get().user_id == register.lin.user_id


def test_slips_that_no_phone_can_open_say_so(register):
    nobody_joined()
    lead = register.browsers["lead"]
    here = lead.post("/staff/slips/", HTTP_HOST="127.0.0.1:8000").content.decode()
    assert "只有这台电脑打得开" in here
    there = lead.post("/staff/slips/", HTTP_HOST="192.168.1.8:8000").content.decode()
    assert "只有这台电脑打得开" not in there


def test_the_joining_page_asks_no_more_for_more_people(register, django_assert_max_num_queries):
    register.get("lead", "/staff/joining/")
    with CaptureQueriesContext(connection) as before:
        register.get("lead", "/staff/joining/")
    asked = len(before)
    for number in range(12):
        register.post("lead", "/staff/add/", **{**FIELDS, "name": f"新{number}"})
    with django_assert_max_num_queries(asked):
        register.get("lead", "/staff/joining/")


@pytest.mark.parametrize("who", ["teacher", "mentor", "outsider", "records"])
def test_only_leaders_manage_staff(register, who):
    assert register.get(who, "/staff/").status_code == 404
    assert register.post(who, "/staff/slips/").status_code == 403


def test_another_schools_staff_do_not_exist(register):
    other = Staff.objects.get(name="北山主任")
    assert register.get("lead", f"/staff/{other.pk}/").status_code == 404


def test_a_list_is_shown_first_and_written_on_confirming(register):
    page = register.post("lead", "/staff/import/", file=upload()).content.decode()
    assert "七(3)班班主任" in page
    assert "不是电话号码" in page
    assert not Staff.objects.filter(name="钱二").exists()
    register.post("lead", "/staff/import/", confirm="1")
    assert Staff.objects.get(name="赵一").party_member
    assert SchoolClass.objects.filter(number=3, entry_year=2026).exists()
    assert Staff.objects.filter(name="林老师").count() == 1


def test_a_file_that_is_no_list_gets_one_sentence(register):
    answer = register.post("lead", "/staff/import/", file=upload([["价目表"], ["苹果", 3]]))
    assert answer.status_code == 422
    assert "没有找到教职工名单" in answer.content.decode()


def test_a_name_that_is_too_long_is_told_in_plain_words(register):
    page = register.post("lead", "/staff/add/", **{**FIELDS, "name": "长" * 60}).content.decode()
    assert "最多写 40 个字，现在是 60 个。" in page
    assert not Staff.objects.filter(name__startswith="长长").exists()


def test_who_leaves_on_a_day_to_come_stays_on_the_lists_until_then(register):
    today = timezone.localdate()
    Staff.objects.filter(pk=register.wang.pk).update(until=today + timedelta(days=5))
    assert "王老师" in register.get("lead", "/staff/").content.decode()
    assert "王老师" in register.get("lead", "/excuses/").content.decode()
    Staff.objects.filter(pk=register.wang.pk).update(until=today)
    assert "王老师" not in register.get("lead", "/staff/").content.decode()


def test_a_grade_leader_is_given_a_grade(register):
    posted = {"post": "grade_leader", "since": "2026-11-01"}
    at = f"/staff/{register.wang.pk}/post/"
    assert register.post("lead", at, **posted).status_code == 422
    register.post("lead", at, **posted, grade="2026")
    assert StaffPost.objects.get(post="grade_leader").grade_entry_year == 2026


@pytest.mark.parametrize(
    "pair", [("keeper", "auditor"), ("auditor", "keeper"), ("auditor", "lead")]
)
def test_who_reads_the_log_neither_runs_the_machine_nor_gives_rights(register, pair):
    first, second = ({"post": post, "since": "2026-11-01"} for post in pair)
    at = f"/staff/{register.wang.pk}/post/"
    assert register.post("lead", at, **first).status_code == 302
    answer = register.post("lead", at, **second)
    assert answer.status_code == 422
    assert "看日志的人" in answer.content.decode()
    held = StaffPost.objects.filter(staff=register.wang).values_list("post", flat=True)
    assert list(held) == [pair[0]]


def test_the_mark_of_the_machine_s_keeper_counts_as_the_post(register):
    User.objects.filter(pk=register.wang.user_id).update(is_keeper=True)
    posted = {"post": "auditor", "since": "2026-11-01"}
    assert register.post("lead", f"/staff/{register.wang.pk}/post/", **posted).status_code == 422


def test_a_list_may_name_the_new_posts_and_people_from_outside(register):
    rows = [
        ["姓名", "职务"],
        ["孙三", "系统管理员"],
        ["李四", "审计员"],
        ["周五", "功能室管理员"],
        ["吴六", "村干部、志愿者"],
        ["郑七", "网管兼审计"],
    ]
    register.post("lead", "/staff/import/", file=upload(rows))
    page = register.post("lead", "/staff/import/", confirm="1")
    posts = dict(
        StaffPost.objects.filter(staff__name__in="孙三 李四 周五 郑七".split()).values_list(
            "staff__name", "post"
        )
    )
    assert posts == {"孙三": "keeper", "李四": "auditor", "周五": "room_keeper", "郑七": "keeper"}
    assert Staff.objects.get(name="吴六").outside
    assert page.status_code == 302

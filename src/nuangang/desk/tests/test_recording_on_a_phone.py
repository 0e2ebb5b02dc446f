"""A talk recorded in three taps on a phone of 360 pixels, undone, and several at once."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from nuangang.care.actions import reconcile_duties
from nuangang.care.models import CareRecord
from nuangang.care.tests.cast import Cast
from tests.browsing import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def term(transactional_db: None) -> Cast:
    """A talk is owed every seven days, in the holidays as well, so that any day will do."""
    cast = Cast()
    today = timezone.localdate()
    cast.rule(unit="every_n_days", every=7, since=today, window={"in_holidays": True})
    reconcile_duties(cast.school, now=timezone.now())
    return cast


def test_three_taps_and_the_row_changes_in_place(term: Cast, visit) -> None:
    page = visit(term.wang.user, PHONE)
    page.goto("/today/")
    page.get_by_text("先看这 2 个孩子").wait_for()
    page.locator(".panel.urgent").get_by_role("link", name="记一笔").first.click()
    page.locator("dialog[open]").get_by_role("checkbox", name="情绪").check()
    page.locator("dialog[open]").get_by_role("button", name="保存").click()
    page.get_by_text("已记下 · 安安 谈心").wait_for()
    page.get_by_text("先看这 1 个孩子").wait_for()
    expect(page.locator("dialog[open]")).to_have_count(0)
    made = CareRecord.objects.get()
    assert (made.kind, made.aspects) == ("talk", ["mood"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.get_by_role("button", name="撤销").click()
    page.get_by_text("已撤回").wait_for()
    page.get_by_text("先看这 2 个孩子").wait_for()
    assert term.duty(term.an).done == 0


def test_another_kind_in_the_sheet_keeps_the_words(term: Cast, visit) -> None:
    page = visit(term.wang.user, PHONE)
    page.goto("/today/")
    page.locator(".care-row").first.get_by_role("link", name="记一笔").click()
    sheet = page.locator("dialog[open]")
    sheet.locator("textarea").fill("电话里聊了很久")
    sheet.get_by_role("radio", name="电话", exact=True).check()
    sheet.get_by_role("radio", name="爸爸").check()
    assert sheet.locator("textarea").input_value() == "电话里聊了很久"
    sheet.get_by_role("button", name="保存").click()
    page.get_by_text("已记下").wait_for()
    made = CareRecord.objects.get()
    assert (made.kind, made.with_whom, made.words) == ("parent_call", "father", "电话里聊了很久")


def test_a_stale_token_is_said_over_the_sheet_and_a_second_tap_saves(term: Cast, visit) -> None:
    page = visit(term.wang.user, PHONE)
    page.goto("/today/")
    page.locator(".care-row").first.get_by_role("link", name="记一笔").click()
    sheet = page.locator("dialog[open]")
    sheet.locator("textarea").fill("写了一半，别处又登录了")
    page.evaluate("""document.querySelectorAll("[name=csrfmiddlewaretoken]")
        .forEach((field) => (field.value = "x".repeat(64)))""")
    sheet.get_by_role("button", name="保存").click()
    said = sheet.get_by_text("填的内容还在，请再试一次")
    said.wait_for()
    top = "n => document.elementFromPoint(n.getBoundingClientRect().x + 5, n.getBoundingClientRect().y + 5)"
    assert said.evaluate(f"n => ({top})(n) === n")
    sheet.get_by_role("button", name="保存").click()
    page.get_by_text("已记下").wait_for()
    assert CareRecord.objects.get().words == "写了一半，别处又登录了"


def test_forty_children_with_long_names_fit_the_screen(term: Cast, visit, live_server) -> None:
    term.post(term.wang, "class_teacher", klass=term.class_1)
    for number in range(40):
        term.tie(term.child(f"阿卜杜热合曼·买买提明江{number}"), term.wang)
    reconcile_duties(term.school, now=timezone.now())
    page = visit(term.wang.user, PHONE)
    page.context.add_cookies([{"name": "type", "value": "large", "url": live_server.url}])
    held: list[Any] = []
    own = ("/today/", "/today/?of=class", "/record/several/", "/duties/", "/rules/")
    for address in (*own, f"/record/?child={term.an.pk}", f"/children/{term.an.pk}/care/"):
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, (address, width)
    come = page.locator("#digest:not([hx-get])")
    page.goto("/today/")
    page.wait_for_function("sessionStorage.getItem('room /today/ digest') > 100")
    page.route("**/today/matters/", lambda route: held.append(route))
    page.reload()
    assert (
        page.locator("#digest").bounding_box()["height"] > 100
    )  # its room is kept from the last time
    held[0].continue_()
    come.wait_for(state="attached")
    row = page.locator(".care-row", has_text="安安")
    name, button = (row.locator(part).bounding_box() for part in (".care-name", ".button"))
    assert button["y"] < name["y"] + name["height"]  # beside the name, in large letters too


def test_several_at_once(term: Cast, visit) -> None:
    page = visit(term.wang.user, PHONE)
    page.goto("/today/")
    page.get_by_role("link", name="一起记几个孩子").click()
    sheet = page.locator("dialog[open]")
    sheet.get_by_role("button", name="还没做的都选上").click()
    sheet.get_by_text("已选 2").wait_for()
    sheet.get_by_role("checkbox", name="安安").uncheck()
    sheet.get_by_text("已选 1").wait_for()
    sheet.get_by_role("button", name="还没做的都选上").click()
    sheet.get_by_role("button", name="保存").dblclick()
    page.get_by_text("已记下 2 个孩子").wait_for()
    expect(page.get_by_text("没有特别着急的")).to_have_count(1)
    assert CareRecord.objects.count() == 2

"""The rules page at 360 pixels: a rule written, seen before it begins, changed, ended; a set adopted."""

from typing import Any

import pytest
from django.utils import timezone

from nuangang.care.models import CareRule, Duty
from nuangang.care.tests.cast import Cast
from tests.browsing import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return Cast()


def fits(page: Any) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_rule_is_written_seen_saved_changed_and_ended(cast: Cast, visit: Any) -> None:
    page = visit(cast.lead.user, PHONE)
    page.goto("/rules/")
    assert fits(page)
    page.get_by_role("link", name="自己定一条").click()
    sentence = page.locator(".rule-sentence")
    page.get_by_label("或自己取个名字").fill("周三夜谈")
    page.get_by_label("多久一次", exact=False).first.select_option("weekday")
    page.get_by_text("请选周几").wait_for()
    page.get_by_role("checkbox", name="周三").check()
    sentence.get_by_text("周三夜谈").wait_for()
    assert "会有 3 项要做" in page.locator(".rule-preview").inner_text()
    assert "王老师 2" in page.locator(".rule-preview").inner_text()
    assert fits(page)
    assert not CareRule.objects.exists()
    page.get_by_role("button", name="保存").click()
    page.get_by_text("规则已生效").wait_for()
    rule = CareRule.objects.get()
    assert (rule.kind, rule.window) == ("own:周三夜谈", {"weekdays": [2]})

    page.get_by_role("link", name="修改").click()
    page.get_by_label("要几次").fill("2")
    page.get_by_label("叫什么").click()
    sentence.get_by_text("2 次").wait_for()
    page.get_by_role("button", name="保存").click()
    page.get_by_text("从下一期起生效").wait_for()
    follower = CareRule.objects.get(replaces=rule)
    assert follower.count == 2
    assert follower.since >= timezone.localdate()
    assert fits(page)

    page.goto(f"/rules/{follower.pk}/")
    page.get_by_role("button", name="马上停用").click()
    page.get_by_text("做过的都留着").wait_for()
    follower.refresh_from_db()
    assert follower.until is not None


def test_an_answer_that_comes_late_takes_back_nothing(cast: Cast, visit: Any) -> None:
    """On a slow PC the next thing is chosen before the answer to the last one is there."""
    page = visit(cast.lead.user, PHONE)
    page.goto("/rules/new/")
    waiting: list[Any] = []
    page.route("**/rules/new/", lambda route: waiting.append(route))
    with page.expect_request("**/rules/new/"):
        page.get_by_label("事项").select_option("home_visit")
    page.get_by_label("叫什么").press_sequentially("家访一次")
    with page.expect_response("**/rules/new/"):
        waiting[0].continue_()
    page.wait_for_timeout(200)  # what must not happen has time to
    assert page.get_by_label("叫什么").input_value() == "家访一次"
    page.unroute("**/rules/new/")
    page.get_by_label("多久一次", exact=False).first.select_option("term")
    page.locator(".rule-sentence").get_by_text("每个学期").wait_for()
    page.get_by_role("button", name="保存").click()
    page.get_by_text("规则已生效").wait_for()
    made = CareRule.objects.get()
    assert (made.kind, made.unit, made.name) == ("home_visit", "term", "家访一次")


def test_part_of_a_ready_set_is_adopted(cast: Cast, visit: Any) -> None:
    page = visit(cast.lead.user, PHONE)
    page.goto("/rules/")
    page.get_by_role("link", name="看看再采用").first.click()
    page.get_by_text("王老师 2").first.wait_for()
    assert fits(page)
    boxes = page.locator('[name="rules"]:checked')
    ticked = boxes.count()
    boxes.first.uncheck(force=True)
    page.locator("main form button.btn-primary, main form button[type=submit]").last.click()
    page.get_by_text("条规则已经生效").wait_for()
    assert CareRule.objects.count() == ticked - 1
    assert Duty.objects.filter(child=cast.an).exists()
    assert fits(page)

"""Pairing in a real browser: on a phone of 360 px, with scripts off, and on paper."""

import pytest
from django.urls import reverse

from nuangang.mentoring.tests.cast import Cast
from tests.browsing import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return Cast()


def width(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


def test_from_the_button_to_the_ties(cast: Cast, visit) -> None:
    page = visit(cast.lead.user, PHONE)
    page.goto(reverse("pairing"))
    assert width(page) == 360
    page.get_by_role("button", name="为所有孩子配对").click()
    page.get_by_text("每人带 1–2 个孩子").wait_for()
    assert width(page) == 360
    row = page.get_by_role("row").filter(has_text="丹丹")
    row.get_by_role("link", name="换人").click()
    page.locator("dialog#sheet").get_by_role("button", name="选 王老师").click()
    notice = page.locator("#moved")
    notice.get_by_text("王老师现在带 2 个").wait_for()
    assert notice.evaluate("e => e.getBoundingClientRect().top >= 0")
    assert cast.drafted()["丹丹"] == "王老师"
    notice.get_by_role("button", name="撤销").click()
    notice.wait_for(state="detached")
    row.get_by_role("button", name="锁定").click()
    row.get_by_role("button", name="已锁定").wait_for()
    drafted = cast.drafted()
    assert drafted["丹丹"] == "徐老师"
    page.get_by_role("button", name="同意，就这样结对").click()
    page.get_by_text("2 对新结对从现在起算数").wait_for()
    assert cast.held() == drafted


def test_who_said_yes_is_noted_on_a_phone(cast: Cast, visit) -> None:
    page = visit(cast.lead.user, PHONE)
    page.goto(reverse("pairing_list"))
    assert width(page) == 360
    page.get_by_role("checkbox", name="安安").check()
    page.locator("[name=sides][value=family]").uncheck()
    page.get_by_role("button", name="记下勾选的").click()
    page.get_by_text("记下了 2 个“同意”").wait_for()
    tie = cast.an.ties.get()
    assert tie.adult_agreed_on
    assert tie.child_agreed_on
    assert tie.family_agreed_on is None
    assert cast.bo.ties.get().adult_agreed_on is None


def test_handing_over_on_a_phone(cast: Cast, visit) -> None:
    page = visit(cast.lead.user, PHONE)
    page.goto(reverse("pairing"))
    page.goto(reverse("pairing_hand_over", args=[cast.wang.pk]))
    assert width(page) == 360
    page.locator("[name=note]").fill("调到别的学校")
    page.get_by_role("button", name="出草稿").click()
    page.get_by_role("button", name="同意，就这样结对").click()
    page.get_by_text("个留守孩子有代理家长").wait_for()
    held = cast.held()
    assert "王老师" not in held.values()
    assert set(held) == {"安安", "波波", "晨晨"}
    ended = cast.an.ties.exclude(until=None).get()
    assert (ended.end_reason, ended.end_note) == ("left", "调到别的学校")


def test_it_works_with_scripts_off(cast: Cast, visit) -> None:
    page = visit(cast.lead.user, {**DESK, "java_script_enabled": False})
    page.goto(reverse("pairing_hand_over", args=[cast.wang.pk]))
    page.get_by_role("button", name="出草稿").click()
    page.get_by_role("row").filter(has_text="安安").get_by_role("link", name="换人").click()
    page.get_by_role("button", name="选 李老师").click()
    page.get_by_text("李老师现在带 2 个").wait_for()
    page.get_by_role("button", name="同意，就这样结对").click()
    page.get_by_text("个留守孩子有代理家长").wait_for()
    assert cast.held() == {"安安": "李老师", "波波": "徐老师", "晨晨": "李老师"}


def test_the_list_prints_as_a_table_on_a4(cast: Cast, visit) -> None:
    page = visit(cast.lead.user, {"viewport": {"width": 695, "height": 1000}})
    page.emulate_media(media="print")
    page.goto(reverse("pairing_list"))
    cells = page.locator("tr", has_text="安安").locator("td:visible, th:visible")
    assert cells.count() == 11
    assert len({round(box["y"]) for box in (c.bounding_box() for c in cells.all()) if box}) == 1
    assert not page.locator("#agree").is_visible()
    assert not page.locator(".side, .topbar").first.is_visible()

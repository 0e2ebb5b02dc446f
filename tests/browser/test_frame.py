"""The gallery in a real browser: sheet, messages, filters, and the width of a phone."""

import pytest
from playwright.sync_api import expect

from nuangang.site.tests import gallery_site
from tests.browsing import DESK, PHONE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls(gallery_site.__name__),
]
TOO_WIDE = """() => [...document.querySelectorAll('#content *, .topbar *, .bottombar *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
  .filter(e => !e.closest('.table-wrap, .tabs, svg, .sr-only, details:not([open])'))
  .map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture
def open_page(visit):
    def opened(device, **options):
        page = visit(None, {**device, **options})
        page.goto("/components/")
        return page

    return opened


def fill(page):
    sheet = page.locator("dialog#sheet")
    sheet.get_by_label("姓名").fill("某某")
    sheet.get_by_label("出生日期").fill("2014-03-05")
    sheet.get_by_label("在家谁带").select_option("g")
    sheet.get_by_label("挺好").check(force=True)
    sheet.get_by_label("家里知道并且同意").check()


@pytest.mark.parametrize("letters", ["normal", "large"])
def test_nothing_is_wider_than_a_phone(open_page, live_server, letters):
    page = open_page(PHONE)
    page.context.add_cookies([{"name": "type", "value": letters, "url": live_server.url}])
    page.reload()
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_sheet_keeps_what_was_refused_and_closes_on_success(open_page):
    page = open_page(PHONE)
    page.get_by_role("link", name="记一笔").first.click()
    sheet = page.locator("dialog#sheet")
    sheet.get_by_label("姓名").fill("某某")
    sheet.locator("form").evaluate("form => form.noValidate = true")
    sheet.get_by_role("button", name="保存").click()
    sheet.get_by_role("alert").first.wait_for()
    assert sheet.get_by_label("姓名").input_value() == "某某"
    fill(page)
    sheet.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="撤销").wait_for()
    expect(sheet).not_to_be_visible()
    assert page.url.endswith("/components/")
    assert page.locator("#toasts").count() == page.locator("#content").count() == 1


def test_the_same_form_is_a_page_when_scripts_are_off(open_page):
    page = open_page(DESK, java_script_enabled=False)
    page.get_by_role("link", name="记一笔").first.click()
    expect(page.get_by_role("button", name="保存")).to_be_visible()
    assert page.url.endswith("/components/form")


def test_the_list_follows_what_is_typed_and_the_address_too(open_page):
    page = open_page(DESK)
    page.keyboard.press("/")
    page.get_by_placeholder("姓名、拼音或首字母").fill("林小满")
    page.get_by_text("6 个孩子", exact=True).wait_for()
    assert page.url.endswith("/components/?q=%E6%9E%97%E5%B0%8F%E6%BB%A1&class=2")
    expect(page.locator("tbody .person").first).to_contain_text("林小满")


def test_rows_are_chosen_together_and_counted(open_page):
    page = open_page(DESK)
    page.get_by_label("全选").check()
    page.get_by_text("40 个已选").wait_for()
    page.get_by_label("李欣怡").first.uncheck()
    page.get_by_text("39 个已选").wait_for()

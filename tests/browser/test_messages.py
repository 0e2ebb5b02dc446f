"""An open page hears of what is urgent: a bar that stays until it was seen, a sound, and the bell's count."""

import pytest
from playwright.sync_api import expect

from nuangang.notify.models import Kind, Notice
from nuangang.notify.tests.test_inbox import Two
from tests.browsing import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_bar_stays_until_seen_and_asks_for_a_tap_where_no_sound_may_be(visit) -> None:
    two = Two()
    two.tell(two.lin, Kind.INCIDENT)
    page = visit(two.lin.user, PHONE)
    page.add_init_script(
        "Audio.prototype; HTMLMediaElement.prototype.play = function () {"
        " window.rung = (window.rung || 0) + 1;"
        " return window.mayRing ? Promise.resolve() : Promise.reject(new Error('no tap')); };"
    )
    page.goto("/messages/mine/")
    bar = page.locator("#news")
    expect(bar.locator(".news-line")).to_contain_text("请打开暖港")
    expect(page.locator(".topbar-bell [data-unread-count]")).to_have_text("1")
    page.evaluate("window.mayRing = true")
    bar.locator(".news-sound").click()
    expect(bar.locator(".news-sound")).to_have_count(0)
    assert page.evaluate("window.rung") == 2
    bar.get_by_text("知道了").click()
    expect(bar.locator(".news-line")).to_have_count(0)
    expect(page.locator(".topbar-bell [data-unread-count]")).to_be_hidden()
    assert Notice.objects.get().read_at is not None
    page.locator("[data-sound-switch]").click()
    expect(page.locator("[data-sound-line]")).to_contain_text("不出声")

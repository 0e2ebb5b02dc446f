"""An open page hears of what is urgent: a bar that stays until seen, a sound, the bell; a device of what is sent."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from playwright.sync_api import expect

from nuangang.notify.models import Carrier, ChannelSetting, Kind, Notice, PushDevice
from nuangang.notify.push_sealing import packed, point_of
from nuangang.notify.tests.test_inbox import Two
from nuangang.notify.tests.test_web_push import own_phone
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


# What the browser's maker would give out: a place and the keys that go with it. Nothing leaves the building.
A_PLACE = """
PushManager.prototype.getSubscription = () => Promise.resolve(null);
PushManager.prototype.subscribe = (options) => {
  sessionStorage.setItem("key", options.applicationServerKey.length);
  return Promise.resolve({ toJSON: () => (
    { endpoint: "https://8.8.8.8/p/1", keys: { p256dh: "%s", auth: "%s" } }) });
};
"""
SHOWN = """navigator.serviceWorker.ready.then((worker) => worker.getNotifications())
    .then((all) => all.map((each) => [each.title, each.body, each.data.url]))"""


def push_to(page, told: dict[str, object]) -> None:
    """Let the browser hand its service worker what its maker would have sent."""
    developer, found = page.context.new_cdp_session(page), []
    developer.on(
        "ServiceWorker.workerRegistrationUpdated", lambda said: found.extend(said["registrations"])
    )
    developer.send("ServiceWorker.enable")
    for _wait in range(1000):
        if found:
            break
        page.wait_for_timeout(20)
    place = {
        "origin": page.evaluate("location.origin"),
        "registrationId": found[0]["registrationId"],
    }
    developer.send("ServiceWorker.deliverPushMessage", {**place, "data": json.dumps(told)})


def test_a_device_is_switched_on_and_shows_what_comes(visit, live_server) -> None:
    two = Two()
    told = json.dumps({"contact": "office@example.com"})
    ChannelSetting.objects.create(
        school=two.school, carrier=Carrier.WEB_PUSH, on=True, settings=told
    )
    page = visit(None, PHONE)
    name = settings.SESSION_COOKIE_NAME
    value = own_phone(two, two.lin).cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    page.context.grant_permissions(["notifications"], origin=live_server.url)
    point = packed(point_of(ec.generate_private_key(ec.SECP256R1()).public_key()))
    page.add_init_script(A_PLACE % (point, packed(b"s" * 16)))
    page.goto("/messages/mine/")
    page.locator("[data-push-on]").click()
    page.locator("form[action$='/off/']").wait_for()
    assert PushDevice.objects.get(ended_at=None).to_id == two.lin.pk
    assert page.evaluate("sessionStorage.getItem('key')") == "65"

    push_to(
        page, {"title": "暖港", "body": "请打开", "url": "/messages/", "tag": "a", "urgent": True}
    )
    page.wait_for_function(f"{SHOWN}.then((all) => all.length)")
    assert page.evaluate(SHOWN) == [["暖港", "请打开", "/messages/"]]

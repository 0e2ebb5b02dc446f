"""A phone of 360 pixels loses its network: it records, keeps, and sends when the network is back."""

import contextlib
from io import BytesIO

import pytest
from django.utils import timezone
from playwright.sync_api import Error, expect

from conftest import session_cookie
from nuangang.care.actions import reconcile_duties
from nuangang.care.models import CareRecord, Photo
from nuangang.care.tests.cast import Cast
from nuangang.people.models import Child, Tie
from tests.browsing import PHONE

pytestmark = pytest.mark.browser

DUMP = """async () => {
  const all = [];
  const db = await new Promise((done) => {
    const asked = indexedDB.open("nuangang");
    asked.onsuccess = () => done(asked.result);
  });
  const bytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? new TextDecoder().decode(value) : value;
  for (const name of db.objectStoreNames) {
    const rows = await new Promise((done) => {
      const asked = db.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => done(asked.result);
    });
    all.push(name + JSON.stringify(rows, (_key, value) => bytes(value)));
  }
  db.close();
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      all.push(request.url, await (await cache.match(request)).text());
    }
  }
  all.push(JSON.stringify(localStorage), JSON.stringify(sessionStorage));
  return all.join("\\n");
}"""

AGE = """(by) => new Promise((done) => {
  indexedDB.open("nuangang").onsuccess = (event) => {
    const tx = event.target.result.transaction("whose", "readwrite");
    const whose = tx.objectStore("whose");
    const asked = whose.get("now");
    asked.onsuccess = () => {
      whose.put({...asked.result, reached: asked.result.reached - by}, "now");
    };
    tx.oncomplete = () => { event.target.result.close(); done(true); };
  };
})"""


@pytest.fixture
def term(transactional_db: None) -> Cast:
    """A talk is owed every seven days, in the holidays as well, so that any day will do."""
    cast = Cast()
    cast.rule(
        unit="every_n_days", every=7, since=timezone.localdate(), window={"in_holidays": True}
    )
    reconcile_duties(cast.school, now=timezone.now())
    return cast


def ready(page):
    """Visit today's page once, until the phone has it."""
    page.goto("/today/")
    page.locator("html[data-offline=ready]").wait_for(state="attached")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def record_for(page, words: str) -> None:
    page.locator(".care-row").first.get_by_role("link", name="记一笔").click()
    sheet = page.locator("dialog[open]")
    sheet.locator("textarea").fill(words)
    sheet.get_by_role("button", name="保存").click()
    page.get_by_text("已存在手机上").wait_for()


def come_back(page) -> None:
    """Have a network again, and open today's page, unless the page itself is quicker to do so."""
    page.context.set_offline(False)
    with contextlib.suppress(Error):
        page.goto("/today/")


def waiting(page, text: str) -> None:
    page.locator(".topbar .waiting-count", has_text=text).wait_for()


def test_one_visit_then_offline_and_back(term: Cast, visit) -> None:
    page = ready(visit(term.wang.user, PHONE))
    page.context.set_offline(True)
    page.goto("/today/")
    page.get_by_text("现在没有网络").wait_for()
    page.get_by_text("先看这 2 个孩子").wait_for()
    record_for(page, "在田埂上聊的")
    waiting(page, "1 条待发送")
    page.get_by_role("link", name="一起记几个孩子").click()
    sheet = page.locator("dialog[open]")
    sheet.get_by_role("radio", name="辅导").check()
    sheet.get_by_role("button", name="全选").click()
    sheet.get_by_text("已选 2").wait_for()
    sheet.get_by_role("button", name="保存").click()
    waiting(page, "2 条待发送")
    page.reload()
    waiting(page, "2 条待发送")
    expect(page.locator(".care-row .offline-mark")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    dump = page.evaluate(DUMP)
    assert "waiting[{" in dump
    assert not [word for word in ("安安", "波波", "田埂", "王老师") if word in dump]
    assert not CareRecord.objects.exists()

    page.context.set_offline(False)
    page.get_by_text("已发出 2 条").wait_for()
    expect(page.locator(".waiting-count")).to_have_count(0)
    assert CareRecord.objects.count() == 3
    talk = CareRecord.objects.get(kind="talk")
    assert (talk.words, talk.phone_at is not None) == ("在田埂上聊的", True)


def test_what_the_school_refuses_stays_with_its_words_and_blocks_nothing(term: Cast, visit) -> None:
    page = ready(visit(term.wang.user, PHONE))
    page.context.set_offline(True)
    page.goto("/today/")
    record_for(page, "第一个孩子")
    page.locator(".care-row").nth(1).get_by_role("link", name="记一笔").click()
    page.locator("dialog[open]").get_by_role("button", name="保存").click()
    waiting(page, "2 条待发送")
    first = page.locator(".care-row").first.get_attribute("data-child")
    Tie.objects.filter(child_id=first).update(until=timezone.localdate())
    page.context.set_offline(False)
    page.get_by_text("已发出 1 条").wait_for()
    waiting(page, "1 条待发送")
    assert CareRecord.objects.exclude(child_id=first).count() == 1
    page.locator(".topbar .waiting-count").click()
    page.get_by_text("不归您记录").wait_for()
    page.locator("dialog[open]").get_by_role("button", name="修改").click()
    assert page.locator("dialog[open] textarea").input_value() == "第一个孩子"


def test_the_line_breaks_while_the_form_is_open(term: Cast, visit) -> None:
    page = ready(visit(term.wang.user, PHONE))
    page.locator(".care-row").first.get_by_role("link", name="记一笔").click()
    sheet = page.locator("dialog[open]")
    sheet.locator("textarea").fill("写到一半")
    page.context.set_offline(True)
    sheet.get_by_role("radio", name="电话", exact=True).check()
    page.locator("dialog[open] .offline-hint").wait_for()
    sheet.get_by_role("radio", name="爸爸").check()
    sheet.get_by_role("button", name="保存").click()
    waiting(page, "1 条待发送")
    page.context.set_offline(False)
    page.get_by_text("已发出 1 条").wait_for()
    made = CareRecord.objects.get()
    assert (made.kind, made.with_whom, made.words) == ("parent_call", "father", "写到一半")


def test_signing_out_asks_first_and_then_forgets(term: Cast, visit) -> None:
    page = ready(visit(term.wang.user, PHONE))
    page.context.set_offline(True)
    page.goto("/today/")
    record_for(page, "还没发出")
    page.context.route("**/offline/record/", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto("/me/")
    waiting(page, "1 条待发送")
    leave = page.locator("main").get_by_role("button", name="退出")
    leave.click()
    page.get_by_text("还有 1 条没发出").wait_for()
    page.get_by_role("button", name="先不退出").click()
    waiting(page, "1 条待发送")
    leave.click()
    page.get_by_text("不发了，扔掉并退出").click()
    page.get_by_role("button", name="扔掉并退出").click()
    assert page.url.endswith("/me/")
    page.locator("#throw-word").fill("扔掉")
    page.get_by_role("button", name="扔掉并退出").click()
    page.wait_for_url("**/sign-in/")
    page.context.set_offline(True)
    page.goto("/today/")
    page.get_by_text("手机上也没有存着的内容").wait_for()
    assert "安安" not in page.content()
    dump = page.evaluate(DUMP)
    assert "keys[]" in dump
    assert "waiting[]" in dump


def test_a_session_that_ended_loses_nothing_and_another_person_sees_nothing(
    term: Cast, visit, live_server
) -> None:
    page = ready(visit(term.wang.user, PHONE))
    page.context.set_offline(True)
    page.goto("/today/")
    record_for(page, "王老师记的")
    page.context.clear_cookies()
    come_back(page)
    page.get_by_text("这台手机上有 1 条记录还没发出").wait_for()
    page.context.add_cookies([session_cookie(term.li.user, live_server.url)])
    ready(page)
    expect(page.locator(".waiting-count")).to_have_count(0)
    page.context.set_offline(True)
    page.goto("/today/")
    page.get_by_text("晨晨").first.wait_for()
    assert "安安" not in page.content()
    assert not CareRecord.objects.exists()
    page.context.add_cookies([session_cookie(term.wang.user, live_server.url)])
    come_back(page)
    page.get_by_text("已发出 1 条").wait_for()
    assert CareRecord.objects.get().words == "王老师记的"


def test_a_colleague_recorded_the_same_meanwhile(term: Cast, visit) -> None:
    page = ready(visit(term.wang.user, PHONE))
    page.context.set_offline(True)
    page.goto("/today/")
    record_for(page, "我谈的")
    child = page.locator(".care-row").first.get_attribute("data-child")
    an = Child.objects.get(pk=child)
    term.talk(term.lin, an, now=timezone.now(), words="林老师谈的")
    page.context.set_offline(False)
    page.get_by_text("林老师也记了一笔").wait_for()
    page.get_by_role("link", name="并排看一看").first.click()
    page.get_by_text("林老师谈的").wait_for()
    page.get_by_text("我谈的").wait_for()
    page.get_by_role("button", name="两笔都留").click()
    page.get_by_text("没有要定的").wait_for()
    assert CareRecord.objects.filter(withdrawn=False).count() == 2


def test_where_it_cannot_work_the_page_says_so_in_a_line(term: Cast, visit) -> None:
    page = visit(term.wang.user, PHONE)
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    page.goto("/me/")
    page.get_by_text("要换成 https 才行").wait_for()
    page.goto("/today/")
    page.get_by_text("先看这 2 个孩子").wait_for()
    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )


def test_a_picture_nobody_can_open_holds_up_neither_words_nor_the_other_picture(
    term: Cast, visit
) -> None:
    page = ready(visit(term.wang.user, PHONE))
    page.context.set_offline(True)
    page.goto("/today/")
    page.locator(".care-row").first.get_by_role("link", name="记一笔").click()
    sheet = page.locator("dialog[open]")
    sheet.locator("input[multiple]:not([name])").set_input_files(
        [
            {"name": "坏.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + b"x" * 900},
            {"name": "好.png", "mimeType": "image/png", "buffer": png()},
        ]
    )
    sheet.locator(".photo-row li").nth(1).wait_for()
    sheet.get_by_role("button", name="保存").click()
    waiting(page, "1 条待发送")
    page.context.set_offline(False)
    page.get_by_text("已发出 1 条").wait_for()
    waiting(page, "1 条待发送")
    assert CareRecord.objects.count() == 1
    assert Photo.objects.count() == 1
    page.locator(".topbar .waiting-count").click()
    line = page.locator("dialog[open] .offline-line")
    line.get_by_text("照片").first.wait_for()
    line.get_by_role("button", name="删除").click()
    line.get_by_role("button", name="确定删除").click()
    page.get_by_text("没有待发送的").wait_for()
    expect(page.locator(".waiting-count")).to_have_count(0)


def png() -> bytes:
    from PIL import Image

    made = BytesIO()
    Image.new("RGB", (40, 30), "green").save(made, "PNG")
    return made.getvalue()


def test_too_long_without_the_school_hides_the_children_but_loses_nothing(
    term: Cast, visit
) -> None:
    page = ready(visit(term.wang.user, PHONE))
    page.context.set_offline(True)
    page.goto("/today/")
    record_for(page, "等太久")
    page.evaluate(AGE, 24 * 3600 * 1000)
    page.reload()
    page.get_by_text("手机上也没有存着的内容").wait_for()
    assert "安安" not in page.content()
    page.locator(".topbar .waiting-count", has_text="1 条待发送").click()
    page.get_by_text("内容先不显示").wait_for()
    page.locator("[data-close-sheet]").click()
    come_back(page)
    page.get_by_text("已发出 1 条").wait_for()
    assert CareRecord.objects.get().words == "等太久"


def test_a_store_that_never_answers_is_in_nobodys_way(term: Cast, visit) -> None:
    page = visit(term.wang.user, PHONE)
    page.add_init_script("IDBFactory.prototype.open = () => new EventTarget()")
    page.goto("/me/")
    page.get_by_text("不让存东西").wait_for()
    page.locator("main").get_by_role("button", name="退出").click()
    page.wait_for_url("**/sign-in/")

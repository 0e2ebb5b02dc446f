"""Signing in with a second step, in a real browser with a made-up authenticator."""

import pyotp
import pytest
from playwright.sync_api import expect

from nuangang.accounts.models import Factor, Session, User
from nuangang.accounts.posts import Post
from nuangang.people.models import Staff, StaffPost
from nuangang.people.tests.cast import Cast
from tests.browsing import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "harbour-lamp-7"


@pytest.fixture
def lead():
    cast = Cast()
    staff = Staff.objects.get(name="德育主任")
    staff.user = User.objects.create_user("lead", PASSWORD, name=staff.name)
    staff.save()
    StaffPost.objects.create(school=cast.school, staff=staff, post=Post.LEAD, since="2024-03-01")
    return staff.user


def named(live_server) -> str:
    """Return the site's address by the machine's name: passkeys have no place at a number."""
    return live_server.url.replace("127.0.0.1", "localhost")


def authenticator(page):
    """Give the browser a passkey of its own that says yes by itself."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


def sign_in(page, url, *, own=False):
    page.goto(f"{url}/sign-in/")
    page.get_by_label("登录名").fill("lead")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    if own:
        page.get_by_label("这是我自己的手机").check()
    with page.expect_navigation():  # a later `goto` would break off the one under way
        page.get_by_role("button", name="登录", exact=True).click()


def sign_out(page, url):
    page.goto(f"{url}/me/")
    with page.expect_navigation():
        page.locator("main form[action='/sign-out/'] button").click()


def test_a_passkey_is_made_and_opens_alone_and_as_second_step(visit, live_server, lead):
    url = named(live_server)
    page = visit(None, DESK)
    authenticator(page)
    sign_in(page, url)
    page.get_by_role("link", name="添加通行密钥").click()
    page.get_by_label("给它起个名字").fill("办公室电脑")
    page.get_by_role("button", name="添加通行密钥").click()
    page.get_by_role("heading", name="备用码").wait_for()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    assert Factor.objects.get().name == "办公室电脑"
    sign_out(page, url)
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(f"{url}/board/")
    sign_out(page, url)
    sign_in(page, url)
    page.get_by_role("heading", name="第二步验证").wait_for()
    page.get_by_role("button", name="用通行密钥").click()
    page.wait_for_url(f"{url}/board/")
    assert Factor.objects.get().counter > 0


def test_a_passkey_of_nobody_here_opens_nothing(visit, live_server, lead):
    url = named(live_server)
    page = visit(None, DESK)
    authenticator(page)
    page.goto(f"{url}/sign-in/")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.get_by_text("通行密钥没有回应").wait_for()
    assert not Session.objects.filter(user=lead).exists()


def test_an_app_on_a_phone(visit, live_server, lead):
    url = live_server.url.replace("localhost", "127.0.0.1")
    page = visit(None, PHONE)
    sign_in(page, url, own=True)
    page.get_by_text("这个网址不能用通行密钥").wait_for()
    page.get_by_role("link", name="添加验证码应用").click()
    app = pyotp.TOTP(page.locator(".app-secret").inner_text().replace(" ", ""))
    page.get_by_label("应用上的验证码").fill(app.now())
    page.get_by_role("button", name="核对并保存").click()
    page.get_by_role("heading", name="备用码").wait_for()
    code = page.locator(".recovery-codes li").first.inner_text()
    page.context.clear_cookies()
    sign_in(page, url)
    page.get_by_label("应用上的验证码").fill(code)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(f"{url}/board/")


def test_an_idle_page_keeps_what_was_typed(visit, live_server, lead):
    page = visit(None, DESK)
    page.clock.install()
    sign_in(page, live_server.url)
    with page.expect_navigation():
        page.get_by_role("link", name="以后再说").click()
    page.goto(f"{live_server.url}/staff/add/")
    page.get_by_label("姓名").fill("新老师")
    with page.expect_response("**/sign-in/here/"):
        page.clock.fast_forward(65_000)
    page.clock.fast_forward(14 * 60_000 + 5_000)
    page.get_by_text("秒后自动退出").wait_for()
    Session.objects.all().delete()
    page.clock.fast_forward(60_000)
    again = page.locator("dialog#again")
    again.get_by_text("您刚才填的还在").wait_for()
    assert not page.locator("#main").is_visible()
    page.keyboard.press("Escape")
    again.get_by_label("登录名").fill("lead")
    again.get_by_label("密码", exact=True).fill(PASSWORD)
    again.get_by_role("button", name="登录", exact=True).click()
    again.get_by_role("link", name="以后再说").click()
    again.wait_for(state="detached")
    assert page.get_by_label("姓名").input_value() == "新老师"
    page.locator("#main form[method=post]").last.get_by_role("button").last.click()
    page.get_by_role("heading", name="新老师").wait_for()
    assert Staff.objects.filter(name="新老师").exists()


def test_an_idle_page_without_anything_typed_leads_to_the_sign_in_page(visit, live_server, lead):
    page = visit(None, DESK)
    page.clock.install()
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/staff/")
    page.clock.fast_forward(15 * 60_000 + 5_000)
    page.wait_for_url(f"{live_server.url}/sign-in/?next=%2Fstaff%2F")


def test_somebody_at_work_is_not_signed_out(visit, live_server, lead):
    page = visit(None, DESK)
    page.clock.install()
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/staff/add/")
    for _ in range(4):
        page.get_by_label("姓名").press_sequentially("新")
        page.clock.fast_forward(5 * 60_000)
        page.wait_for_load_state("networkidle")
    expect(page.locator("#idle-note, dialog#again")).to_have_count(0)
    assert page.get_by_label("姓名").input_value() == "新新新新"

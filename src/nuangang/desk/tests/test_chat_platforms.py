"""聊天平台登录: setting platforms up, trying them, and the way through in a real browser."""

import pytest

from nuangang.accounts.chat import connect
from nuangang.accounts.models import ChatAccount, ChatPlatform
from nuangang.accounts.platforms import Identity
from nuangang.accounts.tests.stand_in import AGENT, APP, CORP, SECRET, stand_in_server
from nuangang.audit.actions import Person
from nuangang.audit.models import Entry
from nuangang.people.models import StaffPost
from tests.browsing import PHONE

FEISHU = {"feishu_app_id": APP, "feishu_secret": SECRET, "address": "http://testserver"}
WECOM = {
    "wecom_corp_id": CORP, "wecom_agent_id": AGENT, "wecom_secret": SECRET,
    "address": "https://nuangang.school.cn/",
}  # fmt: skip


@pytest.fixture
def stand_in(settings):
    with stand_in_server() as server:
        settings.CHAT_HOSTS = server.hosts()
        yield server


@pytest.fixture
def head(register):
    StaffPost.objects.filter(post="lead", school=register.school).update(post="head")
    return register.browsers["lead"]


def test_the_secret_is_sealed_and_never_shown_again(register, head, stand_in):
    assert head.post("/school/chat/wecom/", WECOM).url == "/school/chat/wecom/"
    app = ChatPlatform.objects.get()
    assert (app.secret, app.address, app.app_id) == (SECRET, "https://nuangang.school.cn", CORP)
    page = head.get("/school/chat/wecom/").content.decode()
    assert SECRET not in page
    assert f"https://nuangang.school.cn/sign-in/chat/{app.pk}/back/" in page
    assert SECRET not in str(list(Entry.objects.values()))
    head.post("/school/chat/wecom/", {**WECOM, "wecom_secret": "", "wecom_agent_id": "7"})
    app.refresh_from_db()
    assert (app.secret, app.agent_id) == (SECRET, "7")


def test_trying_says_what_the_platform_said(register, head, stand_in):
    head.post("/school/chat/feishu/", FEISHU)
    head.post("/school/chat/feishu/try/")
    assert "飞书有回应" in head.get("/school/chat/feishu/").content.decode()
    head.post("/school/chat/feishu/", {**FEISHU, "feishu_secret": "wrong"})
    head.post("/school/chat/feishu/try/")
    page = head.get("/school/chat/feishu/").content.decode()
    assert "10014" in page
    assert "再复制一次" in page


@pytest.mark.parametrize(
    "address",
    ["", "school", "ftp://a.cn", "https://a.cn/path", "https://u@a.cn", "https://", "//a.cn",
     "https://a.cn:99999", "https://[", "javascript:alert(1)"],
)  # fmt: skip
def test_an_address_that_leads_astray_is_refused(register, head, address):
    answer = head.post("/school/chat/feishu/", {**FEISHU, "address": address})
    assert (answer.status_code, ChatPlatform.objects.count()) == (422, 0)


def test_head_and_keeper_only(register, head, stand_in):
    for who in ("teacher", "mentor", "outsider", "elsewhere"):
        assert register.get(who, "/school/chat/").status_code == 404
        assert register.browsers[who].post("/school/chat/feishu/", FEISHU).status_code == 403
    assert ChatPlatform.objects.count() == 0
    assert head.get("/school/chat/msn/").status_code == 404
    assert head.post("/school/chat/feishu/try/").status_code == 404


def test_the_button_goes_and_comes_and_who_is_connected_stays(register, head, stand_in):
    head.post("/school/chat/feishu/", FEISHU)
    app, lin = ChatPlatform.objects.get(), register.lin
    connect(Person("x"), lin.user, app, Identity("u", "王芳"))
    head.post("/school/chat/feishu/switch/")
    assert not ChatPlatform.objects.get().is_on
    assert "1 人关联" in head.get("/school/chat/").content.decode()
    head.post("/school/chat/feishu/switch/", {"on": "yes"})
    assert ChatPlatform.objects.get().is_on
    assert "王芳" in head.get(f"/staff/{lin.pk}/").content.decode()
    head.post(f"/staff/{lin.pk}/chat/end/")
    assert ChatAccount.objects.count() == 0
    assert Entry.objects.filter(verb="chat_disconnected").exists()


@pytest.mark.browser
def test_by_dingtalk_on_a_phone_and_back_again(register, visit, live_server, stand_in):
    app = ChatPlatform.objects.create(
        school=register.school, kind="dingtalk", app_id=APP, secret=SECRET, corp_id=CORP,
        address=live_server.url, inside_only=False, set_at="2026-11-01T00:00Z",
    )  # fmt: skip
    stand_in.backs = {f"{live_server.url}/sign-in/chat/{app.pk}/back/"}
    page = visit(device=PHONE)
    page.goto("/sign-in/")
    page.get_by_role("link", name="用钉钉登录").click()
    page.get_by_text("还没有人关联这个钉钉账号").wait_for()
    page.context.add_cookies(visit(register.lin.user).context.cookies())
    page.goto("/me/")
    page.get_by_role("link", name="关联", exact=True).click()
    page.get_by_text("王芳").wait_for()
    page.get_by_role("button", name="是我，关联").click()
    page.get_by_text("以后可以用钉钉登录了").wait_for()
    page.get_by_role("button", name="退出").last.click()
    page.get_by_role("link", name="用钉钉登录").click()
    page.wait_for_url("**/today/")
    assert ChatAccount.objects.get().used_at is not None

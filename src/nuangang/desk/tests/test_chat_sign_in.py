"""Signing in through a chat platform, in a client that goes to the stand-in and comes back."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from django.test import Client
from django.utils import timezone

from nuangang.accounts.chat import connect
from nuangang.accounts.factors import new_secret
from nuangang.accounts.models import ChatAccount, ChatPlatform, Factor, User
from nuangang.accounts.platforms import Identity
from nuangang.accounts.tests.stand_in import AGENT, APP, CORP, SECRET, stand_in_server
from nuangang.audit.actions import Person
from nuangang.audit.models import Entry
from nuangang.people.actions.staff import say_goodbye
from nuangang.people.models import StaffPost

KINDS = ("dingtalk", "wecom", "feishu")
INSIDE = {"dingtalk": "AliApp(DingTalk/7.0)", "wecom": "wxwork/4.1", "feishu": "Lark/7.2"}


@pytest.fixture(scope="module")
def running():
    with stand_in_server() as server:
        yield server


@pytest.fixture
def stand_in(running, settings):
    settings.CHAT_HOSTS = running.hosts()
    yield running
    running.instead.clear()
    running.person = {"id": "u-wang", "name": "王芳", "corp": CORP}


def set_up(register, kind: str, **more) -> ChatPlatform:
    given = {"inside_only": False, "address": "http://testserver", "set_at": timezone.now(), **more}
    return ChatPlatform.objects.create(
        school=register.school, kind=kind, app_id=APP, secret=SECRET, corp_id=CORP, agent_id=AGENT,
        **given,
    )  # fmt: skip


@pytest.fixture
def app(register, stand_in) -> ChatPlatform:
    made = set_up(register, "feishu")
    stand_in.backs = {f"http://testserver/sign-in/chat/{made.pk}/back/"}
    return made


class _Stays(HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


def led_back(address: str) -> str:
    """Open the platform's page as a browser would; return where it leads."""
    with pytest.raises(OSError, match="302") as redirected:
        build_opener(_Stays).open(address)
    place = urlsplit(redirected.value.headers["Location"])  # type: ignore[attr-defined]
    return f"{place.path}?{place.query}"


def sign_in(client: Client, app: ChatPlatform, **query):
    return client.get(led_back(client.get(f"/sign-in/chat/{app.pk}/", query).url))


def belongs(app: ChatPlatform, user: User, subject: str = "u-wang") -> None:
    connect(Person(user.name, user.pk), user, app, Identity(subject, "王芳"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_connected_person_is_signed_in_and_led_on(register, stand_in, kind):
    app, user = set_up(register, kind), register.lin.user
    stand_in.backs = {f"http://testserver/sign-in/chat/{app.pk}/back/"}
    belongs(app, user)
    client = Client()
    assert sign_in(client, app, next="/children/").url == "/children/"
    assert user.login in client.get("/me/").content.decode()
    assert Entry.objects.filter(verb="signed_in", object_id=user.pk).exists()
    assert ChatAccount.objects.get().used_at is not None
    assert not client.session["own"]


def test_next_leads_only_within_the_site(register, app):
    belongs(app, register.lin.user)
    assert sign_in(Client(), app, next="https://example.org/").url == "/"


def test_nobody_is_made_and_a_stranger_is_told_what_to_do(register, app):
    before = User.objects.count()
    page = sign_in(Client(), app).content.decode()
    assert "还没有人关联这个飞书账号" in page
    assert (User.objects.count(), ChatAccount.objects.count()) == (before, 0)


def test_who_left_is_shut_out_whatever_the_platform_says(register, app):
    belongs(app, register.lin.user)
    say_goodbye(register.lead, register.lin, on=timezone.localdate())
    assert ChatAccount.objects.count() == 0
    ChatAccount.objects.create(
        platform=app, user=register.lin.user, subject="u-wang", connected_at=timezone.now()
    )
    client = Client()
    assert sign_in(client, app).status_code == 200
    assert client.get("/me/").status_code == 302


def test_the_second_step_is_still_asked_for(register, app):
    user = register.lin.user
    Factor.objects.create(user=user, kind="totp", secret=new_secret(), made_at=timezone.now())
    belongs(app, user)
    client = Client()
    assert sign_in(client, app).url == "/sign-in/step/"
    assert client.get("/me/").status_code == 302


def test_a_post_that_needs_a_second_step_is_led_to_set_one_up(register, app):
    lead = StaffPost.objects.get(post="lead", school=register.school).staff.user
    belongs(app, lead)
    client = Client()
    assert sign_in(client, app).url.startswith("/me/steps/")


# What comes back counts once, in the browser that left, for the platform it left for.


def test_what_came_back_counts_once(register, app):
    belongs(app, register.lin.user)
    client = Client()
    back = led_back(client.get(f"/sign-in/chat/{app.pk}/").url)
    assert client.get(back).status_code == 302
    client.post("/sign-out/")
    assert "不是从这个浏览器开始" in client.get(back).content.decode()
    assert client.get("/me/").status_code == 302


def test_nobody_is_signed_in_by_a_link_somebody_else_began(register, app):
    """Login CSRF: a stranger's own code and state, opened in the victim's browser."""
    belongs(app, register.lin.user)
    back = led_back(Client().get(f"/sign-in/chat/{app.pk}/").url)
    victim = Client()
    assert "不是从这个浏览器开始" in victim.get(back).content.decode()
    begun = Client()
    begun.get(f"/sign-in/chat/{app.pk}/")
    assert "不是从这个浏览器开始" in begun.get(back).content.decode()
    for client in (victim, begun):
        assert client.get("/me/").status_code == 302


def test_one_platforms_answer_is_not_taken_for_anothers(register, stand_in, app):
    other = set_up(register, "wecom")
    belongs(app, register.lin.user)
    belongs(other, register.lin.user)
    client = Client()
    back = led_back(client.get(f"/sign-in/chat/{app.pk}/").url)
    assert client.get(back.replace(str(app.pk), str(other.pk))).status_code == 200
    assert client.get("/me/").status_code == 302


def test_ten_minutes_later_it_is_too_late(register, app, monkeypatch):
    belongs(app, register.lin.user)
    client = Client()
    back = led_back(client.get(f"/sign-in/chat/{app.pk}/").url)
    later = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr("nuangang.accounts.chat_state.timezone.now", lambda: later)
    assert client.get(back).status_code == 200
    assert client.get("/me/").status_code == 302


def test_the_platform_leads_back_to_the_schools_address_only(register, app):
    app.address = "https://nuangang.school.cn"
    app.save()
    there = f"https://nuangang.school.cn/sign-in/chat/{app.pk}/"
    assert Client().get(f"/sign-in/chat/{app.pk}/", HTTP_HOST="evil.example").url == there
    here = Client(HTTP_HOST="nuangang.school.cn").get(f"/sign-in/chat/{app.pk}/").url
    assert parse_qs(urlsplit(here).query)["redirect_uri"] == [f"{there}back/"]


# Connecting.


def connecting(client: Client, app: ChatPlatform):
    return client.get(led_back(client.get(f"/me/chat/{app.pk}/").url))


def test_a_person_connects_after_seeing_whose_account_it_is(register, app):
    client = register.browsers["teacher"]
    assert "王芳" in connecting(client, app).content.decode()
    assert ChatAccount.objects.count() == 0
    client.post(f"/me/chat/{app.pk}/connect/")
    assert ChatAccount.objects.get().user == register.lin.user
    assert "王芳" in client.get("/me/").content.decode()
    assert Entry.objects.filter(verb="chat_connected", actor_user_id=register.lin.user.pk).exists()
    account = ChatAccount.objects.get()
    register.browsers["mentor"].post(f"/me/chat/{account.pk}/end/")
    assert ChatAccount.objects.count() == 1
    client.post(f"/me/chat/{account.pk}/end/")
    assert ChatAccount.objects.count() == 0


def test_connecting_asks_again_who_it_is(register, app):
    client = register.browsers["teacher"]
    session = client.session
    session["began"] = (timezone.now() - timedelta(hours=1)).isoformat()
    session.save()
    page = client.get(f"/me/chat/{app.pk}/")
    assert (page.status_code, "password" in page.content.decode()) == (200, True)


def test_one_account_is_nobody_elses_too(register, app):
    belongs(app, register.wang.user)
    client = register.browsers["teacher"]
    connecting(client, app)
    client.post(f"/me/chat/{app.pk}/connect/")
    assert "已经关联给别人" in client.get("/me/").content.decode()
    assert ChatAccount.objects.get().user == register.wang.user


def test_what_was_vouched_for_is_for_who_asked_only(register, app):
    """On a shared PC: one left for the platform, another is signed in when it comes back."""
    client = register.browsers["teacher"]
    back = led_back(client.get(f"/me/chat/{app.pk}/").url)
    kept = dict(client.session)
    client.force_login(register.wang.user)
    session = client.session
    session["chat"] = kept["chat"]
    session.save()
    assert client.get(back).url == "/sign-in/"
    client.post(f"/me/chat/{app.pk}/connect/")
    assert ChatAccount.objects.count() == 0


def test_another_schools_platform_is_not_there(register, app):
    assert register.get("elsewhere", f"/me/chat/{app.pk}/").status_code == 404


# Which buttons there are.


def test_only_what_is_set_up_has_a_button(register, stand_in):
    page = Client().get("/sign-in/").content.decode()
    assert not any(word in page for word in ("钉钉", "企业微信", "飞书"))
    app = set_up(register, "wecom")
    assert "用企业微信登录" in Client().get("/sign-in/").content.decode()
    app.is_on = False
    app.save()
    assert "企业微信" not in Client().get("/sign-in/").content.decode()
    assert Client().get(f"/sign-in/chat/{app.pk}/").status_code == 404


def test_where_people_share_pcs_it_works_inside_the_app_only(register, stand_in):
    app = set_up(register, "feishu", inside_only=True)
    assert "飞书" not in Client().get("/sign-in/").content.decode()
    assert "请在飞书里面打开" in Client().get(f"/sign-in/chat/{app.pk}/").content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_inside_its_own_app_it_goes_straight_through_and_out_stays_out(register, stand_in, kind):
    app = set_up(register, kind, inside_only=True)
    stand_in.backs = {f"http://testserver/sign-in/chat/{app.pk}/back/"}
    belongs(app, register.lin.user)
    client = Client(HTTP_USER_AGENT=f"Mozilla/5.0 {INSIDE[kind]}")
    start = client.get("/sign-in/", {"next": "/me/"}).url
    assert client.get(led_back(client.get(start).url)).url == "/me/"
    assert client.session["own"]
    out = client.post("/sign-out/").url
    assert client.get(out).status_code == 200


def test_without_the_internet_name_and_password_still_work(register, stand_in, app):
    back = led_back((client := Client()).get(f"/sign-in/chat/{app.pk}/").url)
    stand_in.instead["/open-apis/authen/v2/oauth/token"] = (503, b"", 0)
    page = client.get(back).content.decode()
    assert "连不上飞书" in page
    register.lin.user.set_password("harbour-lamp-7")
    register.lin.user.save()
    assert client.post("/sign-in/", {"login": "teacher", "password": "harbour-lamp-7"}).url == "/"


def test_many_bad_codes_from_one_address_must_wait(register, stand_in, app, monkeypatch):
    monkeypatch.setattr("nuangang.accounts.guessing.OF_ONE_ADDRESS", 2)
    pages = []
    for _ in range(3):
        client = Client()
        state = parse_qs(urlsplit(client.get(f"/sign-in/chat/{app.pk}/").url).query)["state"][0]
        back = f"/sign-in/chat/{app.pk}/back/?code=made-up&state={state}"
        pages.append(client.get(back).content.decode())
    assert "20003" in pages[1]
    assert "错的次数太多了" in pages[2]


def test_a_county_with_many_schools_asks_which(register, stand_in):
    for school in (register.school, register.other_school):
        for kind in ("wecom", "feishu"):
            ChatPlatform.objects.create(
                school=school, kind=kind, app_id="a", secret="s", address="http://testserver",
                inside_only=False, set_at=timezone.now(),
            )  # fmt: skip
    assert "用聊天平台登录" in Client().get("/sign-in/").content.decode()
    page = Client().get("/sign-in/chat/").content.decode()
    assert page.count("/sign-in/chat/") >= 4
    assert register.other_school.name in page

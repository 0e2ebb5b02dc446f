"""Each platform's protocol against the stand-in that speaks it: the right way, and answers gone wrong."""

import json
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest

from nuangang.accounts import platforms
from nuangang.accounts.models import ChatPlatform
from nuangang.accounts.platforms import Identity, PlatformError, inside_of, new_secret, platform_of
from nuangang.accounts.platforms.words import in_words
from nuangang.accounts.tests.stand_in import AGENT, APP, CORP, SECRET, StandIn, stand_in_server

BACK = "https://nuangang.school.cn/sign-in/chat/1/back/"
KINDS = ("dingtalk", "wecom", "feishu")
LAST_CALL = {
    "dingtalk": "/v1.0/contact/users/me",
    "wecom": "/cgi-bin/auth/getuserinfo",
    "feishu": "/open-apis/authen/v1/user_info",
}
FIRST_CALL = {
    "dingtalk": "/v1.0/oauth2/userAccessToken",
    "wecom": "/cgi-bin/gettoken",
    "feishu": "/open-apis/authen/v2/oauth/token",
}


@pytest.fixture(scope="module")
def running():
    with stand_in_server() as server:
        yield server


@pytest.fixture
def stand_in(running: StandIn, settings):
    settings.CHAT_HOSTS = running.hosts()
    running.backs = {BACK}
    yield running
    running.instead.clear()
    running.asked.clear()
    running.person = {"id": "u-wang", "name": "王芳", "corp": CORP}


def app_of(kind: str, **changed: str) -> ChatPlatform:
    given = {"app_id": APP, "secret": SECRET, "corp_id": CORP, "agent_id": AGENT, **changed}
    return ChatPlatform(kind=kind, **given)


class _Stays(HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


def through(kind: str, *, inside: bool = False) -> tuple[dict[str, str], str]:
    """Go through the platform's page as a browser would; return what it gave along and the verifier."""
    verifier, state = new_secret(), new_secret()
    address = platform_of(kind).door(app_of(kind), BACK, state, verifier, inside=inside)
    try:
        build_opener(_Stays).open(address)
    except OSError as redirected:
        place = urlsplit(redirected.headers["Location"])  # type: ignore[attr-defined]
    given = {name: values[0] for name, values in parse_qs(place.query).items()}
    assert given.pop("state") == state
    assert place._replace(query="").geturl() == BACK
    return given, verifier


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_the_person_whom_the_platform_vouches_for_comes_out(stand_in: StandIn, kind, inside):
    given, verifier = through(kind, inside=inside)
    who = platform_of(kind).who(app_of(kind), given, BACK, verifier)
    assert who == Identity("u-wang", "u-wang" if kind == "wecom" else "王芳")


@pytest.mark.parametrize("kind", KINDS)
def test_a_code_counts_once(stand_in: StandIn, kind):
    given, verifier = through(kind)
    platform_of(kind).who(app_of(kind), given, BACK, verifier)
    with pytest.raises(PlatformError) as wrong:
        platform_of(kind).who(app_of(kind), given, BACK, verifier)
    assert wrong.value.how == platforms.REFUSED
    assert wrong.value.code in ("invalidParameter.authCode.notFound", "40029", "20003")


def test_feishu_takes_a_code_only_with_what_it_was_asked_with(stand_in: StandIn):
    given, _verifier = through("feishu")
    with pytest.raises(PlatformError, match="20049"):
        platform_of("feishu").who(app_of("feishu"), given, BACK, new_secret())


@pytest.mark.parametrize("kind", KINDS)
def test_somebody_of_another_organisation_is_refused(stand_in: StandIn, kind):
    stand_in.person = {"id": "u-x", "name": "外人", "corp": "another-corp"}
    given, verifier = through(kind)
    with pytest.raises(PlatformError) as wrong:
        platform_of(kind).who(app_of(kind), given, BACK, verifier)
    assert wrong.value.how == platforms.STRANGER


@pytest.mark.parametrize("kind", KINDS)
def test_who_declines_is_told_so(stand_in: StandIn, kind):
    stand_in.person = None
    given, verifier = through(kind)
    with pytest.raises(PlatformError) as wrong:
        platform_of(kind).who(app_of(kind), given, BACK, verifier)
    assert "没有同意" in in_words(wrong.value, kind, "钉钉")


@pytest.mark.parametrize(
    ("kind", "changed", "code"),
    [
        ("dingtalk", {"secret": "x"}, "invalidClientIdOrSecret"),
        ("wecom", {"secret": "x"}, "40001"),
        ("wecom", {"corp_id": "x"}, "40013"),
        ("feishu", {"secret": "x"}, "10014"),
        ("feishu", {"app_id": "x"}, "10003"),
    ],
)
def test_trying_says_the_platforms_own_code_in_plain_words(stand_in: StandIn, kind, changed, code):
    platform_of(kind).knock(app_of(kind))
    with pytest.raises(PlatformError) as wrong:
        platform_of(kind).knock(app_of(kind, **changed))
    words = in_words(wrong.value, kind, "飞书")
    assert code in words
    assert "再复制一次" in words


ODD_BODIES = [
    b"", b"{", b"[]", b"null", b"7", b'"ok"', b"<html>502</html>", b"{}", b'{"code":0}',
    b'{"code":0,"data":null}', b'{"code":0,"data":[]}', b'{"errcode":0,"userid":7}',
    b'{"code":0,"data":{"union_id":["a"],"name":"x"}}', b'{"unionId":{"a":1}}', b'{"unionId":""}',
    b'{"errcode":0,"userid":"a\\u0000b"}', b'{"unionId":"\\u202eabc"}', b'{"unionId":"\\ud800"}',
    b'{"code":0,"data":{"union_id":"\\ud800"}}', b'{"access_token":7,"accessToken":7,"code":0}',
    b'{"errcode":"many","code":{"a":[]}}', b"\xff\xfe\x00", b"[" * 30_000,
    json.dumps({"unionId": "x" * 999, "userid": "x" * 999, "data": {"union_id": "x" * 999}}).encode(),
]  # fmt: skip


@pytest.mark.parametrize("call", [FIRST_CALL, LAST_CALL], ids=["first", "last"])
@pytest.mark.parametrize("kind", KINDS)
def test_answers_gone_wrong_come_out_as_one_clear_error(stand_in: StandIn, kind, call):
    for status in (200, 201, 302, 400, 404, 429, 500, 503):
        for body in ODD_BODIES if status == 200 else ODD_BODIES[:4]:
            given, verifier = through(kind)
            stand_in.instead[call[kind]] = (status, body, 0)
            with pytest.raises(PlatformError) as wrong:
                platform_of(kind).who(app_of(kind), given, BACK, verifier)
            assert in_words(wrong.value, kind, "钉钉"), (status, body[:40])
            stand_in.instead.clear()


@pytest.mark.parametrize("kind", KINDS)
def test_slow_and_huge_answers_are_not_waited_for(stand_in: StandIn, kind, monkeypatch):
    monkeypatch.setattr("nuangang.accounts.platforms.client.PATIENCE", 0.2)
    given, verifier = through(kind)
    for raw, wait, how in (
        (b"x" * 200_000, 0, platforms.ODD),
        (b"x" * 60_000, 0.1, platforms.UNREACHABLE),
    ):
        stand_in.instead[FIRST_CALL[kind]] = (200, raw, wait)
        with pytest.raises(PlatformError) as wrong:
            platform_of(kind).who(app_of(kind), given, BACK, verifier)
        assert wrong.value.how == how


@pytest.mark.parametrize("kind", KINDS)
def test_without_the_internet_it_says_so(settings, kind):
    nowhere = {"login": "http://127.0.0.1:9", "api": "http://127.0.0.1:9"}
    settings.CHAT_HOSTS = dict.fromkeys(KINDS, nowhere)
    with pytest.raises(PlatformError) as wrong:
        platform_of(kind).knock(app_of(kind))
    assert "登录名和密码照样能用" in in_words(wrong.value, kind, "钉钉")


def test_each_apps_own_browser_is_known():
    tail = "AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36"
    assert (
        inside_of(f"Mozilla/5.0 (Linux; Android 10) {tail} AliApp(DingTalk/7.0.40)") == "dingtalk"
    )
    assert inside_of(f"Mozilla/5.0 {tail} wxwork/4.1.0 MicroMessenger/7.0.1") == "wecom"
    assert inside_of(f"Mozilla/5.0 {tail} Lark/7.20.5 LarkLocale/zh_CN") == "feishu"
    assert inside_of(f"Mozilla/5.0 {tail} MicroMessenger/8.0.50") == ""

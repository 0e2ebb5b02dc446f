"""WeCom (企业微信): an app of the school's own ("自建应用").

As documented on developer.work.weixin.qq.com: "构造企业微信登录链接" (path 98152, the QR code on a PC),
"构造网页授权链接" (path 91022, inside the app), "获取 access_token" (path 91039) and "获取访问用户身份"
(path 91023). It is OAuth 2 in name only: the token is the organisation's, not the person's, and the
code is handed in beside it; errors come with status 200 as `errcode`. It knows no PKCE.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from nuangang.accounts.platforms import REFUSED, STRANGER, Identity, PlatformError
from nuangang.accounts.platforms.client import ask, place, talking_to, text


def door(app: Any, back: str, state: str, verifier: str, *, inside: bool) -> str:
    """Return WeCom's page with the QR code, or inside its app the one that asks nothing."""
    if not inside:
        sent = {
            "login_type": "CorpApp", "appid": app.corp_id, "agentid": app.agent_id,
            "redirect_uri": back, "state": state,
        }  # fmt: skip
        return f"{place('wecom', 'login')}/wwlogin/sso/login?{urlencode(sent)}"
    sent = {
        "appid": app.corp_id, "redirect_uri": back, "response_type": "code",
        "scope": "snsapi_base", "state": state, "agentid": app.agent_id,
    }  # fmt: skip
    return f"{place('wecom', 'inside')}/connect/oauth2/authorize?{urlencode(sent)}#wechat_redirect"


def who(app: Any, answer: Mapping[str, str], back: str, verifier: str) -> Identity:
    """Return the member by their `userid`; who is no member gets an `openid` and is refused."""
    if not answer.get("code"):
        raise PlatformError(REFUSED)
    with talking_to(app) as session:
        sent = {"access_token": _token(app, session), "code": answer["code"]}
        address = f"{place('wecom', 'api')}/cgi-bin/auth/getuserinfo"
        person = ask(session, "GET", address, params=sent)
    if "userid" not in person and ("openid" in person or "external_userid" in person):
        raise PlatformError(STRANGER)
    member = text(person, "userid")
    return Identity(member, member[:40])


def knock(app: Any) -> None:
    """Ask for the organisation's token."""
    with talking_to(app) as session:
        _token(app, session)


def _token(app: Any, session: Any) -> str:
    sent = {"corpid": app.corp_id, "corpsecret": app.secret}
    address = f"{place('wecom', 'api')}/cgi-bin/gettoken"
    return text(ask(session, "GET", address, params=sent), "access_token", longest=2048)

"""DingTalk (钉钉): an app of the school's own ("企业内部应用").

As documented on open.dingtalk.com: "登录第三方网站" (the page a browser is sent to, which answers with
`authCode`, or `error`), "获取用户 token" (`/v1.0/oauth2/userAccessToken`), "获取用户通讯录个人信息"
(`/v1.0/contact/users/me`) and "获取企业内部应用的 accessToken" (`/v1.0/oauth2/accessToken`). It knows no
PKCE, takes JSON with names of its own, and its token goes into a header of its own.
"""

from collections.abc import Mapping
from typing import Any

from nuangang.accounts.platforms import REFUSED, STRANGER, Identity, PlatformError
from nuangang.accounts.platforms.client import ask, name_in, place, talking_to, text


def door(app: Any, back: str, state: str, verifier: str, *, inside: bool) -> str:
    """Return DingTalk's page; `corpid` makes its answer say which organisation was chosen."""
    with talking_to(app, redirect_uri=back, scope="openid corpid") as session:
        address = f"{place('dingtalk', 'login')}/oauth2/auth"
        return session.create_authorization_url(address, state, prompt="consent")[0]


def who(app: Any, answer: Mapping[str, str], back: str, verifier: str) -> Identity:
    """Return the person by their `unionId`; nobody of another organisation than the school's."""
    if not answer.get("authCode"):
        raise PlatformError(REFUSED, answer.get("error", "")[:60])
    api = place("dingtalk", "api")
    sent = {
        "clientId": app.app_id,
        "clientSecret": app.secret,
        "code": answer["authCode"],
        "grantType": "authorization_code",
    }
    with talking_to(app) as session:
        token = ask(session, "POST", f"{api}/v1.0/oauth2/userAccessToken", json=sent)
        if app.corp_id and token.get("corpId") != app.corp_id:
            raise PlatformError(STRANGER)
        headers = {"x-acs-dingtalk-access-token": text(token, "accessToken", longest=2048)}
        address = f"{api}/v1.0/contact/users/me"
        person = ask(session, "GET", address, headers=headers)
    return Identity(text(person, "unionId"), name_in(person, "nick"))


def knock(app: Any) -> None:
    """Ask for a token of the app itself."""
    sent = {"appKey": app.app_id, "appSecret": app.secret}
    with talking_to(app) as session:
        address = f"{place('dingtalk', 'api')}/v1.0/oauth2/accessToken"
        text(ask(session, "POST", address, json=sent), "accessToken", longest=2048)

"""Feishu (飞书): an app of the school's own ("企业自建应用").

As documented on open.feishu.cn: "获取授权码" (`/open-apis/authen/v1/authorize`), "获取 user_access_token"
(`/open-apis/authen/v2/oauth/token`, RFC 6749 with PKCE, but a JSON body and a `code` in the answer),
"获取用户信息" (`/open-apis/authen/v1/user_info`) and "自建应用获取 tenant_access_token"
(`/open-apis/auth/v3/tenant_access_token/internal`).
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from nuangang.accounts.platforms import ODD, REFUSED, STRANGER, Identity, PlatformError
from nuangang.accounts.platforms.client import ask, name_in, place, refusing, said, talking_to, text


def door(app: Any, back: str, state: str, verifier: str, *, inside: bool) -> str:
    """Return Feishu's page, bound to `verifier` by PKCE."""
    with talking_to(app, redirect_uri=back, code_challenge_method="S256") as session:
        address = f"{place('feishu', 'login')}/open-apis/authen/v1/authorize"
        return session.create_authorization_url(address, state, code_verifier=verifier)[0]


def who(app: Any, answer: Mapping[str, str], back: str, verifier: str) -> Identity:
    """Return the person by their `union_id`; nobody of another organisation than the school's."""
    if not answer.get("code"):
        raise PlatformError(REFUSED, answer.get("error", "")[:60])
    api = f"{place('feishu', 'api')}/open-apis"
    with talking_to(app, token_endpoint_auth_method=_as_json) as session:
        session.register_compliance_hook("access_token_response", refusing)
        token = session.fetch_token(
            f"{api}/authen/v2/oauth/token", code=answer["code"], redirect_uri=back,
            code_verifier=verifier,
        )  # fmt: skip
        text(token, "access_token", longest=4096)
        session.token = {"access_token": token["access_token"], "token_type": "Bearer"}
        person = said(session.get(f"{api}/authen/v1/user_info")).get("data")
    if not isinstance(person, dict):
        raise PlatformError(ODD, "data")
    if app.corp_id and person.get("tenant_key") != app.corp_id:
        raise PlatformError(STRANGER)
    return Identity(text(person, "union_id"), name_in(person, "name"))


def knock(app: Any) -> None:
    """Ask for a token of the app itself."""
    sent = {"app_id": app.app_id, "app_secret": app.secret}
    with talking_to(app) as session:
        address = f"{place('feishu', 'api')}/open-apis/auth/v3/tenant_access_token/internal"
        text(ask(session, "POST", address, json=sent), "tenant_access_token", longest=4096)


def _as_json(client: Any, method: str, uri: str, headers: Any, body: Any) -> tuple[str, Any, bytes]:
    form = body.decode() if isinstance(body, bytes) else body
    sent = {"client_id": client.client_id, "client_secret": client.client_secret}
    headers["Content-Type"] = "application/json; charset=utf-8"
    return uri, headers, json.dumps({**dict(parse_qsl(form)), **sent}).encode()

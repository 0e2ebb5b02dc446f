"""A server on this machine that speaks as DingTalk, WeCom and Feishu do, as far as signing in goes.

Paths, parameters, answers and codes of errors are those of the platforms' own pages: for DingTalk
"登录第三方网站", "获取用户 token", "获取用户通讯录个人信息" and "获取企业内部应用的 accessToken"
(open.dingtalk.com); for WeCom "构造企业微信登录链接" (98152), "构造网页授权链接" (91022), "获取 access_token"
(91039), "获取访问用户身份" (91023) and "全局错误码" (90313) (developer.work.weixin.qq.com); for Feishu
"获取授权码", "获取 user_access_token", "获取用户信息" and "自建应用获取 tenant_access_token"
(open.feishu.cn). It agrees for whoever `person` is at once, as inside the apps; `None` declines.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

APP, SECRET, CORP, AGENT = "ding-or-cli_1", "s3cret-of-the-app", "corp-of-school", "1000002"
ANSWER = tuple[int, Any]


class StandIn:
    """What the platforms know, and what was asked of them."""

    def __init__(self) -> None:
        self.person: dict[str, str] | None = {"id": "u-wang", "name": "王芳", "corp": CORP}
        self.backs: set[str] = set()
        self.codes: dict[str, dict[str, Any]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self.asked: list[str] = []
        self.instead: dict[str, tuple[int, bytes, float]] = {}
        self.base = ""

    def hosts(self) -> dict[str, dict[str, str]]:
        """Return what to put for settings.CHAT_HOSTS."""
        return {
            kind: {"login": self.base, "inside": self.base, "api": self.base}
            for kind in ("dingtalk", "wecom", "feishu")
        }

    def doors(self) -> dict[str, Callable[[dict], str]]:
        """Return the pages that a browser is sent to; each gives where it leads back."""
        return {
            "/oauth2/auth": self._dingtalk_door,
            "/wwlogin/sso/login": self._wecom_door,
            "/connect/oauth2/authorize": self._wecom_door,
            "/open-apis/authen/v1/authorize": self._feishu_door,
        }

    def calls(self) -> dict[str, Callable[[dict, dict, Any], ANSWER]]:
        """Return the calls that a server makes."""
        return {
            "POST /v1.0/oauth2/userAccessToken": self._dingtalk_token,
            "POST /v1.0/oauth2/accessToken": self._dingtalk_app,
            "GET /v1.0/contact/users/me": self._dingtalk_person,
            "GET /cgi-bin/gettoken": self._wecom_token,
            "GET /cgi-bin/auth/getuserinfo": self._wecom_person,
            "POST /open-apis/authen/v2/oauth/token": self._feishu_token,
            "GET /open-apis/authen/v1/user_info": self._feishu_person,
            "POST /open-apis/auth/v3/tenant_access_token/internal": self._feishu_app,
        }

    def _code(self, **kept: Any) -> str:
        code = secrets.token_hex(16)
        self.codes[code] = {**kept, "person": self.person}
        return code

    def _taken(self, code: str) -> dict[str, Any] | None:
        return self.codes.pop(code, None)

    def _token(self, person: dict[str, str]) -> str:
        token = secrets.token_hex(16)
        self.tokens[token] = person
        return token

    def _leads_back(self, q: dict, given: dict[str, str]) -> str:
        assert q["redirect_uri"] in self.backs, "redirect_uri is not registered"
        assert q["state"].isalnum()
        assert len(q["state"]) <= 128
        return f"{q['redirect_uri']}?{urlencode({**given, 'state': q['state']})}"

    # DingTalk: `authCode` back, JSON with its own names, its own header, errors by the status.
    def _dingtalk_door(self, q: dict) -> str:
        assert (q["client_id"], q["response_type"]) == (APP, "code")
        assert q["scope"] in ("openid", "openid corpid")
        assert q["prompt"] == "consent"
        return self._leads_back(
            q, {"authCode": self._code()} if self.person else {"error": "access_denied"}
        )

    def _dingtalk_token(self, q: dict, sent: dict, headers: Any) -> ANSWER:
        if (sent.get("clientId"), sent.get("clientSecret")) != (APP, SECRET):
            return _ding("invalidClientIdOrSecret", "无效的clientId或者clientSecret")
        kept = self._taken(sent.get("code", ""))
        if kept is None or sent.get("grantType") != "authorization_code":
            return _ding("invalidParameter.authCode.notFound", "不存在的authCode")
        person = kept["person"]
        return 200, {
            "accessToken": self._token(person), "refreshToken": "r", "expireIn": 7200,
            "corpId": person["corp"],
        }  # fmt: skip

    def _dingtalk_person(self, q: dict, sent: dict, headers: Any) -> ANSWER:
        person = self.tokens.get(headers.get("x-acs-dingtalk-access-token", ""))
        if person is None:
            return _ding("InvalidAuthentication", "不合法的access_token")
        return 200, {
            "nick": person["name"], "unionId": person["id"], "openId": "o", "stateCode": "86",
            "mobile": "13800000000",
        }  # fmt: skip

    def _dingtalk_app(self, q: dict, sent: dict, headers: Any) -> ANSWER:
        if (sent.get("appKey"), sent.get("appSecret")) != (APP, SECRET):
            return _ding("invalidClientIdOrSecret", "无效的clientId或者clientSecret")
        return 200, {"accessToken": "app", "expireIn": 7200}

    # WeCom: the organisation's token and the code side by side, errors with status 200.
    def _wecom_door(self, q: dict) -> str:
        assert (q["appid"], q["agentid"]) == (CORP, AGENT)
        assert q.get("login_type") == "CorpApp" or q.get("scope") == "snsapi_base"
        return self._leads_back(q, {"code": self._code()} if self.person else {})

    def _wecom_token(self, q: dict, sent: dict, headers: Any) -> ANSWER:
        if q.get("corpid") != CORP:
            return _wecom(40013, "invalid corpid")
        if q.get("corpsecret") != SECRET:
            return _wecom(40001, "invalid credential")
        return _wecom(0, "ok", access_token=self._token({}), expires_in=7200)

    def _wecom_person(self, q: dict, sent: dict, headers: Any) -> ANSWER:
        if q.get("access_token") not in self.tokens:
            return _wecom(40014, "invalid access_token")
        kept = self._taken(q.get("code", ""))
        if kept is None:
            return _wecom(40029, "invalid code")
        person = kept["person"]
        if person["corp"] != CORP:
            return _wecom(0, "ok", openid="o-stranger")
        return _wecom(0, "ok", userid=person["id"])

    # Feishu: RFC 6749 with PKCE, a JSON body, `code` in the answer.
    def _feishu_door(self, q: dict) -> str:
        assert (q["client_id"], q["response_type"]) == (APP, "code")
        assert q["code_challenge_method"] == "S256"
        code = self._code(challenge=q["code_challenge"], back=q["redirect_uri"])
        return self._leads_back(q, {"code": code} if self.person else {"error": "access_denied"})

    def _feishu_token(self, q: dict, sent: dict, headers: Any) -> ANSWER:
        assert headers["Content-Type"] == "application/json; charset=utf-8"
        if (sent.get("client_id"), sent.get("client_secret")) != (APP, SECRET):
            return 400, {
                "code": 20002, "error": "invalid_client",
                "error_description": "The client secret is invalid.",
            }  # fmt: skip
        kept = self._taken(sent.get("code", ""))
        if kept is None or sent.get("grant_type") != "authorization_code":
            return 400, {"code": 20003, "error": "invalid_grant", "error_description": "no code"}
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != kept["challenge"]:
            return 400, {"code": 20049, "error": "invalid_grant", "error_description": "PKCE"}
        if sent.get("redirect_uri") != kept["back"]:
            return 400, {"code": 20071, "error": "invalid_grant", "error_description": "redirect"}
        token = self._token(kept["person"])
        return 200, {
            "code": 0, "access_token": token, "expires_in": 7200, "token_type": "Bearer",
            "scope": "auth:user.id:read",
        }  # fmt: skip

    def _feishu_person(self, q: dict, sent: dict, headers: Any) -> ANSWER:
        person = self.tokens.get(headers.get("Authorization", "").removeprefix("Bearer "))
        if person is None:
            return 400, {"code": 20005, "msg": "The user access token passed is invalid"}
        data = {
            "name": person["name"], "en_name": "Wang", "open_id": "ou_1", "union_id": person["id"],
            "tenant_key": person["corp"], "mobile": "+8613800000000",
        }  # fmt: skip
        return 200, {"code": 0, "msg": "success", "data": data}

    def _feishu_app(self, q: dict, sent: dict, headers: Any) -> ANSWER:
        if sent.get("app_id") != APP:
            return 200, {"code": 10003, "msg": "invalid param"}
        if sent.get("app_secret") != SECRET:
            return 200, {"code": 10014, "msg": "app secret invalid"}
        return 200, {"code": 0, "msg": "ok", "tenant_access_token": "t-1", "expire": 7200}


def _ding(code: str, message: str) -> ANSWER:
    return 400, {"code": code, "message": message, "requestid": "1-2-3"}


def _wecom(code: int, message: str, **more: Any) -> ANSWER:
    return 200, {"errcode": code, "errmsg": message, **more}


def _handler(stand_in: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: Any) -> None:
            pass

        def do_GET(self) -> None:
            self._answer("GET", b"")

        def do_POST(self) -> None:
            self._answer("POST", self.rfile.read(int(self.headers["Content-Length"])))

        def _answer(self, method: str, body: bytes) -> None:
            parts = urlsplit(self.path)
            q = {name: values[0] for name, values in parse_qs(parts.query).items()}
            stand_in.asked.append(f"{method} {parts.path}")
            if instead := stand_in.instead.get(parts.path):
                status, raw, wait = instead
                return self._send(status, raw, wait)
            if door := stand_in.doors().get(parts.path):
                try:
                    self.send_response(302)
                    self.send_header("Location", door(q))
                except (AssertionError, KeyError) as wrong:
                    return self._send(400, f"<h1>{wrong!r}</h1>".encode())
                self.send_header("Content-Length", "0")
                return self.end_headers()
            call = stand_in.calls().get(f"{method} {parts.path}")
            if call is None:
                return self._send(404, b"{}")
            status, answer = call(q, json.loads(body) if body else {}, self.headers)
            return self._send(status, json.dumps(answer).encode())

        def _send(self, status: int, raw: bytes, wait: float = 0) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            try:
                for start in range(0, len(raw), 4096):
                    self.wfile.write(raw[start : start + 4096])
                    time.sleep(wait)
            except OSError:
                pass

    return Handler


@contextmanager
def stand_in_server() -> Iterator[StandIn]:
    """Run the stand-in on a free port for as long as the block lasts."""
    stand_in = StandIn()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stand_in))
    server.daemon_threads = True
    stand_in.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()

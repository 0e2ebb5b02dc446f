"""Robots of a staff's chat group: DingTalk, WeCom and Feishu, each with its own signature and codes.

All three answer 200 to what they refuse; only the code in the answer counts. Sources: the providers'
pages on custom robots (自定义机器人, 群机器人).
"""

import hmac
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx2
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.notify.channels.outcome import Field, Outcome, Result, Sending

_SECONDS = 15


@dataclass(frozen=True)
class Robot:
    """One provider: how its messages look, what is signed, and the codes that ask for patience."""

    url: str
    ask: Callable[[str, str, int], tuple[dict[str, str], dict[str, Any]]]
    busy: frozenset[str]

    @property
    def FIELDS(self) -> list[Field]:
        """Return what must be told: the group's address, and the secret where one was chosen."""
        return [
            Field(
                "url",
                gettext_lazy("The robot's address (Webhook)"),
                gettext_lazy("As the group's settings show it; it begins with %(url)s")
                % {"url": self.url},
                secret=True,
            ),
            Field(
                "secret",
                gettext_lazy("Secret for signing"),
                gettext_lazy("Empty if the robot asks for a keyword; choose the keyword 暖港."),
                secret=True,
                needed=False,
            ),
        ]

    def send(self, settings: Mapping[str, str], message: Sending) -> Outcome:
        """Write the text into the group and believe the provider's own code."""
        query, body = self.ask(message.text, settings.get("secret", ""), int(time.time()))
        try:
            address = httpx2.URL(settings["url"]).copy_merge_params(query)
            answer = httpx2.post(address, json=body, timeout=_SECONDS)
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            words = _("The chat service can't be reached: %(error)s") % {
                "error": type(error).__name__
            }
            return Outcome(Result.LATER, code=type(error).__name__, words=words[:200])
        return self._outcome(answer)

    def find(self, _settings: Mapping[str, str], _message: Sending) -> bool | None:
        """Say that a group can't be asked."""
        return None

    def report(self, _settings: Mapping[str, str], _message: Sending) -> Outcome | None:
        """Say that nothing is heard of who read it."""
        return None

    def _outcome(self, answer: httpx2.Response) -> Outcome:
        try:
            told = answer.json()
        except ValueError:
            told = {}
        told = told if isinstance(told, dict) else {}
        code = _first(told, "errcode", "code", "StatusCode")
        words = _first(told, "errmsg", "msg", "StatusMessage")[:200]
        if answer.status_code == 429 or answer.status_code >= 500 or code in self.busy:
            return Outcome(Result.LATER, code=code or str(answer.status_code), words=words, wait=60)
        if answer.status_code >= 400 or code != "0":
            return Outcome(Result.NEVER, code=code or str(answer.status_code), words=words)
        return Outcome(Result.HANDED, code=code)


def _first(told: Mapping[str, Any], *names: str) -> str:
    return next((str(told[name]) for name in names if name in told), "")


def _signature(key: str, words: str) -> str:
    return b64encode(hmac.digest(key.encode(), words.encode(), "sha256")).decode()


def _dingtalk(text: str, secret: str, now: int) -> tuple[dict[str, str], dict[str, Any]]:
    body = {"msgtype": "text", "text": {"content": text}}
    if not secret:
        return {}, body
    moment = f"{now}000"
    return {"timestamp": moment, "sign": _signature(secret, f"{moment}\n{secret}")}, body


def _wecom(text: str, _secret: str, _now: int) -> tuple[dict[str, str], dict[str, Any]]:
    return {}, {"msgtype": "text", "text": {"content": text}}


def _feishu(text: str, secret: str, now: int) -> tuple[dict[str, str], dict[str, Any]]:
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if secret:
        body |= {"timestamp": str(now), "sign": _signature(f"{now}\n{secret}", "")}
    return {}, body


DINGTALK = Robot(
    "https://oapi.dingtalk.com/robot/send?access_token=",
    _dingtalk,
    frozenset({"-1", "130101", "410100", "90030"}),
)
WECOM = Robot(
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=", _wecom, frozenset({"-1", "45009"})
)
FEISHU = Robot("https://open.feishu.cn/open-apis/bot/v2/hook/", _feishu, frozenset({"11232"}))

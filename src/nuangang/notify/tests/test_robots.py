"""Robots of chat groups: a stand-in that checks each provider's signature and answers as it does."""

import hmac
import json
import time
from base64 import b64encode
from urllib.parse import parse_qs, urlsplit

import pytest

from nuangang.notify.channels import CARRIERS
from nuangang.notify.channels.outcome import Result, Sending
from nuangang.notify.models import Carrier
from nuangang.notify.tests.test_over_the_net import service

__all__ = ["service"]
MESSAGE = Sending("a" * 32, "", '暖港：学校有一件事等人接手"\n请打开')
SECRET = "SECgeheim"
pytestmark = pytest.mark.once


def send(service, carrier: Carrier, secret: str = ""):
    address = f"http://127.0.0.1:{service.server_port}/robot/send?access_token=abc"
    return CARRIERS[carrier.value].send({"url": address, "secret": secret}, MESSAGE)


def signed(key: str, words: str) -> str:
    return b64encode(hmac.new(key.encode(), words.encode(), "sha256").digest()).decode()


def test_dingtalk_is_given_the_text_and_a_signature_in_its_address(service) -> None:
    service.answer = (200, {}, '{"errcode": 0, "errmsg": "ok"}')
    assert send(service, Carrier.DINGTALK, SECRET).result is Result.HANDED
    asked = parse_qs(urlsplit(service.paths[0]).query)
    moment = asked["timestamp"][0]
    assert abs(int(moment) / 1000 - time.time()) < 60
    assert asked["sign"] == [signed(SECRET, f"{moment}\n{SECRET}")]
    assert asked["access_token"] == ["abc"]
    body = {"msgtype": "text", "text": {"content": MESSAGE.text}}
    assert json.loads(service.got[0][1]) == body


def test_feishu_is_given_its_signature_in_the_body(service) -> None:
    service.answer = (200, {}, '{"code": 0, "msg": "success", "data": {}}')
    assert send(service, Carrier.FEISHU, SECRET).result is Result.HANDED
    body = json.loads(service.got[0][1])
    assert body["sign"] == signed(f"{body['timestamp']}\n{SECRET}", "")
    assert body["content"] == {"text": MESSAGE.text}


def test_without_a_secret_nothing_is_signed(service) -> None:
    service.answer = (200, {}, '{"errcode": 0}')
    for carrier in (Carrier.DINGTALK, Carrier.WECOM):
        assert send(service, carrier).result is Result.HANDED
    assert {urlsplit(path).query for path in service.paths} == {"access_token=abc"}


@pytest.mark.parametrize(
    ("carrier", "answer", "result", "code"),
    [
        ("dingtalk", '{"errcode": 310000, "errmsg": "sign not match"}', Result.NEVER, "310000"),
        ("dingtalk", '{"errcode": 130101, "errmsg": "send too fast"}', Result.LATER, "130101"),
        ("wecom", '{"errcode": 93000, "errmsg": "invalid webhook url"}', Result.NEVER, "93000"),
        ("wecom", '{"errcode": 45009, "errmsg": "api freq"}', Result.LATER, "45009"),
        ("feishu", '{"code": 19021, "msg": "sign match fail"}', Result.NEVER, "19021"),
        ("feishu", '{"code": 11232, "msg": "limited"}', Result.LATER, "11232"),
        ("feishu", "<html>", Result.NEVER, "200"),
        ("wecom", "[0]", Result.NEVER, "200"),
    ],
)
def test_an_answer_of_200_that_refuses_is_a_refusal(service, carrier, answer, result, code) -> None:
    service.answer = (200, {}, answer)
    outcome = send(service, Carrier(carrier))
    assert (outcome.result, outcome.code) == (result, code)


def test_who_cannot_be_reached_is_tried_again_and_its_token_told_to_nobody() -> None:
    gone = {"url": "http://127.0.0.1:9/robot/send?access_token=abc"}
    outcome = CARRIERS["dingtalk"].send(gone, MESSAGE)
    assert outcome.result is Result.LATER
    assert "abc" not in outcome.words

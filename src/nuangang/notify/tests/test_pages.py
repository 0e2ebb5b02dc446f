"""The pages: one's own messages, what carries them, and what became of what left the school."""

import json

import pytest
from django.utils import timezone

from nuangang.audit.models import Entry
from nuangang.notify.actions import send_out
from nuangang.notify.channels import CARRIERS, robots
from nuangang.notify.channels.outcome import Outcome, Result
from nuangang.notify.models import Carrier, Channel, ChannelSetting, Message
from nuangang.notify.outbox import send_due
from nuangang.notify.tests.conftest import Told

MODEM = "/messages/carriers/sms_modem/"
TOLD = {"database": "/var/lib/gammu/smsd.db", "on": "on", "per_minute": "20", "price": "0.05"}
State = Message.State


def test_the_head_sets_up_the_modem_and_the_log_says_so(register) -> None:
    assert register.get("mentor", "/messages/carriers/").status_code == 404
    assert register.get("mentor", MODEM).status_code == 404
    assert register.post("mentor", MODEM, **TOLD).status_code == 403
    assert register.get("head", MODEM).status_code == 200
    assert register.post("head", MODEM, **TOLD).status_code == 302
    setting = ChannelSetting.objects.get(school_id=register.school.pk)
    assert json.loads(setting.settings) == {"database": TOLD["database"]}
    assert setting.on
    assert Entry.objects.filter(verb="set_up_carrier", object_id=setting.pk).exists()
    assert "使用中" in register.get("head", "/messages/carriers/").content.decode()
    assert register.get("head", "/messages/carriers/pigeon/").status_code == 404


def test_a_password_is_never_shown_and_stays_when_it_is_not_typed(register) -> None:
    address = "/messages/carriers/email/"
    told = {"host": "smtp.example.com", "port": "465", "sender": "a@example.com", "per_minute": "9"}
    register.post("head", address, **told, user="school", password="Geheim-17")
    assert "Geheim-17" not in register.get("head", address).content.decode()
    register.post("head", address, **told, user="office", password="")
    setting = ChannelSetting.objects.get(school_id=register.school.pk, carrier="email")
    assert json.loads(setting.settings)["password"] == "Geheim-17"
    assert json.loads(setting.settings)["user"] == "office"
    assert "Geheim" not in str(list(Entry.objects.values_list("detail", flat=True)))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"url": "http://sms.example.com"}, "请填以 https:// 开头的地址"),
        ({"url": "http://127.0.0.1.example.com/"}, "请填以 https:// 开头的地址"),
        ({"url": "https://"}, "请填以 https:// 开头的地址"),
        ({"body": "{number"}, "这不是正确的 JSON"),
        ({"body": '{"to": "{number}"}'}, "{number} 和 {text}"),
        ({"per_minute": "0"}, "id_per_minute"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(register, wrong, words) -> None:
    good = {
        "url": "https://sms.example.com", "body": '{"n": "{number}", "t": "{text}"}',
        "kind": "json", "code_at": "code", "good_code": "0", "per_minute": "5", "price": "0",
    }  # fmt: skip
    answer = register.post("head", "/messages/carriers/sms_gateway/", **{**good, **wrong})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ChannelSetting.objects.exists()


def test_a_trial_message_goes_by_the_carrier_that_is_tried(register, modem) -> None:
    register.post("head", MODEM, **TOLD)
    assert register.post("head", f"{MODEM}try/", to="12345").status_code == 422
    assert register.post("head", f"{MODEM}try/", to="138 0000 5678").status_code == 302
    send_due(timezone.now())
    message = Message.objects.get(school_id=register.school.pk)
    assert (message.state, message.address) == (State.HANDED, "13800005678")
    assert "安平中学" in message.text


def test_a_robot_is_tried_in_its_group_and_its_address_never_shown(register, monkeypatch) -> None:
    robot, address = Told(), "/messages/carriers/wecom/"
    monkeypatch.setitem(CARRIERS, "wecom", robot)
    hook = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim"
    told = {"url": hook, "secret": "", "on": "on", "per_minute": "20"}
    robot.FIELDS = robots.WECOM.FIELDS
    assert register.post("head", address, **told).status_code == 302
    assert "geheim" not in register.get("head", address).content.decode()
    assert register.post("head", address, **{**told, "url": ""}).status_code == 302
    assert register.post("head", f"{address}try/").status_code == 302
    send_due(timezone.now())
    message = Message.objects.get(school_id=register.school.pk)
    assert (message.state, message.channel) == (State.HANDED, Channel.GROUP)


def test_what_was_not_sent_stands_there_with_its_reason_and_can_go_again(register, modem) -> None:
    ChannelSetting.objects.create(school=register.school, carrier=Carrier.SMS_MODEM, on=True)
    told = (register.school.pk, Channel.SMS, "13800005678", "王秀英", "请打开链接")
    message = send_out(*told, once="a", purpose="notice")
    modem.answers = [Outcome(Result.NEVER, words="号码不对")]
    send_due(timezone.now())
    page = register.get("head", "/messages/carriers/", state="failed").content.decode()
    assert "王秀英" in page
    assert "号码不对" in page
    assert "13800005678" not in page
    assert (
        "王秀英" not in register.get("head", "/messages/carriers/", state="sent").content.decode()
    )
    again = f"/messages/{message.pk}/again/"
    assert register.post("elsewhere", again).status_code in (403, 404)
    assert register.post("head", again).status_code == 302
    send_due(timezone.now())
    message.refresh_from_db()
    assert message.state == State.HANDED


def test_the_schools_page_leads_there_and_the_menu_does_not(register) -> None:
    link = 'href="/messages/carriers/"'
    assert link not in register.get("head", "/board/").content.decode()
    assert link in register.get("head", "/school/").content.decode()
    assert link not in register.get("lead", "/school/").content.decode()

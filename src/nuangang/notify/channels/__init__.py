"""What carries messages out of the building, all alike.

A carrier has `FIELDS`, what it must be told; `send(settings, message)`, which hands one message over
and returns an Outcome; `find(settings, message)`, which says whether it has that message already (None
where it can't tell), asked after a crash; and `report(settings, message)`, what became of it.
"""

from collections.abc import Mapping
from typing import Protocol

from nuangang.notify.channels import email, others, robots, sms_gateway, sms_modem, web_push
from nuangang.notify.channels.outcome import Field, Outcome, Sending
from nuangang.notify.models import Carrier


class Carries(Protocol):
    """What the outbox asks of a carrier."""

    @property
    def FIELDS(self) -> list[Field]: ...

    def send(self, settings: Mapping[str, str], message: Sending, /) -> Outcome: ...

    def find(self, settings: Mapping[str, str], message: Sending, /) -> bool | None: ...

    def report(self, settings: Mapping[str, str], message: Sending, /) -> Outcome | None: ...


CARRIERS: dict[str, Carries] = {
    Carrier.SMS_MODEM.value: sms_modem,
    Carrier.SMS_GATEWAY.value: sms_gateway,
    Carrier.EMAIL.value: email,
    Carrier.DINGTALK.value: robots.DINGTALK,
    Carrier.WECOM.value: robots.WECOM,
    Carrier.FEISHU.value: robots.FEISHU,
    Carrier.WEB_PUSH.value: web_push,
    Carrier.APPRISE.value: others,
}

"""Notices in browsers: a stand-in for a browser's maker that opens what is sent and checks who signed it."""

import base64
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import ECKey

from nuangang.accounts.sessions import kept_as
from nuangang.lib import outside
from nuangang.lib.outside import InsideError, post_outside, public_https
from nuangang.notify.models import Carrier, ChannelSetting, Kind, Message, PushDevice, PushKey
from nuangang.notify.outbox import send_due
from nuangang.notify.push_keys import key_in_use, new_key
from nuangang.notify.push_sealing import packed, point_of, seal_for, unpacked
from nuangang.notify.tests.test_inbox import Two

State = Message.State


class Maker(ThreadingHTTPServer):
    """A browser and its maker's service in one: gives out a place, takes and opens what is sent there."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.key, self.secret = ec.generate_private_key(ec.SECP256R1()), b"s" * 16
        self.status, self.headers, self.got = 201, {}, []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def place(self, **others: str) -> dict[str, str]:
        point = packed(point_of(self.key.public_key()))
        return {
            "endpoint": f"{self.origin}/p/1",
            "p256dh": point,
            "auth": packed(self.secret),
            **others,
        }

    def opened(self, number: int = -1) -> dict:
        _headers, body = self.got[number]
        text = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret)
        return json.loads(text)

    def signed(self, number: int = -1) -> tuple[dict, str]:
        """Return the claims, checked with the key that came along, and that key."""
        scheme, _space, rest = self.got[number][0]["Authorization"].partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        point = unpacked(parts["k"])
        x, y = (
            base64.urlsafe_b64encode(half).decode().rstrip("=")
            for half in (point[1:33], point[33:])
        )
        key = ECKey.import_key({"kty": "EC", "crv": "P-256", "x": x, "y": y})
        assert scheme == "vapid"
        return jwt.decode(parts["t"], key).claims, parts["k"]


class _Handler(BaseHTTPRequestHandler):
    server: Maker

    def do_POST(self) -> None:
        self.server.got.append((self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def maker(settings):
    settings.OUTSIDE_IS_LOOPBACK = True
    server = Maker()
    yield server
    server.shutdown()


@pytest.fixture
def two(db) -> Two:
    two = Two()
    told = json.dumps({"contact": "office@example.com"})
    ChannelSetting.objects.create(
        school=two.school, carrier=Carrier.WEB_PUSH, on=True, settings=told
    )
    return two


def own_phone(two: Two, who) -> Client:
    client = two.browser(who)
    session = client.session
    session["own"] = True
    session.save()
    return client


def test_the_browser_opens_it_the_signature_holds_and_it_leads_to_the_notice(two, maker) -> None:
    lin = own_phone(two, two.lin)
    public = lin.get("/messages/push/key/").json()["key"]
    assert lin.post("/messages/push/on/", maker.place()).status_code == 200
    (message,) = two.tell(two.lin, Kind.INCIDENT)
    now = timezone.now()
    assert send_due(now) == 1
    message.refresh_from_db()
    assert message.state == State.HANDED
    told = maker.opened()
    assert (told["body"], told["url"], told["urgent"]) == (
        "请打开暖港", f"/messages/{message.notice_id}/", True,
    )  # fmt: skip
    claims, key = maker.signed()
    assert (key, claims["aud"], claims["sub"]) == (
        public,
        maker.origin,
        "mailto:office@example.com",
    )
    assert 0 < claims["exp"] - now.timestamp() <= 24 * 3600
    head = maker.got[0][0]
    assert (head["Urgency"], head["Content-Encoding"]) == ("high", "aes128gcm")
    assert "office@example.com" not in str(PushKey.objects.values_list("private", flat=True))
    assert lin.get(told["url"])["Location"] == "/me/"


def test_a_lost_place_ends_and_a_busy_maker_is_asked_again(two, maker) -> None:
    lin = own_phone(two, two.lin)
    lin.post("/messages/push/on/", maker.place())
    maker.status, maker.headers = 429, {"Retry-After": "120"}
    (message,) = two.tell(two.lin, Kind.INCIDENT)
    now = timezone.now()
    send_due(now)
    message.refresh_from_db()
    assert (message.state, (message.due_at - now).total_seconds()) == (State.QUEUED, 120)
    maker.status = 410
    send_due(message.due_at)
    message.refresh_from_db()
    assert message.state == State.FAILED
    assert PushDevice.objects.get().ended == "gone"
    assert two.tell(two.lin, Kind.INCIDENT, "b") == []


def test_off_on_this_device_by_signing_out_and_by_the_button(two, maker) -> None:
    lin, phone = own_phone(two, two.lin), own_phone(two, two.lin)
    lin.post("/messages/push/on/", maker.place())
    device = PushDevice.objects.get()
    assert device.session == kept_as(lin.session.session_key)
    assert "我的设备上的通知" in phone.get("/messages/mine/").content.decode()
    assert own_phone(two, two.wang).post(f"/messages/push/{device.pk}/off/").status_code == 404
    phone.post("/sign-out/")
    assert PushDevice.objects.filter(ended_at=None).exists()
    lin.post("/sign-out/")
    assert not PushDevice.objects.filter(ended_at=None).exists()


def test_the_next_person_on_the_phone_has_its_place_alone(two, maker) -> None:
    own_phone(two, two.lin).post("/messages/push/on/", maker.place())
    own_phone(two, two.wang).post("/messages/push/on/", maker.place())
    assert two.tell(two.lin, Kind.INCIDENT, "a") == []
    assert len(two.tell(two.wang, Kind.INCIDENT, "b")) == 1


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.com/1", "https://127.0.0.1/1", "https://192.168.1.1/", "https://[::1]/",
        "https://localhost/", "https://db/", "https://nas.local/", "https://u:p@push.example.com/",
        "https://push.example.com:8443/", "https://169.254.169.254/latest", "file:///etc/passwd", "",
        "https://[/", "https://2130706433/",
    ],
)  # fmt: skip
def test_the_server_writes_to_no_machine_inside(two, endpoint) -> None:
    maker = Maker()
    lin = own_phone(two, two.lin)
    answer = lin.post("/messages/push/on/", maker.place(endpoint=endpoint))
    maker.shutdown()
    assert answer.status_code == 422
    assert answer.json()["problem"]
    assert not PushDevice.objects.exists()


def test_a_name_that_turns_out_to_be_inside_is_not_written_to(monkeypatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 443)),
             (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.5", 443))]  # fmt: skip
    monkeypatch.setattr(outside.socket, "getaddrinfo", lambda *_a, **_k: found)
    with pytest.raises(InsideError):
        post_outside("https://push.example.com/1", b"", {})
    assert public_https("https://fcm.googleapis.com/fcm/send/x").hostname == "fcm.googleapis.com"


def test_wrong_keys_other_peoples_pcs_and_schools_without_it_are_refused(two, maker) -> None:
    lin = own_phone(two, two.lin)
    for wrong in ({"p256dh": "AAAA"}, {"auth": "x"}, {"p256dh": "é" * 87}, {"auth": ""}):
        assert lin.post("/messages/push/on/", maker.place(**wrong)).status_code == 422
    assert two.browser(two.lin).post("/messages/push/on/", maker.place()).status_code == 403
    ChannelSetting.objects.update(on=False)
    assert lin.post("/messages/push/on/", maker.place()).status_code == 404
    assert not PushDevice.objects.exists()


def test_a_new_key_is_for_new_devices_and_the_old_ones_still_hear(two, maker) -> None:
    own_phone(two, two.lin).post("/messages/push/on/", maker.place())
    old, now = PushKey.objects.get(), timezone.now()
    new = new_key(now)
    assert key_in_use(now) == new
    (message,) = two.tell(two.lin, Kind.INCIDENT)
    send_due(timezone.now())
    message.refresh_from_db()
    assert message.state == State.HANDED
    assert maker.signed()[1] == old.public


def test_sealed_as_the_example_of_the_rfc() -> None:
    """RFC 8291, appendix A."""
    own = ec.derive_private_key(
        int.from_bytes(unpacked("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"),
        ec.SECP256R1(),
    )
    sealed = seal_for(
        b"When I grow up, I want to be a watermelon",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
        own=own, salt=unpacked("DGv6ra1nlYgDCS1FRnbzlw"),
    )  # fmt: skip
    assert packed(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6"
        "TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulc"
        "y4a-fN"
    )

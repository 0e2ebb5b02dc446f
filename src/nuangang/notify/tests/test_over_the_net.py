"""Mail and SMS services: a stand-in that speaks their protocol, on loopback."""

import json
import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from nuangang.notify.channels import email, sms_gateway
from nuangang.notify.channels.outcome import Result, Sending

MESSAGE = Sending("a" * 32, "13800005678", '安平中学："请打开链接"\n第二行')
MAIL = MESSAGE._replace(address="wang@example.com")
pytestmark = pytest.mark.once


@pytest.fixture
def service() -> Iterator[ThreadingHTTPServer]:
    """Start an SMS service that answers what `.answer` says and keeps what it was sent."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.got.append((dict(self.headers), body.decode()))
            server.paths.append(self.path)
            status, headers, text = server.answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.paths, server.answer = [], [], (200, {}, '{"code": 0, "data": {"sid": 17}}')
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def settings(service: ThreadingHTTPServer, **others: str) -> dict[str, str]:
    told = {field.name: field.initial for field in sms_gateway.FIELDS}
    address = f"http://127.0.0.1:{service.server_port}/send"
    return {**told, "url": address, "key": "Bearer geheim", "reference_at": "data.sid", **others}


def test_the_text_arrives_whole_with_the_key_and_our_id(service) -> None:
    outcome = sms_gateway.send(settings(service), MESSAGE)
    assert (outcome.result, outcome.reference, outcome.parts) == (Result.HANDED, "17", 1)
    headers, body = service.got[0]
    assert headers["Authorization"] == "Bearer geheim"
    told = {"mobile": MESSAGE.address, "content": MESSAGE.text, "extra": MESSAGE.id}
    assert json.loads(body) == told


def test_as_a_form_too(service) -> None:
    sms_gateway.send(settings(service, kind="form"), MESSAGE)
    assert service.got[0][1].startswith("mobile=13800005678&content=%E5%AE%89")


@pytest.mark.parametrize(
    ("answer", "result", "code", "wait"),
    [
        ((200, {}, '{"code": 310000, "msg": "签名不对"}'), Result.NEVER, "310000", 0),
        ((200, {}, "<html>"), Result.NEVER, "200", 0),
        ((200, {}, "[]"), Result.NEVER, "200", 0),
        ((403, {}, '{"code": 0}'), Result.NEVER, "0", 0),
        ((429, {"Retry-After": "30"}, "{}"), Result.LATER, "429", 30),
        ((500, {}, ""), Result.LATER, "500", 0),
    ],
)
def test_a_refusal_is_never_taken_for_success(service, answer, result, code, wait) -> None:
    service.answer = answer
    outcome = sms_gateway.send(settings(service), MESSAGE)
    assert (outcome.result, outcome.code, outcome.wait) == (result, code, wait)


def test_nobody_there_is_worth_another_try() -> None:
    told = {field.name: field.initial for field in sms_gateway.FIELDS}
    outcome = sms_gateway.send({**told, "url": "http://127.0.0.1:9/"}, MESSAGE)
    assert outcome.result is Result.LATER
    gone = {"host": "127.0.0.1", "port": "9", "sender": "a@example.com"}
    assert email.send(gone, MAIL).result is Result.LATER


class _Mail(socketserver.StreamRequestHandler):
    """A mail server that speaks enough of SMTP to take one mail or refuse its address."""

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.upper()
            if word.startswith("DATA"):
                self.take()
            elif word.startswith("RCPT") and "nobody" in line:
                self.say("550 no such user")
            elif word.startswith("AUTH"):
                self.say("535 wrong")
            elif word.startswith("EHLO"):
                self.say("250-here\r\n250 AUTH PLAIN")
            else:
                self.say("221 bye" if word == "QUIT" else "250 ok")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def take(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.got.append(b"".join(lines).decode())
        self.say("250 taken")


@pytest.fixture
def mail_server() -> Iterator[socketserver.ThreadingTCPServer]:
    """Start a mail server."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mail)
    server.daemon_threads, server.got = True, []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def mail_settings(server: socketserver.ThreadingTCPServer, **others: str) -> dict[str, str]:
    port = str(server.server_address[1])
    return {"host": "127.0.0.1", "port": port, "sender": "school@example.com", **others}


def test_a_mail_is_taken_or_its_refusal_is_told(mail_server) -> None:
    assert email.send(mail_settings(mail_server), MAIL).result is Result.HANDED
    assert "To: wang@example.com" in mail_server.got[0]
    refused = email.send(mail_settings(mail_server), MAIL._replace(address="nobody@example.com"))
    assert refused.result is Result.NEVER
    told = mail_settings(mail_server, user="school", password="falsch")
    assert email.send(told, MAIL).code == "535"
    assert len(mail_server.got) == 1

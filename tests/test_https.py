"""With a certificate of its own the school is served over HTTPS, and the plain port only teaches trust."""

import http.client
import socket
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.running import Served, environment, free_port, ready_made, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NUANGANG = [sys.executable, "-m", "nuangang"]


class Secure(Served):
    """`nuangang serve` with certificates made first, and a client that trusts only their authority."""

    def __init__(self, folder: Path, port: int, door: int) -> None:
        self.env = environment(folder / "var")
        ready_made(folder / "var")
        command = [*NUANGANG, "certificate", "--name", "school.local"]
        subprocess.run(command, env=self.env, check=True, capture_output=True)
        self.tls = folder / "var" / "keys" / "tls"
        self.door = door
        super().__init__(NUANGANG, folder, port, "--empty", "--http-port", str(door))

    def __enter__(self):
        self.wait_for(f"https://127.0.0.1:{self.port}\n")
        return self

    def open(self, path: str):
        trusting = ssl.create_default_context(cafile=self.tls / "ca.pem")
        address = f"https://127.0.0.1:{self.port}{path}"
        return urllib.request.urlopen(address, context=trusting, timeout=10)

    def shakes_hands(self, newest: ssl.TLSVersion) -> str:
        """Return the version agreed on with a client that knows nothing newer."""
        client = ssl.create_default_context(cafile=self.tls / "ca.pem")
        client.maximum_version = newest
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=10) as line,
            client.wrap_socket(line, server_hostname="127.0.0.1") as talk,
        ):
            return talk.version() or ""

    def plain(self, path: str) -> http.client.HTTPResponse:
        asked = http.client.HTTPConnection("127.0.0.1", self.door, timeout=10)
        asked.request("GET", path)
        return asked.getresponse()


def test_served_over_https_with_a_plain_door_for_trust(tmp_path: Path) -> None:
    with Secure(tmp_path, free_port(), free_port()) as site:
        page = site.open("/set-up/")
        cookies = page.headers.get_all("Set-Cookie") or []
        assert cookies
        assert all("Secure" in cookie for cookie in cookies)
        assert all(cookie.startswith("__Host-") for cookie in cookies)
        assert "max-age" in page.headers["Strict-Transport-Security"]
        assert site.open("/sw.js").headers["Content-Type"].startswith("text/javascript")
        with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
            urllib.request.urlopen(f"https://127.0.0.1:{site.port}/healthz", timeout=10)
        assert wait_until(lambda: _door_answers(site)), site.said()
        away = site.plain("/sign-in/")
        assert away.status == 301
        assert away.getheader("Location") == f"https://school.local:{site.port}/sign-in/"
        assert site.plain("/trust/").status == 200
        told = site.plain("/api/v1/children")
        assert (told.status, told.getheader("Location")) == (403, None)
        assert "HTTPS" in told.read().decode()
        assert site.plain("/api/v1/docs").status == 301
        assert site.shakes_hands(ssl.TLSVersion.TLSv1_3) == "TLSv1.3"
        with pytest.raises(ssl.SSLError, match="PROTOCOL_VERSION"):
            site.shakes_hands(ssl.TLSVersion.TLSv1_2)
        before = _serial(site)
        subprocess.run([*NUANGANG, "certificate"], env=site.env, check=True, capture_output=True)
        assert wait_until(lambda: _serial(site) not in (before, "")), site.said()


def _door_answers(site: Secure) -> bool:
    try:
        return site.plain("/healthz").status == 200
    except OSError:
        return False


def _serial(site: Secure) -> str:
    """Return the certificate that is served now; empty while there is none."""
    try:
        return ssl.get_server_certificate(("127.0.0.1", site.port), ca_certs=site.tls / "ca.pem")
    except OSError:
        return ""

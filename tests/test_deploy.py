"""The service files say what they should, and pass their own programs' checks where these are."""

import configparser
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from nuangang.machine.certificates import make
from tests.running import Served, free_port, ready_made, wait_until

NUANGANG = [sys.executable, "-m", "nuangang"]
NAME = "care.example.gov.cn"
DEPLOY = Path(__file__).parent.parent / "deploy"
UNITS = sorted(DEPLOY.glob("*/*.service"))
AROUND = """
pid {folder}/pid; error_log stderr; daemon off; {user} events {{}}
http {{ access_log off; default_type application/octet-stream; {paths} {site} }}
"""


def program(name: str) -> str:
    """Return where a program of the system is, which ./test installs."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    assert found, f"{name} is missing; ./test unit installs it where it may"
    return found


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.parent.name)
def test_unit_runs_as_nobody_special_and_stops_politely(unit: Path, tmp_path: Path) -> None:
    told = configparser.ConfigParser(strict=False, interpolation=None)
    told.optionxform = str
    told.read(unit)
    service = told["Service"]
    assert service["User"] == "nuangang"
    assert service["KillSignal"] == "SIGTERM"
    assert service["UMask"] == "0077"
    assert service["ProtectSystem"] == "strict"
    assert "nuangang serve" in service["ExecStart"]
    copy = tmp_path / unit.name
    copy.write_text(unit.read_text().replace("/opt/nuangang/bin/nuangang", "/bin/true"))
    verify = [program("systemd-analyze"), "verify", copy]
    done = subprocess.run(verify, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_container_runs_without_root_and_with_hashes() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    assert re.search(r"^USER nuangang$", text, re.MULTILINE)
    assert "--require-hashes" in text
    assert "HEALTHCHECK" in text


class Front:
    """deploy/county/nginx.conf with other ports and paths, in front of the product as its unit starts it."""

    def __init__(self, folder: Path, inner: int) -> None:
        self.folder, self.inner, self.plain, self.secure = folder, inner, free_port(), free_port()
        self.tls = folder / "keys" / "tls"

    def configuration(self) -> str:
        """Return nginx's whole file; every replaced word must be there."""
        site = (DEPLOY / "county" / "nginx.conf").read_text()
        for old, new in {
            "127.0.0.1:8000": f"127.0.0.1:{self.inner}",
            "listen 80;": f"listen 127.0.0.1:{self.plain};",
            "listen 443 ssl;": f"listen 127.0.0.1:{self.secure} ssl;",
            "    listen [::]:80;\n": "",
            "    listen [::]:443 ssl;\n": "",
            "/etc/nginx/care.pem": str(self.tls / "server.pem"),
            "/etc/nginx/care.key": str(self.tls / "server.key"),
        }.items():
            assert old in site
            site = site.replace(old, new)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        paths = " ".join(f"{kind}_temp_path {self.folder}/{kind};" for kind in kinds)
        user = "user root;" if os.geteuid() == 0 else ""
        return AROUND.format(folder=self.folder, paths=paths, site=site, user=user)

    def ask(self, path: str, how: str = "GET", body: bytes = b"", **headers: str):
        """Ask for a page by HTTPS, trusting the certificate's authority alone."""
        trusting = ssl.create_default_context(cafile=self.tls / "ca.pem")
        opened = socket.create_connection(("127.0.0.1", self.secure), 10)
        asked = http.client.HTTPConnection(NAME)
        asked.sock = trusting.wrap_socket(opened, server_hostname=NAME)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        asked.request(how, path, body or None, given)
        answer = asked.getresponse()
        answer.text = answer.read().decode(errors="replace")
        asked.close()
        return answer

    def listens(self) -> bool:
        """Say whether nginx takes calls."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.secure)) == 0


@pytest.fixture
def front(tmp_path: Path, settings, transactional_db) -> Iterator[Front]:
    """Run both; the product has an empty database of its own."""
    settings.VAR = tmp_path
    make([NAME], "县", now=timezone.now())
    front = Front(tmp_path, free_port())
    told = tmp_path / "nginx.conf"
    told.write_text(front.configuration())
    nginx = [program("nginx"), "-c", told]
    tried = subprocess.run([*nginx, "-t", "-q"], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    ready_made(tmp_path / "var")
    env = {"NUANGANG_HTTPS": "1", "NUANGANG_HOSTS": NAME}
    with Served(NUANGANG, tmp_path, front.inner, "--empty", **env):
        running = subprocess.Popen(nginx, stderr=(tmp_path / "nginx.log").open("wb"))
        try:
            assert wait_until(front.listens), (tmp_path / "nginx.log").read_text()
            yield front
        finally:
            running.terminate()
            running.wait(20)


@pytest.mark.slow
def test_nginx_in_front_of_the_real_server(front: Front) -> None:
    page = front.ask("/set-up/", X_Forwarded_Proto="http")
    assert page.status == 200
    cookies = page.headers.get_all("Set-Cookie")
    assert cookies
    assert all("Secure" in cookie for cookie in cookies)
    assert "max-age" in page.headers["Strict-Transport-Security"]
    assert page.headers.get_all("Server") == ["nginx"]
    style = re.search(r'href="(/static/[^"]+\.css)"', page.text)
    assert style
    sheet = front.ask(style[1])
    assert (sheet.status, sheet.headers.get_content_type()) == (200, "text/css")
    assert "immutable" in sheet.headers["Cache-Control"]
    assert front.ask("/set-up/", Host="elsewhere.example").status == 400
    assert front.ask("/set-up/", "POST", Content_Length="26500000").status == 413
    assert front.ask("/set-up/", "POST", b"x" * 12_000_000).status == 403
    asked = http.client.HTTPConnection("127.0.0.1", front.plain, timeout=10)
    asked.request("GET", "/sign-in/?next=%2F", headers={"Host": NAME})
    away = asked.getresponse()
    assert (away.status, away.headers["Location"]) == (301, f"https://{NAME}/sign-in/?next=%2F")
    away.read()
    asked.request("GET", "/api/v1/children", headers={"Host": NAME})
    assert asked.getresponse().status == 403

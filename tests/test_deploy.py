"""The service files say what they should, and pass their own programs' checks where these are."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from nuangang.machine.certificates import make

DEPLOY = Path(__file__).parent.parent / "deploy"
UNITS = sorted(DEPLOY.glob("*/*.service"))


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
    if verify := shutil.which("systemd-analyze"):
        copy = tmp_path / unit.name
        copy.write_text(unit.read_text().replace("/opt/nuangang/bin/nuangang", "/bin/true"))
        done = subprocess.run([verify, "verify", copy], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")


def test_nginx_passes_on_what_the_program_believes(tmp_path: Path, settings) -> None:
    from django.utils import timezone

    text = (DEPLOY / "county" / "nginx.conf").read_text()
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in text
    if nginx := shutil.which("nginx", path="/usr/sbin:/usr/bin"):
        settings.VAR = tmp_path
        make(["care.example.gov.cn"], "县", now=timezone.now())
        tls = tmp_path / "keys" / "tls"
        site = text.replace("/etc/nginx/care.pem", str(tls / "server.pem"))
        site = site.replace("/etc/nginx/care.key", str(tls / "server.key"))
        whole = f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{ {site} }}\n"
        (tmp_path / "nginx.conf").write_text(whole)
        command = [nginx, "-t", "-q", "-c", tmp_path / "nginx.conf"]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_container_runs_without_root_and_with_hashes() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    assert re.search(r"^USER nuangang$", text, re.MULTILINE)
    assert "--require-hashes" in text
    assert "HEALTHCHECK" in text

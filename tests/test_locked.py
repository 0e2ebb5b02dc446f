"""Every locked package is in the list of parts, and is asked about; who can't be asked is said."""

import json
import os
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = ROOT / "tools"


def run(tool: str, *words: str, address: str = "") -> subprocess.CompletedProcess:
    env = {**os.environ, "NUANGANG_ADVISORIES": address}
    command = [sys.executable, TOOLS / tool, *words]
    return subprocess.run(command, env=env, capture_output=True, text=True)


def pins(name: str) -> set[str]:
    return set(re.findall(r"^([\w.-]+==[\w.]+)", (ROOT / name).read_text(), re.MULTILINE))


def test_list_of_parts_has_every_locked_package() -> None:
    told = json.loads(run("sbom.py").stdout)
    listed = {f"{each['name']}=={each['version']}" for each in told["components"]}
    for lock in ROOT.glob("requirements*.lock"):
        assert pins(lock.name) <= listed
    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text())["packages"]
    front = {
        f"{path.rpartition('node_modules/')[2]}=={told['version']}"
        for path, told in packages.items()
        if path
    }
    assert front <= listed
    [product] = told["dependencies"]
    assert "pkg:pypi/django@" in " ".join(product["dependsOn"])
    assert "pkg:npm/vite@" not in " ".join(product["dependsOn"])
    assert len({each["bom-ref"] for each in told["components"]}) == len(told["components"])


class Advisories(BaseHTTPRequestHandler):
    """A stand-in for the open list: knows one vulnerability, of jinja2."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        names = [each["package"]["name"] for each in asked]
        bad = {"vulns": [{"id": "GHSA-test"}]}
        body = json.dumps({"results": [bad if n == "jinja2" else {} for n in names]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def advisories():
    server = HTTPServer(("127.0.0.1", 0), Advisories)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()


def test_known_vulnerability_fails_and_is_named(advisories) -> None:
    done = run("audit.py", address=advisories)
    assert done.returncode == 1
    assert re.search(r"jinja2 [\d.]+ \(PyPI\): GHSA-test", done.stdout)


def test_unreachable_list_says_so_and_fails_only_when_it_must_be_reached() -> None:
    done = run("audit.py", address="http://127.0.0.1:9/")
    assert done.returncode == 0
    assert done.stdout.startswith("NOT AUDITED")
    assert run("audit.py", "--must", address="http://127.0.0.1:9/").returncode == 1

"""Make the pictures of the quick start from the demonstration school, in a real browser.

    .venv/bin/python tools/pictures.py      # writes docs/pictures/*.png

Starts its own server on a fresh demonstration database in a temporary folder.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PORT = "8137"
BASE = f"http://127.0.0.1:{PORT}"
PICTURES = ROOT / "docs" / "pictures"
SHOTS = (
    # name, who, address, device, height to keep
    ("sign-in", "", "/sign-in/", "phone", 900),
    ("board", "head", "/board/", "desk", 900),
    ("board-phone", "head", "/board/", "phone", 900),
    ("rosters", "lead", "/rosters/", "desk", 620),
    ("roster", "lead", "roster", "desk", 900),
    ("children", "lead", "/children/", "desk", 760),
    ("child", "lead", "child", "desk", 900),
    ("pairing", "lead", "/pairing/", "desk", 760),
    ("draft", "lead", "draft", "desk", 900),
    ("today", "agent-parent", "/today/", "phone", 900),
    ("record", "agent-parent", "record", "phone", 740),
    ("duties", "class-teacher", "/duties/", "desk", 700),
    ("county", "county", "/county/", "desk", 560),
    ("components", "", "/components/", "desk", 1600),
)


def main() -> None:
    """Start the server, take every picture, stop the server."""
    from tests.browsing import DESK, PHONE, chromium, new_context

    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        server = serve(folder)
        try:
            with chromium() as browser:
                for name, who, address, device, height in SHOTS:
                    kind = PHONE if device == "phone" else DESK
                    page = new_context(browser, BASE, kind).new_page()
                    take(page, name, who, address, height, folder)
        finally:
            server.terminate()
            server.wait(timeout=30)


def serve(folder: str) -> subprocess.Popen:
    """Start `nuangang serve` on a new demonstration and wait until it answers."""
    environment = {**os.environ, "NUANGANG_VAR": folder, "PORT": PORT}
    command = [sys.executable, "-m", "nuangang", "serve"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    for _ in range(180):
        try:
            urllib.request.urlopen(f"{BASE}/healthz", timeout=2)
            return server
        except OSError:
            time.sleep(1)
    raise SystemExit("The server did not start.")


def take(page, name: str, who: str, address: str, height: int, folder: str) -> None:
    """Go to the address as somebody and keep a picture of the upper part of the page."""
    if who:
        page.goto("/sign-in/")
        page.locator(f'form:has(input[value="{who}"]) button').click()
        page.wait_for_load_state()
    STEPS.get(address, lambda page, folder: page.goto(address))(page, folder)
    page.wait_for_load_state("networkidle")
    width = page.viewport_size["width"]
    tall = min(height, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": tall})
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/pictures/{name}.png")


def roster(page, folder: str) -> None:
    """Upload an invented roster and stay on its preview."""
    from nuangang.intake.tests.paper import xlsx
    from nuangang.site.demo.roster import invented_roster

    path = Path(folder) / "七年级留守儿童花名册.xlsx"
    path.write_bytes(xlsx({"七年级": invented_roster(30)}))
    page.goto("/rosters/")
    page.set_input_files("#file", path)
    page.locator("form:has(#file) button").click()


def child(page, _folder: str) -> None:
    """Open the first file of the list of children with both parents away."""
    page.goto("/children/?label=both")
    page.goto(page.locator("tbody th a").first.get_attribute("href"))


def draft(page, _folder: str) -> None:
    """Propose pairs and stay on the draft."""
    page.goto("/pairing/")
    page.get_by_role("button", name="为所有孩子配对").click()
    page.locator(".pairing-approve").wait_for()


def record(page, _folder: str) -> None:
    """Open the sheet in which care is recorded."""
    page.goto("/today/")
    page.locator(".care-row").first.get_by_role("link", name="记一笔").click()
    page.locator("dialog[open]").wait_for()


STEPS = {"roster": roster, "child": child, "draft": draft, "record": record}

if __name__ == "__main__":
    main()

"""A real browser for tests and for the script that makes the pictures of the documents.

`python -m tests.browsing` exits 0 if a browser is there and starts.
"""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1366, "height": 768}}
PATIENCE = 30_000
"""Milliseconds until something that doesn't come is a failure; a busy machine needs many of them."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def program(playwright: Playwright) -> str | None:
    """Return the path of a browser that is installed, or None.

    Ubuntu's `chromium` is a script that fetches a snap, which a container can't run: passed over.
    """
    own = playwright.chromium.executable_path
    found = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES), own]
    return next((p for p in found if p and Path(p).exists() and not _is_snap(p)), None)


def _is_snap(path: str) -> bool:
    with Path(path).open("rb") as file:
        head = file.read(4096)
    return "/snap/" in os.path.realpath(path) or (head.startswith(b"#!") and b"snap" in head)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start a headless browser, which root may run too."""
    with sync_playwright() as playwright:
        found = program(playwright)
        if found is None:
            raise RuntimeError("No Chromium found (Debian: apt install chromium)")
        options = ["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none"]
        browser = playwright.chromium.launch(executable_path=found, args=options)
        try:
            yield browser
        finally:
            browser.close()


def new_context(browser: Browser, base_url: str, device: dict) -> BrowserContext:
    """Open a Chinese browsing context of `device` (PHONE or DESK) on the site at `base_url`."""
    context = browser.new_context(
        base_url=base_url, locale="zh-CN", timezone_id="Asia/Shanghai", **device
    )
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    return context


if __name__ == "__main__":
    try:
        with chromium() as tried:
            tried.new_page().close()
    except Exception as error:
        sys.exit(str(error))

"""Pages in Chromium 83: an old teacher's phone shows the same colours and runs the same scripts."""

import html
import json
import re

import pytest

from nuangang.site.tests import gallery_site
from tests.browser import old_chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls(gallery_site.__name__),
]


@pytest.fixture(scope="module")
def found():
    try:
        return old_chromium.program()
    except old_chromium.NotHere as why:
        pytest.skip(str(why))


def probed(live_server, size):
    dom = old_chromium.dom(f"{live_server.url}/probe", size)
    said = re.search(r'data-probe="([^"]*)"', dom)
    assert said, dom[:500]
    return json.loads(html.unescape(said[1]))


def test_a_phone_of_2020_shows_and_runs_the_pages(found, live_server):
    seen = probed(live_server, "360x740")
    assert seen["engine"].startswith("83.")
    assert seen["scripted"]
    assert seen["lamp"] == "rgb(242, 166, 90)"
    assert seen["button_height"] >= 44
    assert seen["columns"] == 2
    assert seen["page_width"] == 360
    assert seen["row_display"] == "flex"
    assert seen["sheet"] == ["closed", "open", "表单", "closed", ""]
    assert seen["errors"] == []


def test_an_old_desk_browser_too(found, live_server):
    seen = probed(live_server, "1366x768")
    assert seen["columns"] == 4
    assert seen["row_display"] == "table-row"
    assert seen["errors"] == []

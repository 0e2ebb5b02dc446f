"""The catch-all: only services with addresses of their own, and never believed more than it can know."""

import subprocess
import sys

import pytest

from nuangang.notify.channels import others
from nuangang.notify.channels.outcome import Result, Sending
from nuangang.notify.models import ChannelSetting

pytestmark = pytest.mark.once
MESSAGE = Sending("a" * 32, "", "暖港：请打开")
GOOD = "schan://abcdefgh1234"


@pytest.mark.parametrize(
    "url",
    [
        "json://127.0.0.1/", "jsons://example.com/", "xml://10.0.0.1/", "form://localhost/", "file:///etc/passwd",
        "syslog://", "dbus://", "exec://ls", "script://x", "windows://", "macosx://", "gnome://", "bark://nas.local/x",
        "ntfy://10.0.0.1/x", "gotify://nas/x", "pushdeer://10.0.0.1/x", "rsyslog://10.0.0.1", "mqtt://10.0.0.1/x",
        "smpp://u:p@10.0.0.1/1", "http://127.0.0.1/", "schan://a b", "schan://abcdefgh1234, json://127.0.0.1/", "",
        "wecombot://abc", "dingtalk://abc", "schan://",
    ],
)  # fmt: skip
def test_no_address_inside_no_file_and_no_program(register, url) -> None:
    answer = register.post("head", "/messages/carriers/apprise/", url=url, on="on", per_minute="20")
    assert answer.status_code == 422
    assert not ChannelSetting.objects.exists()
    assert not url or others.send({"url": url}, MESSAGE).result is Result.NEVER


def test_a_service_is_set_up_and_its_address_never_shown(register) -> None:
    address = "/messages/carriers/apprise/"
    assert register.post("head", address, url=GOOD, on="on", per_minute="20").status_code == 302
    page = register.get("head", address).content.decode()
    assert "abcdefgh1234" not in page
    assert "当成成功" in page  # the known fault is said where it is chosen


def test_what_is_allowed_has_no_place_for_a_host() -> None:
    from apprise.manager_plugins import NotificationManager

    known = NotificationManager()
    for scheme in others.ALLOWED:
        assert not [shape for shape in known[scheme].templates if "{host}" in shape], scheme


def test_taken_and_refused(monkeypatch) -> None:
    from apprise import Apprise

    answers = [True, False, OSError()]

    def notify(_self, body: str) -> bool:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(Apprise, "notify", notify)
    got = [others.send({"url": GOOD}, MESSAGE).result for _try in range(3)]
    assert got == [Result.HANDED, Result.LATER, Result.LATER]


def test_nothing_of_it_is_loaded_at_the_start() -> None:
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'nuangang.site.settings'; "
        "django.setup(); import nuangang.site.urls, nuangang.notify.channels; "
        "print([m for m in ('apprise', 'requests', 'py_vapid') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

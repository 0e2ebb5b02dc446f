"""SMS through the real gammu-smsd with its dummy phone."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from nuangang.notify.channels import sms_modem
from nuangang.notify.channels.outcome import Result, Sending, sms_parts
from nuangang.notify.tests import smsd

LONG = "安平中学：" + "请您尽快打开下面的链接，" * 12
pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def modem(tmp_path_factory) -> Iterator[dict[str, str]]:
    """Start the daemon on a folder of its own; give the settings that reach it."""
    with smsd.running(tmp_path_factory.mktemp("smsd")) as database:
        yield {"database": str(database)}


def reported(settings: dict[str, str], message: Sending) -> object:
    """Return the daemon's report of a message, waiting for it as the outbox does."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if outcome := sms_modem.report(settings, message):
            return outcome
        time.sleep(0.2)
    raise AssertionError("the daemon says nothing")


def test_the_daemon_sends_short_and_long_chinese_and_says_so(modem) -> None:
    short = Sending("a" * 32, "13800005678", "安平中学：请打开链接")
    long = Sending("b" * 32, "13800005679", LONG)
    assert sms_modem.find(modem, short) is False
    assert sms_modem.report(modem, short) is None
    handed = [sms_modem.send(modem, message) for message in (short, long)]
    assert [(o.result, o.parts) for o in handed] == [
        (Result.HANDED, 1),
        (Result.HANDED, sms_parts(LONG)),
    ]
    assert sms_modem.find(modem, short) is True
    assert reported(modem, short).result is Result.SENT
    assert reported(modem, long).result is Result.SENT
    assert sms_modem.find(modem, long) is True
    with closing(sqlite3.connect(modem["database"])) as database:
        sent = database.execute(
            'SELECT "TextDecoded" FROM sentitems WHERE "CreatorID" = ? ORDER BY "SequencePosition"',
            [long.id],
        )
        assert "".join(text for (text,) in sent) == LONG


def test_its_reports_are_read_as_what_they_are(modem) -> None:
    message = Sending("c" * 32, "13800005670", "安平中学：请打开链接")
    sms_modem.send(modem, message)
    reported(modem, message)
    for status, result in (("DeliveryOK", Result.DELIVERED), ("DeliveryFailed", Result.NEVER)):
        with closing(sqlite3.connect(modem["database"])) as database, database:
            sql = 'UPDATE sentitems SET "Status" = ? WHERE "CreatorID" = ?'
            database.execute(sql, [status, message.id])
        assert sms_modem.report(modem, message).result is result


def test_no_daemon_is_worth_another_try(tmp_path) -> None:
    settings = {"database": str(tmp_path / "nothing.db")}
    message = Sending("d" * 32, "13800005670", "文")
    outcome = sms_modem.send(settings, message)
    assert (outcome.result, outcome.code) == (Result.LATER, "smsd")
    assert sms_modem.find(settings, message) is None
    assert not Path(settings["database"]).exists()

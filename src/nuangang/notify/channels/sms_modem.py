"""SMS through gammu-smsd, the daemon that drives a USB modem or an old phone.

Its SQLite backend is spoken: a row in `outbox` sends, `sentitems.Status` says what became of it
(docs.gammu.org, SMSD database structure). `CreatorID` carries our id, so that after a crash we
know whether the daemon has the message already.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.notify.channels.outcome import Field, Outcome, Result, Sending, sms_parts

FIELDS = [
    Field(
        "database",
        gettext_lazy("The daemon's database"),
        gettext_lazy("The file that smsdrc names: DBDir and Database."),
        initial="/var/lib/gammu/smsd.db",
    )
]
_SEND = """INSERT INTO outbox ("DestinationNumber", "TextDecoded", "CreatorID", "Coding",
 "DeliveryReport", "Class", "MultiPart") VALUES (?, ?, ?, 'Unicode_No_Compression', 'yes', -1, 'false')"""
_SEND_FIRST = _SEND.replace(
    '"Class", "MultiPart") VALUES (?, ?, ?,', '"Class", "UDH", "MultiPart") VALUES (?, ?, ?,'
).replace("-1, 'false'", "-1, ?, 'true'")
_SEND_MORE = """INSERT INTO outbox_multipart ("ID", "SequencePosition", "TextDecoded", "Coding", "Class",
 "UDH") VALUES (?, ?, ?, 'Unicode_No_Compression', -1, ?)"""
_WAITING = 'SELECT "ID" FROM outbox WHERE "CreatorID" = ?'
_STATUS = 'SELECT "Status" FROM sentitems WHERE "CreatorID" = ?'
_PART = 67
_RESULTS = {
    "SendingOK": Result.SENT,
    "SendingOKNoReport": Result.SENT,
    "DeliveryPending": Result.SENT,
    "DeliveryUnknown": Result.SENT,
    "DeliveryOK": Result.DELIVERED,
}


def send(settings: Mapping[str, str], message: Sending) -> Outcome:
    """Put the message into the daemon's outbox; a long one in parts, all or none."""
    try:
        with closing(opened(settings)) as database, database:
            number = _put(database, message)
    except sqlite3.Error as error:
        return _not_there(error)
    return Outcome(Result.HANDED, str(number), parts=sms_parts(message.text))


def find(settings: Mapping[str, str], message: Sending) -> bool | None:
    """Say whether the daemon has this message, sent or waiting; None when it can't be asked."""
    try:
        with closing(opened(settings)) as database:
            asked = (database.execute(sql, [message.id]).fetchone() for sql in (_WAITING, _STATUS))
            return any(asked)
    except sqlite3.Error:
        return None


def report(settings: Mapping[str, str], message: Sending) -> Outcome | None:
    """Return what became of the message; None while it waits in the daemon's outbox."""
    try:
        with closing(opened(settings)) as database:
            found = [status for (status,) in database.execute(_STATUS, [message.id])]
    except sqlite3.Error as error:
        return _not_there(error)
    if len(found) < sms_parts(_plain(message.text)):
        return None
    bad = next((status for status in found if status not in _RESULTS), "")
    if bad:
        return Outcome(Result.NEVER, code=bad, words=_("The phone network did not take it."))
    worst = min((_RESULTS[status] for status in found), key=[Result.SENT, Result.DELIVERED].index)
    return Outcome(worst, code=found[0])


def _put(database: sqlite3.Connection, message: Sending) -> int | None:
    texts = _cut(_plain(message.text))
    if len(texts) == 1:
        return database.execute(_SEND, [message.address, texts[0], message.id]).lastrowid
    heads = [f"050003{message.id[-2:]}{len(texts):02X}{n:02X}" for n in range(1, len(texts) + 1)]
    row = [message.address, texts[0], message.id, heads[0]]
    number = database.execute(_SEND_FIRST, row).lastrowid
    rest = [(number, n, texts[n - 1], heads[n - 1]) for n in range(2, len(texts) + 1)]
    database.executemany(_SEND_MORE, rest)
    return number


def _plain(text: str) -> str:
    """Return the text without what an SMS can't carry: signs beyond the first 65,536."""
    return "".join(sign for sign in text if ord(sign) < 0x10000)


def _cut(text: str) -> list[str]:
    if sms_parts(text) == 1:
        return [text]
    return [text[start : start + _PART] for start in range(0, len(text), _PART)]


def opened(settings: Mapping[str, str]) -> sqlite3.Connection:
    """Return the daemon's database; raises sqlite3.Error where there is none."""
    address = Path(settings["database"]).absolute().as_uri()
    return sqlite3.connect(f"{address}?mode=rw", uri=True, timeout=10)


def _not_there(error: sqlite3.Error) -> Outcome:
    words = _("The modem's program can't be reached: %(error)s") % {"error": error}
    return Outcome(Result.LATER, code="smsd", words=words)

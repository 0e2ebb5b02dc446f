"""The SMS daemon's part in a rehearsal: its database, to which the product's own adapter writes.

A message is handed over when its row stands there; whoever asks for it finds it, sent or waiting.
"""

import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path

_TABLES = """
CREATE TABLE outbox ("ID" INTEGER PRIMARY KEY AUTOINCREMENT, "DestinationNumber" TEXT, "TextDecoded" TEXT,
  "CreatorID" TEXT, "Coding" TEXT, "DeliveryReport" TEXT, "Class" INTEGER, "UDH" TEXT, "MultiPart" TEXT);
CREATE TABLE outbox_multipart ("ID" INTEGER, "SequencePosition" INTEGER, "TextDecoded" TEXT,
  "Coding" TEXT, "Class" INTEGER, "UDH" TEXT);
CREATE TABLE sentitems ("ID" INTEGER, "DestinationNumber" TEXT, "CreatorID" TEXT, "Status" TEXT);
CREATE INDEX waiting ON outbox ("CreatorID");
CREATE INDEX sent ON sentitems ("CreatorID");
"""


class Daemon:
    """Sends at once what it is handed, and keeps in which second that was, and for which number."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.handed: dict[str, list[tuple[int, str]]] = defaultdict(list)
        with closing(sqlite3.connect(path)) as database, database:
            database.executescript(_TABLES)
        self._changed = self._changes()

    def _changes(self) -> bytes:
        """Return SQLite's own count of what was committed to the file."""
        with self.path.open("rb") as file:
            return file.read(28)[24:]

    def look(self, second: int) -> None:
        """Take what was handed over in this second; the file is opened only when it was written to."""
        if self._changes() == self._changed:
            return
        with closing(sqlite3.connect(self.path, timeout=20)) as database, database:
            taken = database.execute(
                'SELECT "ID", "DestinationNumber", "CreatorID" FROM outbox ORDER BY "ID"'
            ).fetchall()
            rows = [(*row, "DeliveryOK") for row in taken]
            database.executemany("INSERT INTO sentitems VALUES (?, ?, ?, ?)", rows)
            database.execute("DELETE FROM outbox")
        for _id, number, creator in taken:
            self.handed[creator].append((second, number))
        self._changed = self._changes()

"""What migrations ask of the database beyond Django's own operations."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.migrations.operations.base import Operation

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION nuangang_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql
"""
_POSTGRES = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION nuangang_append_only()
"""

_POSTGRES_KEYS = """
CREATE OR REPLACE FUNCTION nuangang_newer_key_only() RETURNS trigger AS $$
DECLARE name text; was text; becomes text;
BEGIN
  IF to_jsonb(NEW) - TG_ARGV IS DISTINCT FROM to_jsonb(OLD) - TG_ARGV THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
  END IF;
  FOREACH name IN ARRAY TG_ARGV LOOP
    was := to_jsonb(OLD) ->> name;
    becomes := to_jsonb(NEW) ->> name;
    IF was IS DISTINCT FROM becomes AND NOT EXISTS (
      SELECT FROM accounts_sealingkey newer
      WHERE newer.id = split_part(becomes, ':', 1) AND newer.retired_at IS NULL
      AND newer.school_id = NEW.school_id
      AND length(split_part(becomes, ':', 2)) = length(split_part(was, ':', 2))
      AND (split_part(was, ':', 1) ~ '^[0-9]{1,4}$' OR EXISTS (
        SELECT FROM accounts_sealingkey older
        WHERE older.id = split_part(was, ':', 1) AND older.retired_at IS NOT NULL
        AND older.school_id = newer.school_id AND older.domain = newer.domain))
    ) THEN
      RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
    END IF;
  END LOOP;
  RETURN NEW;
END $$ LANGUAGE plpgsql
"""
_POSTGRES_LET = """
CREATE TRIGGER {table}_no_UPDATE BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION nuangang_newer_key_only({names})
"""
_SQLITE_OTHERS = """
CREATE TRIGGER {table}_no_UPDATE BEFORE UPDATE OF {others} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_SQLITE_LET = """
CREATE TRIGGER {table}_no_other_text BEFORE UPDATE OF {names} ON {table} WHEN {unfit}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_SQLITE_UNFIT = """
OLD."{name}" IS NOT NEW."{name}" AND NOT EXISTS (
  SELECT 1 FROM accounts_sealingkey newer
  WHERE newer.id = substr(NEW."{name}", 1, instr(NEW."{name}", ':') - 1)
  AND newer.retired_at IS NULL AND newer.school_id = NEW.school_id
  AND length(NEW."{name}") - instr(NEW."{name}", ':')
    = length(OLD."{name}") - instr(OLD."{name}", ':')
  AND (substr(OLD."{name}", 1, instr(OLD."{name}", ':') - 1) GLOB '[0-9]*' OR EXISTS (
    SELECT 1 FROM accounts_sealingkey older
    WHERE older.id = substr(OLD."{name}", 1, instr(OLD."{name}", ':') - 1)
    AND older.retired_at IS NOT NULL AND older.school_id = newer.school_id
    AND older.domain = newer.domain)))
"""


class Statements(Operation):
    """Statements that know nothing of models; RunPython would build all of these anew for each."""

    def __init__(self, do: Callable[[Any], None], undo: Callable[[Any], None]) -> None:
        self.do, self.undo = do, undo

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the models as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Send them."""
        self.do(schema_editor)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Take back what they did."""
        self.undo(schema_editor)


def append_only(table: str) -> Statements:
    """Return an operation after which the database refuses to change or delete rows of `table`.

    Once more after a column was added: SQLite then makes the table anew, without its triggers.
    On Citus, which has no triggers, the database role must lack the rights instead (design.md).
    """

    def forbid(editor):
        if editor.connection.vendor == "postgresql":
            if has_citus(editor.connection):
                return
            editor.execute(_POSTGRES_FUNCTION, params=None)
        template = _POSTGRES if editor.connection.vendor == "postgresql" else _SQLITE
        allow(editor)
        for verb in ("UPDATE", "DELETE"):
            editor.execute(template.format(table=table, verb=verb))

    def allow(editor):
        on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        for verb in ("UPDATE", "DELETE"):
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")

    return Statements(forbid, allow)


def let_keys_change(table: str, *columns: str) -> Statements:
    """Return an operation after which sealed `columns` of an append-only table take a newer key.

    Nothing else of a row may change, and a value only from a retired key to the one that seals now,
    of the same school and domain and of the same length: whoever changes what was said needs the
    keys, and the table of keys. Stands in the place of append_only's refusal to update.
    """

    def let(editor):
        if editor.connection.vendor == "postgresql":
            if has_citus(editor.connection):
                return
            editor.execute(_POSTGRES_KEYS, params=None)
            names = ", ".join(f"'{name}'" for name in columns)
            drop, make = f"DROP TRIGGER {table}_no_UPDATE ON {table}", _POSTGRES_LET
            editor.execute(drop)
            editor.execute(make.format(table=table, names=names))
        else:
            _let_on_sqlite(editor, table, columns)

    def forbid(editor):
        on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        for name in ("no_UPDATE", "no_other_text"):
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{on}")
        template = _POSTGRES if editor.connection.vendor == "postgresql" else _SQLITE
        editor.execute(template.format(table=table, verb="UPDATE"))

    return Statements(let, forbid)


def _let_on_sqlite(editor, table: str, columns: tuple[str, ...]) -> None:
    with editor.connection.cursor() as cursor:
        described = editor.connection.introspection.get_table_description(cursor, table)
    others = ", ".join(f'"{column.name}"' for column in described if column.name not in columns)
    editor.execute(f"DROP TRIGGER {table}_no_UPDATE")
    editor.execute(_SQLITE_OTHERS.format(table=table, others=others))
    names = ", ".join(f'"{name}"' for name in columns)
    unfit = " OR ".join(_SQLITE_UNFIT.format(name=name) for name in columns)
    editor.execute(_SQLITE_LET.format(table=table, names=names, unfit=unfit))


def erasable(table: str, texts: tuple[str, ...]) -> Statements:
    """Return an operation that lets the texts of an append-only table's rows be emptied, no more.

    The law may ask that a child is forgotten. An UPDATE then passes if it leaves these columns empty
    and every other as it was; what stood there can be taken away by it, never replaced. The triggers
    that are there already, such as those of let_keys_change, get this one exception.
    """

    def let(editor):
        postgres = editor.connection.vendor == "postgresql"
        if postgres and has_citus(editor.connection):
            return
        with editor.connection.cursor() as cursor:
            known = editor.connection.introspection.get_table_description(cursor, table)
            there = _update_triggers(cursor, table, postgres=postgres)
        same = "IS NOT DISTINCT FROM" if postgres else "IS"
        emptied = [f"NEW.\"{name}\" = ''" for name in texts]
        kept = [f'NEW."{c.name}" {same} OLD."{c.name}"' for c in known if c.name not in texts]
        for name, statement in there:
            editor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgres else ""))
            editor.execute(_but_for(statement, " AND ".join([*emptied, *kept])), params=None)

    def forbid(editor):
        postgres = editor.connection.vendor == "postgresql"
        if postgres and has_citus(editor.connection):
            return
        with editor.connection.cursor() as cursor:
            there = _update_triggers(cursor, table, postgres=postgres)
        for name, _statement in there:
            editor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgres else ""))
        shape = _POSTGRES if postgres else _SQLITE
        editor.execute(shape.format(table=table, verb="UPDATE"), params=None)

    return Statements(let, forbid)


def press_out(*tables: str) -> None:
    """Write SQLite's file, or these tables of PostgreSQL, anew: what was plain stands in free pages.

    Nothing happens within a transaction, where no database does it.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            for table in tables:
                cursor.execute(f"VACUUM FULL {table}")


def _update_triggers(cursor, table: str, *, postgres: bool) -> list[tuple[str, str]]:
    """Return name and statement of each trigger that watches updates of `table`."""
    if postgres:
        cursor.execute(
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger"
            " WHERE tgrelid = %s::regclass AND NOT tgisinternal",
            [table],
        )
    else:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
        )
    return [(n, s) for n, s in cursor.fetchall() if "BEFORE UPDATE" in s]


def _but_for(statement: str, allowed: str) -> str:
    """Return a trigger's statement with one more condition under which it lets pass."""
    mark = "EXECUTE FUNCTION" if "EXECUTE FUNCTION" in statement else "BEGIN SELECT"
    head, _mark, tail = statement.partition(mark)
    before, found, when = head.partition("WHEN")
    own = f"({when.strip()}) AND " if found else ""
    return f"{before} WHEN ({own}NOT ({allowed})) {mark}{tail}"


def has_citus(of) -> bool:
    """Say whether the PostgreSQL server behind the connection `of` has the Citus extension."""
    with of.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'citus'")
        return cursor.fetchone() is not None

"""What migrations ask of the database beyond Django's own operations."""

from django.db.migrations.operations import RunPython

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


def append_only(table: str) -> RunPython:
    """Return an operation after which the database refuses to change or delete rows of `table`.

    On Citus, which has no triggers, the database role must lack the rights instead (design.md).
    """

    def forbid(_apps, editor):
        if editor.connection.vendor == "postgresql":
            if has_citus(editor.connection):
                return
            editor.execute(_POSTGRES_FUNCTION, params=None)
        template = _POSTGRES if editor.connection.vendor == "postgresql" else _SQLITE
        for verb in ("UPDATE", "DELETE"):
            editor.execute(template.format(table=table, verb=verb))

    def allow(_apps, editor):
        on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        for verb in ("UPDATE", "DELETE"):
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")

    return RunPython(forbid, allow)


def has_citus(connection) -> bool:
    """Say whether the PostgreSQL server behind `connection` has the Citus extension."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'citus'")
        return cursor.fetchone() is not None

"""Let the database write an entry's block once, and let go of what is past the law's time."""

from django.db import migrations

from nuangang.lib.database import Statements, append_only, has_citus

SAME = (
    "id", "at", "school_id", "actor_user_id", "actor_name", "verb", "kind", "object_id", "label",
    "detail", "keep",
)  # fmt: skip

SQLITE_UPDATE = """
CREATE TRIGGER audit_entry_no_UPDATE BEFORE UPDATE ON audit_entry
WHEN OLD.block IS NOT NULL OR NEW.block IS NULL OR {differs}
BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END
"""
SQLITE_DELETE = """
CREATE TRIGGER audit_entry_no_DELETE BEFORE DELETE ON audit_entry
WHEN OLD.at >= strftime('%Y-%m-%d %H:%M:%S', 'now', '-6 months') OR NOT EXISTS (
  SELECT 1 FROM audit_pruning WHERE keep = OLD.keep AND through >= OLD.block
  AND school_id = coalesce(OLD.school_id, '00000000000000000000000000000000'))
BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END
"""
POSTGRES_UPDATE = """
CREATE TRIGGER audit_entry_no_UPDATE BEFORE UPDATE ON audit_entry FOR EACH ROW
WHEN (OLD.block IS NOT NULL OR NEW.block IS NULL OR {differs})
EXECUTE FUNCTION nuangang_append_only()
"""
POSTGRES_MAY_GO = """
CREATE OR REPLACE FUNCTION nuangang_audit_may_go() RETURNS trigger AS $$
BEGIN
  IF OLD.at < now() - interval '6 months' AND EXISTS (
    SELECT 1 FROM audit_pruning WHERE keep = OLD.keep AND through >= OLD.block
    AND school_id = coalesce(OLD.school_id, '00000000-0000-0000-0000-000000000000'::uuid)
  ) THEN RETURN OLD; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$ LANGUAGE plpgsql
"""
POSTGRES_DELETE = """
CREATE TRIGGER audit_entry_no_DELETE BEFORE DELETE ON audit_entry FOR EACH ROW
EXECUTE FUNCTION nuangang_audit_may_go()
"""


def guard(editor):
    """Put finer triggers in the place of those that refuse everything."""
    if editor.connection.vendor == "postgresql":
        if has_citus(editor.connection):
            return
        differs = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in SAME)
        wanted = [POSTGRES_UPDATE.format(differs=differs), POSTGRES_MAY_GO, POSTGRES_DELETE]
        on = " ON audit_entry"
    else:
        differs = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in SAME)
        wanted, on = [SQLITE_UPDATE.format(differs=differs), SQLITE_DELETE], ""
    for verb in ("UPDATE", "DELETE"):
        editor.execute(f"DROP TRIGGER IF EXISTS audit_entry_no_{verb}{on}")
    for statement in wanted:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """The chain's tables are append-only; of an entry only its block is written, once."""

    dependencies = [("audit", "0003_chain")]
    operations = [
        append_only("audit_block"),
        append_only("audit_pruning"),
        Statements(guard, append_only("audit_entry").do),
    ]

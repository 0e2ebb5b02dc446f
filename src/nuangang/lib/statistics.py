"""What the database knows of its own rows, by which it chooses the index for a statement."""

from django.db import connection

ROWS = 400


def look_at_rows() -> None:
    """Let SQLite look at some rows of each index, some 50 ms; PostgreSQL does so by itself.

    Without it SQLite takes every index for as good as another: a child's records, of those somebody
    may see, were looked for among all records of the school.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={ROWS}")
        cursor.execute("ANALYZE")

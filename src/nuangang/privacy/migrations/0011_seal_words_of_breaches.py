"""Seal what was written about breaches, then refuse changes again; the words take newer keys."""

from uuid import UUID

from django.db import connection, migrations

from nuangang.lib.database import append_only, let_keys_change
from nuangang.lib.sealing import seal, unseal

WORDS = {"breach": ("what", "cause", "harm"), "breachstep": ("text",)}
_ROWS = {
    "breach": (
        "SELECT school_id, id, what, cause, harm FROM privacy_breach",
        "UPDATE privacy_breach SET what = %s, cause = %s, harm = %s WHERE school_id = %s AND id = %s",
    ),
    "breachstep": (
        "SELECT school_id, id, text FROM privacy_breachstep",
        "UPDATE privacy_breachstep SET text = %s WHERE school_id = %s AND id = %s",
    ),
}
_REFUSALS = {table: append_only(f"privacy_{table}") for table in WORDS}


def forwards(_apps, editor):
    """Take the refusals away, as the words change this once, and seal them with the school's key."""
    for table, columns in WORDS.items():
        _REFUSALS[table].undo(editor)
        _each(table, columns, seal)


def backwards(_apps, editor):
    """Put the plain words and the refusals back."""
    for table, columns in WORDS.items():
        _each(table, columns, lambda text, about, _school: unseal(text, about))
        _REFUSALS[table].do(editor)


def _each(table, columns, put):
    found, keep = _ROWS[table]
    with connection.cursor() as cursor:
        cursor.execute(found)
        for school, pk, *texts in cursor.fetchall():
            about = [f"privacy.{table}.{name}" for name in columns]
            words = [
                put(text, name, UUID(str(school))) if text else ""
                for name, text in zip(about, texts, strict=True)
            ]
            cursor.execute(keep, [*words, school, pk])


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0010_sealed_breaches"),
        ("accounts", "0009_sealed_sessions"),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
        *_REFUSALS.values(),
        *(let_keys_change(f"privacy_{table}", *columns) for table, columns in WORDS.items()),
    ]

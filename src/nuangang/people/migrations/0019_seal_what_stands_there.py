"""Seal school-roll numbers and places of registration, and index numbers by each school's own key."""

import re
from collections import defaultdict
from uuid import UUID

from django.db import connection, migrations, transaction

from nuangang.lib.database import press_out
from nuangang.lib.sealing import blind, seal, unseal
from nuangang.people.search import tail_token

AT_ONCE = 500
_SEALED = re.compile(r"(aes-[0-9a-f]{10}|[0-9]{1,4}):[A-Za-z0-9+/]{38,}=*")
_CHILD = "people.child."
_FIRST = UUID(int=0)
_CHILDREN = """
SELECT id, id_number, roll_number, household_place, search FROM people_child
WHERE school_id = %s AND id > %s ORDER BY id LIMIT %s
"""
_KEEP_CHILD = """
UPDATE people_child
SET id_index = %s, roll_number = %s, roll_index = %s, household_place = %s, search = %s
WHERE school_id = %s AND id = %s
"""
_CONTACTS = """
SELECT id, child_id, number FROM people_contact
WHERE school_id = %s AND child_id IN ({places})
"""
_KEEP_CONTACT = "UPDATE people_contact SET number_index = %s WHERE school_id = %s AND id = %s"


def forwards(apps, _editor):
    """Go through all schools by 500 children; started again, it goes over what is done at no harm."""
    for school in apps.get_model("accounts", "School").objects.values_list("pk", flat=True):
        _each(school, school, _closed)
    press_out("people_child", "accounts_session")


def backwards(apps, _editor):
    """Put the plain texts and the installation's indexes back."""
    for school in apps.get_model("accounts", "School").objects.values_list("pk", flat=True):
        _each(school, None, _opened)


def _each(school, owner, put):
    """Write every child of `school` and its numbers anew, indexed by the key of `owner`."""
    key, last = _plain(school), _plain(_FIRST)
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_CHILDREN, [key, last, AT_ONCE])
            children = cursor.fetchall()
            if not children:
                return
            last = children[-1][0]
            numbers = _write_contacts(cursor, key, [row[0] for row in children], owner)
            rows = [_child(row, numbers[row[0]], school, owner, put) for row in children]
            cursor.executemany(_KEEP_CHILD, [(*row, key, pk) for pk, row in rows])


def _write_contacts(cursor, key, ids, owner):
    places = ", ".join(["%s"] * len(ids))
    cursor.execute(_CONTACTS.format(places=places), [key, *ids])
    numbers, rows = defaultdict(list), []
    for pk, child, sealed in cursor.fetchall():
        number = unseal(sealed, "people.contact.number") if sealed else ""
        numbers[child].append(number)
        rows.append((blind(number, "phone", owner), key, pk))
    cursor.executemany(_KEEP_CONTACT, rows)
    return numbers


def _child(row, numbers, school, owner, put):
    pk, id_number, roll, place, search = row
    number = unseal(id_number, f"{_CHILD}id_number") if id_number else ""
    plain_roll = _opened(roll, "roll_number", school)
    names = [word for word in search.split() if not word.startswith("~")]
    tails = [t for n in (number, *numbers) if n and (t := tail_token(n, owner))]
    words = dict.fromkeys([*names, *tails])
    return pk, (
        blind(number, "id", owner),
        put(roll, "roll_number", school),
        blind(plain_roll.strip().upper(), "roll", owner),
        put(place, "household_place", school),
        f" {' '.join(words)} " if words else "",
    )


def _closed(text, name, school):
    return text if not text or _SEALED.fullmatch(text) else seal(text, _CHILD + name, school)


def _opened(text, name, _school):
    return unseal(text, _CHILD + name) if _SEALED.fullmatch(text) else text


def _plain(pk):
    return pk if connection.features.has_native_uuid_field else pk.hex


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("people", "0018_sealed_roll_numbers"),
        ("accounts", "0009_sealed_sessions"),
    ]
    operations = [migrations.RunPython(forwards, backwards)]

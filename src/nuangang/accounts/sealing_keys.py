"""Making schools' keys and handing them to lib.sealing, wrapped."""

import secrets
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone

from nuangang.accounts.models import School, SealingKey
from nuangang.lib.master_keys import MAIN, KeyMissingError, key_files, make_key_file, masters
from nuangang.lib.sealing import DOMAINS, WrappedKey, about_key, take_up

CIPHER, BYTES = "aes", 32


class KeptKeys:
    """lib.sealing's store: the table of wrapped keys."""

    def newest(self, domain: str, school: UUID | None) -> WrappedKey | None:
        """Return the key that seals now in a domain of a school."""
        rows = SealingKey.objects.filter(domain=domain, school_id=school, retired_at__isnull=True)
        return _wrapped(rows.first())

    def find(self, key: str) -> WrappedKey | None:
        """Return the key of this name."""
        return _wrapped(SealingKey.objects.filter(pk=key).first())


def _wrapped(row: Any) -> WrappedKey | None:
    return row and WrappedKey(row.id, row.domain, row.school_id, row.master, row.wrapped)


def new_key(domain: str, school_id: UUID | None, model: Any = SealingKey) -> Any:
    """Return an unsaved key, wrapped by the newest master of its domain."""
    name = f"{CIPHER}-{secrets.token_hex(5)}"
    about = about_key(name, domain, school_id)
    master, wrapped = masters(domain).wrap(secrets.token_bytes(BYTES), about)
    return model(
        id=name, domain=domain, school_id=school_id, master=master, wrapped=wrapped,
        made_at=timezone.now(),
    )  # fmt: skip


def make_keys(school_id: UUID | None, domains: Iterable[str] = DOMAINS) -> None:
    """Make the keys of a school that was just made, or the installation's.

    Domains whose master is kept elsewhere stay without, until `make_missing_keys` finds it.
    """
    there = [domain for domain in domains if key_files().get(domain, _main()).exists()]
    for row in SealingKey.objects.bulk_create(new_key(domain, school_id) for domain in there):
        take_up(_wrapped(row))  # type: ignore[arg-type]


def make_missing_keys(model: Any = SealingKey, schools: Any = School) -> None:
    """Make what is missing: files of master keys on a new machine, keys of schools that have none.

    Raises KeyMissingError where keys stand in the database whose master's file is gone: a new file
    would open nothing. `model` and `schools` are the tables as a migration knows them.
    """
    for domain, path in key_files().items():
        if not path.exists():
            if not model.objects.filter(domain=domain).exists():
                make_key_file(path)
            elif domain == MAIN:
                raise KeyMissingError("of this database", path)
    known = model.objects.filter(retired_at__isnull=True)
    have = set(known.values_list("domain", "school_id"))
    owners = [None, *schools.objects.values_list("pk", flat=True)]
    model.objects.bulk_create(
        new_key(domain, owner, model)
        for owner in owners
        for domain in DOMAINS
        if (domain, owner) not in have and key_files().get(domain, _main()).exists()
    )


def refuse_without_masters() -> None:
    """Raise KeyMissingError where a key of the database can't be unwrapped on this machine.

    Counselling's master may be kept elsewhere: its file may be missing, but not a key in it.
    """
    for domain, path in key_files().items():
        rows = SealingKey.objects.filter(domain=domain)
        wrapping = rows.order_by().values_list("master", flat=True).distinct()
        if path.exists():
            for name in wrapping:
                masters(domain).cipher(name)
        elif domain == MAIN and rows.exists():
            raise KeyMissingError("of this database", path)


def retire_masters(model: Any) -> None:
    """Note that masters sealed values themselves, so that these are moved under schools' keys."""
    now = timezone.now()
    model.objects.bulk_create(
        model(id=name, master=name, wrapped="", made_at=now, retired_at=now)
        for name in masters().names()
    )


def _main() -> Any:
    return key_files()[MAIN]

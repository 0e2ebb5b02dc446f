"""Adding and changing classes."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.people.actions.bundle import as_text
from nuangang.people.models import SchoolClass


def add_class(actor: Any, school: School, fields: Mapping[str, Any]) -> SchoolClass:
    """Add a class, or return the one that is there with this year, grade and number."""
    key = {name: fields[name] for name in ("entry_year", "entry_grade", "number")}
    rest = {name: value for name, value in fields.items() if name not in key}
    with transaction.atomic():
        klass, made = SchoolClass.objects.get_or_create(school=school, **key, defaults=rest)
        if made:
            record(actor, "added_class", kind="class", object_id=klass.pk, label=str(klass))
    return klass


def change_class(actor: Any, klass: SchoolClass, fields: Mapping[str, Any]) -> SchoolClass:
    """Change a class; what stood there before is kept in the audit log."""
    before = {name: as_text(getattr(klass, name)) for name in fields}
    changed = [name for name, value in fields.items() if before[name] != as_text(value)]
    if changed:
        with transaction.atomic():
            for name in changed:
                setattr(klass, name, fields[name])
            klass.save(update_fields=changed)
            old = {name: before[name] for name in changed}
            record(
                actor,
                "changed_class",
                kind="class",
                object_id=klass.pk,
                label=str(klass),
                before=old,
            )
    return klass

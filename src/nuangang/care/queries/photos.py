"""The photos that belong to records, for who may see a record they belong to."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404

from nuangang.care.evidence import stands
from nuangang.care.models import CareRecord, Photo
from nuangang.lib.prepared import many
from nuangang.policy.actor import Actor
from nuangang.policy.guards import fetch, visible
from nuangang.policy.prepared import PreparedFor

Go = tuple[UUID | None, UUID]
_TAKEN = PreparedFor(
    lambda actor, together: (
        visible(actor, Photo)
        .filter(together__in=together, removed_at=None)
        .order_by("added_at", "pk")
        .values("pk", "together", "staff_id")
    ),
    together=many(64),
)


def photos_of(actor: Actor, records: Iterable[CareRecord]) -> dict[Go, list[UUID]]:
    """Return photos' ids by (together, staff_id) of the records, oldest first; one statement."""
    wanted = {record.together for record in records if record.together}
    found: dict[Go, list[UUID]] = defaultdict(list)
    for pk, together, staff in _TAKEN.tuples(actor, together=list(wanted)):
        found[together, staff].append(pk)
    return found


def photo_and_records(actor: Actor, pk: Any) -> tuple[Photo, list[CareRecord]]:
    """Return a photo and the records it belongs to that the actor may see, or 404."""
    photo = fetch(actor, Photo, pk)
    go = {"together": photo.together, "staff_id": photo.staff_id}
    records = visible(actor, CareRecord).filter(stands(actor.school_id), **go)
    found = list(records.select_related("child").order_by("child__search", "pk"))
    if photo.removed_at or not found:
        raise Http404
    return photo, found

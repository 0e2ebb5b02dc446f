"""A form that may come twice: the same makes nothing new, a changed one corrects."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.care.actions.from_phone import TYPED
from nuangang.care.actions.records import correct_record, last_version, record_care
from nuangang.care.models import CareRecord
from nuangang.people.models import Child


def record_as_typed(
    actor: Any,
    children: Sequence[Child],
    *,
    ids: Sequence[UUID],
    now: datetime | None = None,
    **given: Any,
) -> list[CareRecord]:
    """Record what a form says, once per id, and return the records.

    Somebody who went back and saved the form again with other words meant to correct them; what was
    taken back meanwhile is recorded anew. `given` is what record_care takes. Each step is whole by
    itself, and sending once more does what is left.
    """
    now = now or timezone.now()
    made = record_care(actor, children, ids=ids, now=now, **given)
    return [_as_now_typed(actor, item, given, now) for item in made]


def _as_now_typed(actor: Any, item: CareRecord, given: dict[str, Any], now: datetime) -> CareRecord:
    if item.recorded_at == now or item.recorded_by_id != actor.staff_id:
        return item
    last = last_version(item)
    if last.withdrawn:
        again = uuid5(last.pk, "again")
        [made] = record_as_typed(actor, [last.child], ids=[again], now=now, **given)
        return made
    typed = {name: given[name] for name in TYPED}
    if all(getattr(last, name) == value for name, value in typed.items()):
        return last
    return correct_record(actor, last, reason=_("Saved once more with changes"), now=now, **typed)

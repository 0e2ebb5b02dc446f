"""Noting that both sides of a pair, and the family, said yes to it (R43)."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from nuangang.audit.actions import record
from nuangang.people.actions.bundle import Bundle
from nuangang.people.models import Tie
from nuangang.people.models.ties import agreed_field


@transaction.atomic
def note_agreements(
    actor: Any, ties: Collection[Tie], sides: Collection[str], *, on: date | None
) -> int:
    """Note for each tie that `sides` (of Tie.Side) said yes on a day; return how many are new.

    A yes that is on file already keeps its day. With `on` None what these sides said is taken back.
    The ties must come with their children.
    """
    if not ties:
        return 0
    bundle = Bundle(actor, actor.school_id)
    bundle.know([tie.child for tie in ties], Tie)
    for tie in ties:
        open_sides = [side for side in sides if (tie.agreed_on(side) is None) == (on is not None)]
        bundle.alter(tie, tie.child, {agreed_field(side): on for side in open_sides}, "")
    bundle.write()
    verb = "agreements_noted" if on else "agreements_taken_back"
    first = next(iter(ties)).pk if len(ties) == 1 else None
    record(actor, verb, kind="tie", object_id=first, count=len(bundle.changes), sides=list(sides))
    return len(bundle.changes)

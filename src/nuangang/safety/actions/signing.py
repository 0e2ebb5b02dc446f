"""Signing: one's own agreement, opposite to others', on paper, and taking a signature back."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from nuangang.audit.actions import Person, record
from nuangang.safety.actions.counting import recount
from nuangang.safety.actions.rounds import keep_shipped
from nuangang.safety.levels import ROLES
from nuangang.safety.models import Round, Signature
from nuangang.safety.queries.owed import Line
from nuangang.safety.queries.rates import is_above
from nuangang.safety.queries.texts import seal_of, texts_for

OWN, ABOVE = Signature.Side.OWN, Signature.Side.ABOVE
PHONE, PAPER = Signature.How.PHONE, Signature.How.PAPER


@transaction.atomic
def sign_own(actor: Any, round_: Round, lines: Iterable[Line]) -> int:
    """Sign the actor's own agreements among `lines`; return how many are new."""
    mine = [line for line in lines if line.person.id == actor.staff_id and line.own is None]
    return _keep(actor, round_, mine, OWN, how=PHONE, by_id=actor.staff_id, name=_self(actor))


@transaction.atomic
def sign_above(actor: Any, round_: Round, lines: Iterable[Line]) -> int:
    """Sign opposite to those of `lines` that are signed and are the actor's to; return how many."""
    below = [line for line in lines if line.own and not line.over and is_above(actor, line)]
    return _keep(actor, round_, below, ABOVE, how=PHONE, by_id=actor.staff_id, name=_self(actor))


@transaction.atomic
def sign_as_bureau(actor: Any, round_: Round, lines: Iterable[Line]) -> int:
    """Sign opposite to a head for the bureau: an officer of the county, who has no place in the school."""
    heads = [line for line in lines if line.level == 1 and line.own and not line.over]
    return _keep(actor, round_, heads, ABOVE, how=PHONE, by_id=None, name=_self(actor))


@transaction.atomic
def note_paper(
    actor: Any, round_: Round, lines: Iterable[Line], *, on: date, name_above: str, place: str = ""
) -> int:
    """Note that these were signed on paper by both sides; what is signed already stays as it is.

    `name_above` is who signed opposite; where it is empty the holder of the post above.
    """
    rows = list(lines)
    paper: dict[str, Any] = {"how": PAPER, "on": on, "place": place, "by_id": None}
    unsigned = [line for line in rows if line.own is None]
    count = _keep(actor, round_, unsigned, OWN, name=lambda line: line.person.name, **paper)
    opposite = [line for line in rows if line.over is None and (name_above or line.above_people)]
    return count + _keep(
        actor, round_, opposite, ABOVE, name=lambda line: name_above or _names_above(line), **paper
    )


def _names_above(line: Line) -> str:
    return "、".join(name for _pk, name in line.above_people)[:40]


def _self(actor: Any) -> Callable[[Line], str]:
    return lambda _line: actor.name


def _keep(actor: Any, round_: Round, lines: list[Line], side: str, **given: Any) -> int:
    """Write signatures down, each once however often it is asked, and count anew."""
    if not lines:
        return 0
    now = timezone.now()
    _settle_texts(actor, round_, lines)
    before = _numbers(round_, lines, side)
    rows = [_row(round_, line, side, before.get(_key(line), 0) + 1, now, given) for line in lines]
    if given["how"] == PAPER:
        for row in rows:
            row.noted_by_name = actor.name
    Signature.objects.bulk_create(rows, ignore_conflicts=True)
    own = {row.pk for row in rows}
    kept = Signature.objects.filter(school_id=round_.school_id, pk__in=own).count()
    if kept:
        _log(actor, round_, rows, side, kept)
        recount(round_.school_id)
    return kept


def _settle_texts(actor: Any, round_: Round, lines: list[Line]) -> None:
    """Let a text that was shipped after the round began be written down before it is signed."""
    if all(line.text.number for line in lines):
        return
    keep_shipped(actor, round_.year)
    texts = texts_for(round_.school_id, round_.year)
    for line in lines:
        line.text = texts[line.role]


def _key(line: Line) -> tuple[Any, str, Any]:
    return (line.person.id, line.role, line.text.pk)


def _numbers(round_: Round, lines: list[Line], side: str) -> dict[Any, int]:
    """Return the number of the newest row of each agreement's side."""
    rows = Signature.objects.filter(
        school_id=round_.school_id, round_id=round_.pk, side=side,
        staff_id__in={line.person.id for line in lines},
    )  # fmt: skip
    found: dict[Any, int] = {}
    for staff, role, text, number in rows.values_list("staff_id", "role", "text_id", "number"):
        found[(staff, role, text)] = max(number, found.get((staff, role, text), 0))
    return found


def _row(
    round_: Round, line: Line, side: str, number: int, now: Any, given: dict[str, Any]
) -> Signature:
    return Signature(
        school_id=round_.school_id, round_id=round_.pk, staff_id=line.person.id, role=line.role,
        text_id=line.text.pk, side=side, number=number, seal=seal_of(line.text), at=now,
        **{"on": timezone.localdate(now), **given, "name": given["name"](line)},
    )  # fmt: skip


def _log(actor: Any, round_: Round, rows: list[Signature], side: str, count: int) -> None:
    one = rows[0].staff_id if len(rows) == 1 else None
    label = str(ROLES[rows[0].role].label) if one else ""
    who = actor if actor.school_id else Person(actor.name, actor.user_id, round_.school_id)
    record(
        who,
        "safety_paper_noted" if rows[0].how == PAPER
        else "safety_signed" if side == OWN else "safety_countersigned",
        kind="safety_agreement", object_id=one, label=label, count=count,
    )  # fmt: skip


def may_take_back(actor: Any, signature: Signature) -> bool:
    """Say whether somebody may take a signature back: one noted from paper, or their own opposite."""
    if signature.how == PAPER:
        return bool(actor.everywhere("safety_agreement", "write"))
    return signature.side == ABOVE and signature.by_id == actor.staff_id


@transaction.atomic
def take_back(actor: Any, signature: Signature, reason: str) -> None:
    """Take a signature back by a row of its own, with a reason; the signature stays to be seen."""
    now = timezone.now()
    same = {
        name: getattr(signature, name)
        for name in (
            "round_id",
            "staff_id",
            "role",
            "text_id",
            "side",
            "how",
            "by_id",
            "name",
            "seal",
        )
    }
    made = Signature(
        school_id=signature.school_id, number=signature.number + 1, withdrawn=True, reason=reason,
        noted_by_name=actor.name, on=timezone.localdate(now), at=now, **same,
    )  # fmt: skip
    Signature.objects.bulk_create([made], ignore_conflicts=True)
    record(
        actor, "safety_taken_back", kind="safety_agreement", object_id=signature.staff_id,
        label=str(ROLES[signature.role].label), side=signature.side,
    )  # fmt: skip
    recount(signature.school_id)

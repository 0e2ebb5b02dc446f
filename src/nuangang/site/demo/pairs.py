"""The demonstration's agent parents, paired by the product's own solver."""

from datetime import date
from typing import Any

from nuangang.accounts.models import School
from nuangang.mentoring.effect import reasons_of
from nuangang.mentoring.matching import propose
from nuangang.mentoring.roll import roll_of
from nuangang.people.actions.agreements import note_agreements
from nuangang.people.actions.ties import tie_all
from nuangang.people.models import Child, Staff, Tie
from nuangang.site.demo.invent import Inventor

LEFT_BEHIND = ("one", "both", "other")


def pair_up(
    inventor: Inventor,
    actor: Any,
    school: School,
    *,
    since: date,
    without: int,
    joined: date,
) -> None:
    """Tie every left-behind child but `without` newcomers, who joined on `joined`."""
    children = list(Child.objects.of(school).filter(left_behind__in=LEFT_BEHIND).order_by("id"))
    newcomers = inventor.draw.sample(children, without)
    Child.objects.of(school).filter(pk__in=[c.pk for c in newcomers]).update(joined_on=joined)
    roll = roll_of(school, since)
    staff = Staff.objects.of(school).in_bulk(list(roll.adults))
    waiting = {c.pk: c for c in children if c.pk in roll.children}
    plan = propose(roll.children_to_pair(), roll.adults_to_pair(), roll.wishes.preferences)
    ties = tie_all(
        actor,
        [(waiting[p.child], staff[p.adult], reasons_of(p)) for p in plan.pairs],
        since=since,
    )
    _said_yes(actor, ties, since)


def _said_yes(actor: Any, ties: list[Tie], on: date) -> None:
    """Note who said yes, as lists come back signed: nearly all, some without the family's name."""
    signed, without_family = ties[len(ties) // 10 :], ties[: len(ties) // 20]
    note_agreements(actor, signed, Tie.Side.values, on=on)
    note_agreements(actor, without_family, [Tie.Side.ADULT, Tie.Side.CHILD], on=on)

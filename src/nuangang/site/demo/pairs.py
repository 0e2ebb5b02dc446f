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

OF_OUTSIDE = 3
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
    inside = [adult for adult in roll.adults_to_pair() if not staff[adult.id].outside]
    plan = propose(roll.children_to_pair(), inside, roll.wishes.preferences)
    pairs = [(waiting[p.child], staff[p.adult], reasons_of(p)) for p in plan.pairs]
    ties = tie_all(actor, _of_their_village(school, pairs), since=since)
    _said_yes(actor, ties, since)


def _of_their_village(school: School, pairs: list[Any]) -> list[Any]:
    """Give people from outside three children of their own village each."""
    there = Staff.objects.of(school).filter(outside=True)
    places = {person.village: [person] * OF_OUTSIDE for person in there}
    return [
        (child, places[child.village].pop(), why)
        if places.get(child.village)
        else (child, adult, why)
        for child, adult, why in pairs
    ]


def _said_yes(actor: Any, ties: list[Tie], on: date) -> None:
    """Note who said yes, as lists come back signed: nearly all, some without the family's name."""
    signed, without_family = ties[len(ties) // 10 :], ties[: len(ties) // 20]
    note_agreements(actor, signed, Tie.Side.values, on=on)
    note_agreements(actor, without_family, [Tie.Side.ADULT, Tie.Side.CHILD], on=on)

"""The demonstration's agent parents, paired by the product's own solver."""

from datetime import date
from typing import Any

from nuangang.accounts.models import School
from nuangang.mentoring.effect import reasons_of
from nuangang.mentoring.matching import propose
from nuangang.mentoring.roll import roll_of
from nuangang.people.actions.ties import tie_all
from nuangang.people.models import Child, Staff
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
    tie_all(
        actor,
        [(waiting[p.child], staff[p.adult], reasons_of(p)) for p in plan.pairs],
        since=since,
    )

"""Which children somebody may name, to say that they worry or that something happened: name and class."""

from datetime import date

from django.db.models import QuerySet

from nuangang.people.guards import by_child
from nuangang.people.models import Child
from nuangang.people.queries import found_by, here, school_year_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import Guard

_NAMED = Guard("child_name", by_child())


def children_to_name(actor: Actor, on: date) -> QuerySet[Child]:
    """Return the children whom the actor may name: name and class, not the file."""
    rows = Child.objects.filter(school_id=actor.school_id)
    return here(rows.filter(_NAMED.narrow(actor, "read")), on)


def named_by(actor: Actor, words: str, on: date) -> QuerySet[Child]:
    """Return those of `children_to_name` whom every one of the typed words finds."""
    rows, year = children_to_name(actor, on), school_year_of(actor, on)
    for word in words.split()[:6]:
        rows = rows.filter(found_by(actor, word, year, on))
    return rows

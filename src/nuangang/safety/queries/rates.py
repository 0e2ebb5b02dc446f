"""How many signed: for the whole school and by level, department and post, each number with its list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from nuangang.policy.actor import Actor
from nuangang.safety.levels import LEVELS, ROLES
from nuangang.safety.queries.owed import DONE, ONE_SIDE, TO_SIGN, Line


@dataclass
class Rate:
    """Agreements owed, signed by their own side, and by both."""

    label: str = ""
    value: str = ""
    owed: int = 0
    signed: int = 0
    done: int = 0

    def add(self, line: Line) -> None:
        """Count one agreement."""
        self.owed += 1
        self.signed += line.own is not None
        self.done += line.state == DONE

    @property
    def missing(self) -> int:
        """Return how many have not signed."""
        return self.owed - self.signed

    @property
    def waiting(self) -> int:
        """Return how many wait for the level above."""
        return self.signed - self.done


def whole(lines: Iterable[Line]) -> Rate:
    """Return the rate over all lines."""
    found = Rate()
    for line in lines:
        found.add(line)
    return found


def by_level(lines: Iterable[Line]) -> list[Rate]:
    """Return a rate for each level that has somebody."""
    return _grouped(lines, lambda line: (str(line.level), str(LEVELS[line.level])))


def by_post(lines: Iterable[Line]) -> list[Rate]:
    """Return a rate for each post that somebody holds."""
    return _grouped(lines, lambda line: (line.role, str(ROLES[line.role].label)))


def by_department(lines: Iterable[Line]) -> list[Rate]:
    """Return a rate for each department; who belongs to none is in none of them."""
    rows = [line for line in lines if line.department]
    return _grouped(rows, lambda line: (line.department, line.department))


def _grouped(lines: Iterable[Line], of: Callable[[Line], tuple[str, str]]) -> list[Rate]:
    found: dict[str, Rate] = {}
    for line in lines:
        value, label = of(line)
        found.setdefault(value, Rate(label, value)).add(line)
    return list(found.values())


def seen_by(actor: Actor, lines: Iterable[Line]) -> list[Line]:
    """Keep the lines that somebody may see: all, or their own and those opposite to which they sign."""
    if actor.everywhere("safety_agreement"):
        return list(lines)
    return [line for line in lines if line.person.id == actor.staff_id or is_above(actor, line)]


def is_above(actor: Actor, line: Line) -> bool:
    """Say whether somebody may sign opposite to a line: by their post, and never to themselves."""
    return line.person.id != actor.staff_id and bool(set(actor.posts) & set(ROLES[line.role].above))


def is_asked(actor: Actor, line: Line) -> bool:
    """Say whether it is this person's turn to sign opposite."""
    return line.state == ONE_SIDE and any(pk == actor.staff_id for pk, _name in line.above_people)


def narrowed(lines: Iterable[Line], asked: dict[str, Any], actor: Actor) -> list[Line]:
    """Return the lines that fit a list's filters: q, state (or mine), level, role, department."""
    found = list(lines)
    if words := str(asked.get("q", "")).lower():
        found = [line for line in found if words in line.person.search or words in line.person.name]
    if (state := asked.get("state")) == "mine":
        found = [line for line in found if is_asked(actor, line)]
    elif state == "older":
        found = [line for line in found if line.older]
    elif state in (TO_SIGN, ONE_SIDE, DONE):
        found = [line for line in found if line.state == state]
    for name in ("level", "role", "department"):
        if value := asked.get(name):
            found = [line for line in found if str(getattr(line, name)) == value]
    return found

"""What the front page lists: each part of the law's papers, and how it stands.

A part stands in the module of its own thing; here is only the list and its order.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from nuangang.policy.actor import Actor

MET, WAITING, URGENT, PLAIN = "met", "waiting", "urgent", ""


@dataclass(frozen=True)
class State:
    """How a part stands today: a few words, and whether somebody has to act."""

    words: str
    kind: str = PLAIN


@dataclass(frozen=True)
class Part:
    """One line of the front page; `right` is the kind of record that has to be readable."""

    title: Any
    about: Any
    view: str
    right: str
    state: Callable[[Actor, date], State]
    law: str = ""


def parts() -> tuple[Part, ...]:
    """Return all parts in the order in which a school does them."""
    from nuangang.privacy.queries import (
        assessments,
        breaches,
        conduct,
        consents,
        packs,
        public_lists,
        requests,
        retention,
        rules,
        sharing,
    )

    return (
        rules.PART,
        consents.PART,
        requests.PART,
        retention.PART,
        assessments.PART,
        sharing.PART,
        public_lists.PART,
        conduct.PART,
        breaches.PART,
        packs.PART,
    )


def parts_for(actor: Actor, on: date) -> list[tuple[Part, State]]:
    """Return the parts that `actor` may open, each with its state on `on`."""
    return [(part, part.state(actor, on)) for part in parts() if actor.may(part.right)]

"""How far the files of each class are, and what they still lack (R20–R23)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from nuangang.accounts.posts import Post
from nuangang.people.completeness import GAPS, TURNS
from nuangang.people.models import StaffPost
from nuangang.people.queries import LEFT_BEHIND, files_here
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible


@dataclass
class ClassFiles:
    """The files of one class: all children, the left-behind, those whose file is complete."""

    children: int = 0
    left_behind: int = 0
    full: int = 0
    unknown: int = 0
    lacking: Counter[str] = field(default_factory=Counter)

    @property
    def percent(self) -> int | None:
        """Return the file rate of the left-behind children (R23), None where there are none."""
        return self.full * 100 // self.left_behind if self.left_behind else None

    def turns(self) -> list[dict[str, Any]]:
        """Return by whose turn it is: the label, and each missing thing with how many files."""
        return [
            {"whose": whose, "label": label, "gaps": theirs}
            for whose, label in TURNS.items()
            if (
                theirs := [
                    (GAPS[code], count)
                    for code, count in self.lacking.most_common()
                    if GAPS[code].whose == whose
                ]
            )
        ]

    def count(self, label: str, gaps: Iterable[str]) -> None:
        """Count one child's file."""
        counts = label in LEFT_BEHIND
        gaps = [code for code in gaps if code in GAPS]
        self.children += 1
        self.left_behind += counts
        self.full += counts and not gaps
        self.unknown += label == "unknown"
        self.lacking.update(gaps)


def files_by_class(actor: Actor, on: date) -> dict[UUID | None, ClassFiles]:
    """Return how far the files are, per class id, of the children the actor may see; one statement."""
    found: dict[UUID | None, ClassFiles] = {}
    rows = files_here(actor, on).order_by().values_list("klass_id", "left_behind", "gaps")
    for klass_id, label, gaps in rows:
        found.setdefault(klass_id, ClassFiles()).count(label, gaps)
    return found


def together(parts: Iterable[ClassFiles]) -> ClassFiles:
    """Return the sum over several classes."""
    whole = ClassFiles()
    for part in parts:
        whole.children += part.children
        whole.left_behind += part.left_behind
        whole.full += part.full
        whole.unknown += part.unknown
        whole.lacking.update(part.lacking)
    return whole


def class_teachers(actor: Actor, on: date) -> dict[UUID, str]:
    """Return who is class teacher of each class on a day, names joined where two are."""
    held = visible(actor, StaffPost).filter(post=Post.CLASS_TEACHER, since__lte=on)
    rows = held.exclude(until__lte=on).order_by("since")
    found: dict[UUID, list[str]] = {}
    for klass_id, name in rows.values_list("klass_id", "staff__name"):
        found.setdefault(klass_id, []).append(name)
    return {klass_id: "、".join(names) for klass_id, names in found.items() if klass_id}

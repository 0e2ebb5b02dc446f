"""What a ready rule and a ready set are, before a school has made them its own."""

from dataclasses import dataclass, field
from typing import Any

from nuangang.care.models import CareRule, Kind

AGENT_PARENT, CLASS_TEACHER = CareRule.OwedBy.AGENT_PARENT, CareRule.OwedBy.CLASS_TEACHER
EVERY_TEACHER, FAMILY = CareRule.OwedBy.EVERY_TEACHER, CareRule.OwedBy.FAMILY
PER_CHILD, PER_ADULT = CareRule.Owed.PER_CHILD, CareRule.Owed.PER_ADULT
PER_CLASS, PER_DORM = CareRule.Owed.PER_CLASS, CareRule.Owed.PER_DORM
PER_SCHOOL = CareRule.Owed.PER_SCHOOL
POSTS, SCHOOL = CareRule.OwedBy.POSTS, CareRule.OwedBy.SCHOOL
RECORDS, CHILDREN, DAYS = CareRule.Counting
ANY_CALL = (Kind.PARENT_CALL, Kind.CARER_CALL)
MEETING_THE_CHILD = (Kind.TALK, Kind.TUTORING, Kind.HOME_VISIT, Kind.ACTIVITY)


@dataclass(frozen=True)
class ReadyRule:
    """One promise: the columns of a care rule before a school has made it its own."""

    name: Any
    kind: str
    unit: str
    count: int = 1
    every: int = 1
    proofs: tuple[str, ...] = ()
    owed_by: str = AGENT_PARENT
    owed: str = PER_CHILD
    counting: str = RECORDS
    at_most: int | None = None
    window: dict = field(default_factory=dict)
    children: dict = field(default_factory=dict)
    owing: dict = field(default_factory=dict)
    share: int | None = None

    def columns(self) -> dict[str, Any]:
        """Return the columns of the care rule this becomes."""
        return {
            "name": str(self.name),
            "kind": str(self.kind),
            "proofs": [str(kind) for kind in self.proofs or (self.kind,)],
            "owed_by": str(self.owed_by),
            "owed": str(self.owed),
            "counting": str(self.counting),
            "unit": self.unit,
            "every": self.every,
            "count": self.count,
            "at_most": self.at_most,
            "window": dict(self.window),
            "children": dict(self.children),
            "owing": dict(self.owing),
            "share": self.share,
        }


@dataclass(frozen=True)
class ReadySet:
    """Rules that belong together, what they are called and where they come from."""

    name: Any
    origin: Any
    rules: tuple[ReadyRule, ...]

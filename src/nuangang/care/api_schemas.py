"""How care records and duties look in the API."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias
from uuid import UUID

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from nuangang.care.kind import OWN_PATTERN
from nuangang.care.kinds import ASPECTS
from nuangang.care.models import CareRecord, Kind
from nuangang.care.queries.home import SPOKEN
from nuangang.lib.api.paging import Asked, YesNo
from nuangang.lib.api.types import Day, Id, Moment
from nuangang.people.api_schemas import ClassOut, Named

if TYPE_CHECKING:  # the words are data, which mypy takes for no type
    KindWord: TypeAlias = str
    CouldNot: TypeAlias = str
    Mood: TypeAlias = str
    Aspect: TypeAlias = str
    Whom: TypeAlias = str
else:
    # One of ours, or a kind that the school has named itself.
    KindWord = Literal[tuple(Kind.values)] | Annotated[str, StringConstraints(pattern=OWN_PATTERN)]
    CouldNot = Literal[("", *CareRecord.CouldNot.values)]
    Mood = Literal[("", *CareRecord.Mood.values)]
    Aspect = Literal[tuple(ASPECTS)]
    Whom = Literal[("", *(kin.value for kin in SPOKEN))]

# NUL no database takes; a reason of blanks alone is none.
Reason = Annotated[
    str,
    StringConstraints(max_length=120, pattern=r"^[^\x00]*[0-9A-Za-z\u4e00-\u9fff][^\x00]*$"),
]
Words = Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00]*$")]
MOST_CHILDREN = 100


class RecordOut(BaseModel):
    """Something done for a child, or the attempt; never changed, only followed by a later row."""

    id: UUID
    child: Named
    kind: KindWord
    happened_on: date
    staff: Named = Field(description=gettext_noop("Who did it."))
    recorded_by: Named
    recorded_at: datetime
    could_not: CouldNot = Field(
        description=gettext_noop("Why it did not work out; '' when it did.")
    )
    aspects: list[str]
    mood: Mood
    with_whom: str
    words: str
    follow_up_on: date | None
    late_for: date | None = Field(
        description=gettext_noop("Last day of the period for which it was told too late.")
    )
    supersedes: UUID | None = Field(description=gettext_noop("The row that this one corrects."))
    superseded_by: UUID | None = Field(
        description=gettext_noop("The row that corrects this one or takes it back.")
    )
    withdrawn: bool = Field(description=gettext_noop("Takes back the row it supersedes."))
    reason: str = Field(description=gettext_noop("Why it was corrected or taken back."))


class RecordsAsked(Asked):
    """Which care records are wanted."""

    child: Id | None = Field(None, description=gettext_noop("Of this child."))
    staff: Id | None = Field(None, description=gettext_noop("Done by this person."))
    kind: KindWord | None = Field(None, description=gettext_noop("Of this kind."))
    happened_from: Day | None = Field(None, description=gettext_noop("On this day or later."))
    happened_to: Day | None = Field(None, description=gettext_noop("On this day or earlier."))
    changed_since: Moment | None = Field(
        None, description=gettext_noop("Written, corrected or taken back since.")
    )
    superseded: YesNo = Field(
        "false",
        description=gettext_noop(
            "true: also rows corrected or taken back, and those that take back; needed to follow "
            "changes."
        ),
    )


class Saying(BaseModel):
    """What is said of something done for a child."""

    model_config = ConfigDict(extra="forbid")

    kind: KindWord
    happened_on: Day = Field(description=gettext_noop("Today, or up to 120 days ago."))
    could_not: CouldNot = Field(
        "", description=gettext_noop("Why it did not work out; it meets no duty then.")
    )
    aspects: list[Aspect] = Field([], max_length=len(ASPECTS))
    mood: Mood = ""
    with_whom: Whom = Field("", description=gettext_noop("Who was spoken with, in a call."))
    words: Words = ""
    follow_up_on: Day | None = Field(
        None,
        description=gettext_noop(
            "The day somebody wants to come back to it; kept as sent, even when it is over."
        ),
    )


class RecordIn(Saying):
    """One thing done for one child or for several at once."""

    id: Id = Field(
        description=gettext_noop(
            "Made by you: sending the same id again makes no second record. With one child it is "
            "the record's id; with several, each record's id is made from it and the child's."
        )
    )
    children: list[Id] = Field(min_length=1, max_length=MOST_CHILDREN)
    staff: Id | None = Field(
        None,
        description=gettext_noop(
            "Who did it; the person the token acts for unless told. Only with a right over the "
            "whole school."
        ),
    )


class RecordsOut(BaseModel):
    """The records that one sending stands for, in the order of its children."""

    items: list[RecordOut]


class CorrectionIn(BaseModel):
    """What is different from what was written; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason
    kind: KindWord | None = None
    happened_on: Day | None = None
    could_not: CouldNot | None = None
    aspects: list[Aspect] | None = Field(None, max_length=len(ASPECTS))
    mood: Mood | None = None
    with_whom: Whom | None = None
    words: Words | None = None
    follow_up_on: Day | None = None

    def changes(self) -> dict[str, Any]:
        """Return what was given; null leaves a field as it is, except the day to come back."""
        given = self.model_dump(exclude_unset=True, exclude={"reason"})
        return {n: v for n, v in given.items() if v is not None or n == "follow_up_on"}


class WithdrawalIn(BaseModel):
    """Why a record is taken back."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason


class DutyOut(BaseModel):
    """What is owed to a child (or by a grown-up, for a class, by the school) in the present period."""

    id: UUID
    rule: Named
    kind: KindWord
    child: Named | None
    klass: ClassOut | None = Field(serialization_alias="class")
    staff: Named | None = Field(description=gettext_noop("Who owes it; null for nobody yet."))
    state: Literal["met", "waiting", "urgent", "excused"] = Field(
        description=gettext_noop("met: done; waiting: to do; urgent: late; excused: not asked for.")
    )
    done: int
    owed: int
    begins: date
    ends: date
    due_at: datetime
    last_done_on: date | None
    last_done_by: Named | None
    missed_in_a_row: int


class DutiesAsked(Asked):
    """Which standing duties are wanted."""

    state: Literal["met", "waiting", "urgent", "excused", "missed_twice"] | None = Field(
        None, description=gettext_noop("As the page Duties has them; missed_twice is late as well.")
    )
    child: Id | None = Field(None, description=gettext_noop("Owed to this child."))
    staff: Id | None = Field(None, description=gettext_noop("Owed by this person."))
    class_id: Id | None = Field(None, description=gettext_noop("Of this class."))
    kind: KindWord | None = Field(None, description=gettext_noop("Of this kind."))
    due: Literal["now", "week"] | None = Field(
        None, description=gettext_noop("Owed in the present period; falling due by Sunday.")
    )
    due_to: Day | None = Field(
        None, description=gettext_noop("Falling due on this day or earlier.")
    )

"""How children, their families and classes look in the API."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

from nuangang.lib.api.paging import Asked, YesNo
from nuangang.lib.api.types import Id, Moment
from nuangang.people.models import Kin, ParentFact

LABELS = Literal["any", "one", "both", "other", "no", "unknown"]
PRESENCE = Literal["here", "left", "all"]


class Named(BaseModel):
    """Something else by its id, with its name."""

    id: UUID
    name: str


class ClassOut(BaseModel):
    """A class; its name and grade are those of this school year."""

    id: UUID
    name: str = Field(description=gettext_noop("As the school says it: 七(1)班."))
    grade: int
    number: int
    entry_year: int


class AgentParentOut(BaseModel):
    """The grown-up at school whom a child is paired with."""

    id: UUID
    name: str
    since: date


class ChildOut(BaseModel):
    """A child; what the token may not see is null: to some, all but name and class."""

    id: UUID
    name: str
    gender: str = Field(description="male, female, ''")
    birth: date | None
    birth_is_month: bool | None = Field(
        description=gettext_noop("Only the month of birth is known.")
    )
    student_number: str | None
    roll_number: str | None = Field(description=gettext_noop("Needs the scope identity."))
    id_number: str | None = Field(description=gettext_noop("Needs the scope identity."))
    klass: ClassOut | None = Field(serialization_alias="class")
    boarding: bool | None
    village: str | None
    address: str | None = Field(description=gettext_noop("Needs the scope contact."))
    left_behind: str | None = Field(description="no, one, both, other, unknown")
    left_behind_as_of: date | None
    agent_parent: AgentParentOut | None
    gaps: list[str] | None = Field(description=gettext_noop("What the file lacks."))
    family_situation: str | None = Field(description=gettext_noop("Needs the scope family:read."))
    income_sources: str | None = Field(description=gettext_noop("Needs the scope family:read."))
    aid: str | None = Field(description=gettext_noop("Needs the scope family:read."))
    health: str | None = Field(description=gettext_noop("Needs the scope health."))
    illness: str | None = Field(description=gettext_noop("Needs the scope health."))
    disability: str | None = Field(description=gettext_noop("Needs the scope health."))
    special_needs: bool | None = Field(description=gettext_noop("Needs the scope health."))
    joined_on: date | None
    left_on: date | None
    leave_reason: str | None
    verified_on: date | None
    changed_at: datetime = Field(
        description=gettext_noop("When something was last typed or read in.")
    )


class ChildrenAsked(Asked):
    """Which children are wanted."""

    class_id: Id | None = Field(None, description=gettext_noop("Of this class."))
    left_behind: LABELS | None = Field(
        None, description=gettext_noop("Left-behind by the school's definition; any of them: any.")
    )
    agent_parent: Id | None = Field(None, description=gettext_noop("Paired with this grown-up."))
    boarding: YesNo | None = Field(None, description=gettext_noop("Boards at school or doesn't."))
    presence: PRESENCE = Field(
        "here", description=gettext_noop("At the school today, gone, or all.")
    )
    changed_since: Moment | None = Field(
        None,
        description=gettext_noop(
            "Whose file, family, label or pair has changed since, new children too."
        ),
    )


class RelativeOut(BaseModel):
    """A parent, grandparent or carer of one child."""

    id: UUID
    child_id: UUID
    kin: str = Field(description=", ".join(Kin.values))
    kin_word: str = Field(description=gettext_noop("As the family says it."))
    name: str
    birth_year: int | None
    is_carer: bool = Field(description=gettext_noop("Cares for the child at home."))
    is_emergency: bool
    occupation: str
    workplace: str
    work_unit: str
    health: str | None = Field(description=gettext_noop("Needs the scope health."))
    id_number: str | None = Field(description=gettext_noop("Needs the scope identity."))
    address: str | None = Field(description=gettext_noop("Needs the scope contact."))
    wechat: str | None = Field(description=gettext_noop("Needs the scope contact."))


class ContactOut(BaseModel):
    """A number by which somebody can be reached, in calling order."""

    id: UUID
    child_id: UUID
    relative_id: UUID | None
    label: str
    number: str | None = Field(description=gettext_noop("Needs the scope contact."))
    call_order: int
    may_call: bool
    last_reached_on: date | None
    failed_calls: int


class ParentFactOut(BaseModel):
    """One dated fact about one parent; who counts as left-behind follows from these."""

    id: UUID
    child_id: UUID
    parent: str = Field(description=", ".join(ParentFact.Parent.values))
    kind: str = Field(description=", ".join(ParentFact.Kind.values))
    value: str
    since: date | None
    until: date | None
    place: str
    distance: str

"""The people of a school: children, their families, the staff, and who cares for whom."""

from nuangang.people.models.children import Child, ChildGroup, SchoolClass
from nuangang.people.models.clearances import Clearance
from nuangang.people.models.consents import Consent
from nuangang.people.models.family import (
    Ability,
    Contact,
    Distance,
    Kin,
    Life,
    Marital,
    ParentFact,
    Relative,
    Residence,
)
from nuangang.people.models.history import Change
from nuangang.people.models.kept import KeptPart
from nuangang.people.models.reviews import AccessReview
from nuangang.people.models.staff import Department, Staff, StaffPost
from nuangang.people.models.ties import Tie, holding, not_over

__all__ = [
    "Ability",
    "AccessReview",
    "Change",
    "Child",
    "ChildGroup",
    "Clearance",
    "Consent",
    "Contact",
    "Department",
    "Distance",
    "KeptPart",
    "Kin",
    "Life",
    "Marital",
    "ParentFact",
    "Relative",
    "Residence",
    "SchoolClass",
    "Staff",
    "StaffPost",
    "Tie",
    "holding",
    "not_over",
]

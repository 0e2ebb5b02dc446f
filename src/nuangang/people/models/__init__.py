"""The people of a school: children, their families, the staff, and who cares for whom."""

from nuangang.people.models.children import Child, ChildGroup, SchoolClass
from nuangang.people.models.family import Contact, ParentFact, Relative
from nuangang.people.models.history import Change
from nuangang.people.models.staff import Department, Staff, StaffPost
from nuangang.people.models.ties import Tie

__all__ = [
    "Change",
    "Child",
    "ChildGroup",
    "Contact",
    "Department",
    "ParentFact",
    "Relative",
    "SchoolClass",
    "Staff",
    "StaffPost",
    "Tie",
]

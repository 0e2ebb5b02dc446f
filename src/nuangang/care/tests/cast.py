"""The people of care's tests: a school with two agent parents, and another school beside it."""

from datetime import date, datetime, time
from typing import Any

from nuangang.accounts.models import School, User
from nuangang.accounts.posts import Post
from nuangang.care.actions import record_care
from nuangang.care.models import CareRecord, CareRule, Duty
from nuangang.people.actors import actor_for
from nuangang.people.models import Child, SchoolClass, Staff, StaffPost, Tie
from nuangang.policy.actor import Actor
from nuangang.terms.calendar import SCHOOL_ZONE

MONDAY = date(2026, 11, 16)
FRIDAY = date(2026, 11, 20)
NEXT_MONDAY = date(2026, 11, 23)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment at school."""
    return datetime.combine(day, time(hour, minute), SCHOOL_ZONE)


class Cast:
    """Wang cares for An and Bo of class 1, Li for Chen of class 2; Lin teaches class 1."""

    def __init__(self) -> None:
        self.school = School.objects.create(short_name="an", name="安平中学")
        self.class_1, self.class_2 = (self.klass(number) for number in (1, 2))
        self.lead, self.lin = self.person("周主任", "lead"), self.person("林老师", "lin")
        self.wang, self.li = self.person("王老师", "wang"), self.person("李老师", "li")
        self.post(self.lead, Post.LEAD)
        self.post(self.lin, Post.CLASS_TEACHER, klass=self.class_1)
        self.an, self.bo = self.child("安安"), self.child("波波")
        self.chen = self.child("晨晨", klass=self.class_2)
        for child, adult in ((self.an, self.wang), (self.bo, self.wang), (self.chen, self.li)):
            self.tie(child, adult)

    def klass(self, number: int) -> SchoolClass:
        """Open a class of grade 7."""
        return SchoolClass.objects.create(school=self.school, entry_year=2026, number=number)

    def person(self, name: str, login: str, school: School | None = None) -> Staff:
        """Employ somebody who can sign in."""
        user = User.objects.create_user(login, "secret word 1", name=name)
        return Staff.objects.create(
            school=school or self.school, user=user, name=name, since=date(2020, 9, 1)
        )

    def post(self, staff: Staff, post: str, **more: Any) -> StaffPost:
        """Give somebody a post."""
        return StaffPost.objects.create(
            school=staff.school, staff=staff, post=post, since=date(2020, 9, 1), **more
        )

    def child(self, name: str, **more: Any) -> Child:
        """Enrol a left-behind child in class 1."""
        given = {"klass": self.class_1, "left_behind": "both", "joined_on": date(2026, 9, 1)}
        return Child.objects.create(**{"school": self.school, "name": name, **given, **more})

    def tie(self, child: Child, adult: Staff, since: date = date(2026, 9, 1)) -> Tie:
        """Make somebody the agent parent of a child."""
        return Tie.objects.create(school=child.school, child=child, adult=adult, since=since)

    def as_(self, staff: Staff) -> Actor:
        """Return what somebody acts as."""
        actor = actor_for(staff.user_id)
        assert actor is not None
        return actor

    def rule(self, kind: str = "talk", **more: Any) -> CareRule:
        """Make a rule that has held since the term began."""
        given = {
            "name": "每周谈心",
            "proofs": [kind],
            "owed_by": "agent_parent",
            "unit": "teaching_week",
            "since": date(2026, 9, 1),
        }
        return CareRule.objects.create(school=self.school, kind=kind, **{**given, **more})

    def talk(self, staff: Staff, *children: Child, now: datetime, **more: Any) -> list[CareRecord]:
        """Let somebody record a talk, today unless told."""
        given = {"kind": "talk", "happened_on": now.date()}
        return record_care(self.as_(staff), children, now=now, **{**given, **more})

    def duty(self, child: Child, rule: CareRule | None = None) -> Duty:
        """Return the one duty that stands for a child."""
        rows = Duty.objects.filter(child=child, closed_on__isnull=True)
        return rows.get(rule=rule) if rule else rows.get()

"""The people of pairing's tests: two classes, four children, three agent parents, another school."""

from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from nuangang.accounts.models import School, User
from nuangang.accounts.posts import Post
from nuangang.mentoring.models import PlannedPair
from nuangang.people.actors import actor_for
from nuangang.people.models import Child, SchoolClass, Staff, StaffPost, Tie
from nuangang.policy.actor import Actor
from nuangang.terms.queries import calendar_of

LONG_AGO = date(2020, 9, 1)


class Cast:
    """Wang has An and Bo, Li has Chen, Xu (a party member) nobody, Dan has nobody; Lin teaches class 1."""

    def __init__(self) -> None:
        self.school = School.objects.create(short_name="an", name="安平中学")
        self.year = calendar_of(self.school).school_year_of(timezone.localdate())
        self.class_1, self.class_2 = (self.klass(number) for number in (1, 2))
        self.lead, self.lin = (
            self.person("周主任", "lead", may_mentor=False),
            self.person("林老师", "lin", may_mentor=False),
        )
        self.wang, self.li = self.person("王老师", "wang"), self.person("李老师", "li")
        self.xu = self.person("徐老师", "xu", party_member=True)
        self.post(self.lead, Post.LEAD)
        self.post(self.lin, Post.CLASS_TEACHER, klass=self.class_1)
        self.an, self.bo, self.dan = (self.child(name) for name in ("安安", "波波", "丹丹"))
        self.chen = self.child("晨晨", klass=self.class_2)
        for child, adult in ((self.an, self.wang), (self.bo, self.wang), (self.chen, self.li)):
            self.tie(child, adult)

    def klass(self, number: int) -> SchoolClass:
        """Open a class of grade 7."""
        return SchoolClass.objects.create(
            school=self.school, entry_year=self.year, entry_grade=7, number=number
        )

    def person(self, name: str, login: str, **more: Any) -> Staff:
        """Employ somebody who can sign in."""
        user = User.objects.create_user(login, "secret word 1", name=name)
        given = {"school": self.school, "user": user, "name": name, "since": LONG_AGO, **more}
        return Staff.objects.create(search=name, **given)

    def post(self, staff: Staff, post: str, **more: Any) -> StaffPost:
        """Give somebody a post."""
        return StaffPost.objects.create(
            school=staff.school, staff=staff, post=post, since=LONG_AGO, **more
        )

    def child(self, name: str, **more: Any) -> Child:
        """Enrol a left-behind child in class 1."""
        given = {"klass": self.class_1, "left_behind": "both", "search": name}
        return Child.objects.create(**{"school": self.school, "name": name, **given, **more})

    def tie(self, child: Child, adult: Staff) -> Tie:
        """Make somebody the agent parent of a child."""
        return Tie.objects.create(school=child.school, child=child, adult=adult, since=LONG_AGO)

    def as_(self, staff: Staff) -> Actor:
        """Return what somebody acts as, with the school as it is now."""
        actor = actor_for(staff.user_id)
        assert actor is not None
        return actor

    def browser(self, staff: Staff) -> Client:
        """Return a client in which somebody is signed in."""
        client = Client()
        client.force_login(staff.user)
        return client

    def held(self) -> dict[str, str]:
        """Return the pairs of today by name."""
        rows = Tie.objects.filter(school=self.school, until__isnull=True)
        return dict(rows.values_list("child__name", "adult__name"))

    def drafted(self) -> dict[str, str | None]:
        """Return the pairs of the one draft by name."""
        rows = PlannedPair.objects.filter(plan__state="draft")
        return dict(rows.values_list("child__name", "adult__name"))

    def pair(self, child: Child) -> PlannedPair:
        """Return a child's place in the draft."""
        return PlannedPair.objects.get(plan__state="draft", child=child)


def other_school() -> tuple[Staff, Child]:
    """Return the lead and a child of another school."""
    school = School.objects.create(short_name="other", name="别的中学")
    user = User.objects.create_user("stranger", "secret word 1", name="生人")
    lead = Staff.objects.create(school=school, user=user, name="生人", since=LONG_AGO)
    StaffPost.objects.create(school=school, staff=lead, post=Post.LEAD, since=LONG_AGO)
    return lead, Child.objects.create(school=school, name="远远", left_behind="both")

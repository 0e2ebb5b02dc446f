"""The people of wellbeing's tests: the cast of care with a head, a counsellor, a deputy and others."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.accounts.posts import Post
from nuangang.care.tests.cast import Cast as CareCast
from nuangang.people.models import Child, SchoolClass, Staff
from nuangang.wellbeing.actions.concerns import raise_concern
from nuangang.wellbeing.actions.glass import break_glass
from nuangang.wellbeing.actions.notes import write_note
from nuangang.wellbeing.models import Concern, Glass, SealedNote

WORDS = "午饭后她说不想回家"
NOTE = "夜里常常醒，想妈妈"
REASON = "孩子没来上学，家里电话打不通，要知道她会去哪里"


class Cast(CareCast):
    """Care's cast (Wang cares for An; Lin teaches class 1) and those who read, keep and sign off."""

    def __init__(self) -> None:
        super().__init__()
        for name, login, post in (
            ("高校长", "head", Post.HEAD),
            ("心老师", "counsellor", Post.COUNSELLOR),
            ("副校长", "deputy", Post.DEPUTY),
            ("方书记", "secretary", Post.PARTY_SECRETARY),
        ):
            staff = self.person(name, login)
            self.post(staff, post)
            setattr(self, login, staff)
        self.head: Staff
        self.counsellor: Staff
        self.deputy: Staff
        self.secretary: Staff
        self.outside = self.person("村支书", "outside")
        Staff.objects.filter(pk=self.outside.pk, school=self.school).update(outside=True)
        self.browsers: dict[Any, Client] = {}

    def browser(self, staff: Staff) -> Client:
        """Return the browser in which somebody is signed in."""
        if staff.pk not in self.browsers:
            self.browsers[staff.pk] = Client()
            self.browsers[staff.pk].force_login(staff.user)
        return self.browsers[staff.pk]

    def get(self, staff: Staff, address: str, **data: Any) -> str:
        """Return a page as somebody sees it; empty when there is none."""
        answer = self.browser(staff).get(address, data)
        return answer.content.decode() if answer.status_code == 200 else ""

    def concern(self, by: Staff | None = None, *children: Child, **more: Any) -> Concern:
        """Let somebody write a concern about An, or about these children."""
        now = more.pop("now", None) or timezone.now()
        given = {"words": WORDS, "happened_on": now.date(), "urgency": "week", **more}
        about = children or (self.an,)
        return raise_concern(
            self.as_(by or self.wang), once=uuid4(), children=about, now=now, **given
        )

    def note(self, by: Staff | None = None, child: Child | None = None, **more: Any) -> SealedNote:
        """Let the counsellor write a note about An."""
        kind = more.pop("kind", SealedNote.Kind.COUNSELLING)
        given = {
            "happened_on": timezone.localdate(), "next_on": None, "once": uuid4(),
            "body": {"trouble": NOTE, "matter": NOTE}, **more,
        }  # fmt: skip
        return write_note(self.as_(by or self.counsellor), child or self.an, kind, **given)

    def break_glass(self, by: Staff | None = None, now: datetime | None = None) -> Glass:
        """Let the head break the glass for An."""
        return break_glass(self.as_(by or self.head), self.an, REASON, now=now)


def other_school() -> tuple[Staff, Child]:
    """Return the head and a child of another school."""
    cast = CareCast.__new__(CareCast)
    cast.school = School.objects.create(short_name="bei", name="北山中学")
    head = cast.person("北山校长", "north")
    cast.post(head, Post.HEAD)
    klass = SchoolClass.objects.create(school=cast.school, entry_year=2026, number=1)
    return head, Child.objects.create(school=cast.school, name="远远", klass=klass)

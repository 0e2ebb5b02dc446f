"""The people of people's tests: two schools, each with a class and a child."""

from datetime import date
from typing import Any

from nuangang.accounts.models import School
from nuangang.accounts.posts import Post
from nuangang.people.models import Child, SchoolClass, Staff
from nuangang.policy.actor import Actor


class Cast:
    """Two schools; in the first a class teacher, a lead, an agent parent, and two classes."""

    def __init__(self) -> None:
        self.school = School.objects.create(short_name="an", name="安平中学")
        self.other_school = School.objects.create(short_name="bei", name="北山中学")
        self.klass = SchoolClass.objects.create(school=self.school, entry_year=2026, number=1)
        self.other_class = SchoolClass.objects.create(school=self.school, entry_year=2026, number=2)
        self.lin = self.staff("林老师")
        self.wang = self.staff("王老师")
        self.lead = self.actor(Post.LEAD, staff=self.staff("德育主任"))
        self.teacher = self.actor(Post.CLASS_TEACHER, staff=self.lin, class_ids={self.klass.pk})
        self.records = self.actor(Post.RECORDS_OFFICER, staff=self.staff("学籍老师"))
        self.mentor = self.actor(staff=self.wang)

    def staff(self, name: str, **fields: Any) -> Staff:
        """Put somebody on the staff of the first school."""
        return Staff.objects.create(**{"school": self.school, "name": name, **fields})

    def actor(self, *posts: str, staff: Staff, class_ids: set = frozenset()) -> Actor:
        """Return what the staff member acts as."""
        roles = frozenset({*(str(p) for p in posts), Post.STAFF.value})
        return Actor(
            name=staff.name,
            staff_id=staff.pk,
            school=staff.school,
            roles=roles,
            class_ids=frozenset(class_ids),
            posts=tuple(str(p) for p in posts),
        )

    def agreed(self, child: Child, *purposes: str) -> Child:
        """Let the guardian's consent to these purposes stand for the child."""
        child.consents = sorted(purposes)
        Child.objects.filter(school=child.school, pk=child.pk).update(consents=child.consents)
        return child

    def child(self, name: str = "张三", **fields: Any) -> Child:
        """Open a file in the first class."""
        from nuangang.people.actions.files import open_file

        given = {"klass": self.klass, "gender": "male", "birth": date(2013, 3, 1)}
        return open_file(self.lead, self.school, {"name": name, **given, **fields})

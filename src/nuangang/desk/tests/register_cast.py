"""Signed-in people for the register's pages: each with a user, posts and a browser of their own."""

import re
from datetime import date
from typing import Any

from django.test import Client

from nuangang.accounts.models import User
from nuangang.accounts.posts import Post
from nuangang.people.actions.family import add_fact, set_contact, set_relative
from nuangang.people.models import Child, SchoolClass, Staff, StaffPost
from nuangang.people.tests.cast import Cast

LONG_AGO = date(2024, 3, 1)


class Register(Cast):
    """The cast of people's tests, able to sign in, and somebody in another school."""

    def __init__(self) -> None:
        super().__init__()
        self.browsers: dict[str, Client] = {}
        self._give("lead", Staff.objects.get(name="德育主任"), Post.LEAD)
        self._give("teacher", self.lin, Post.CLASS_TEACHER, klass=self.klass)
        self._give("records", Staff.objects.get(name="学籍老师"), Post.RECORDS_OFFICER)
        self._give("mentor", self.wang)
        outside = Staff.objects.create(
            school=self.school, name="村支书", outside=True, cleared_until=date(2036, 1, 1)
        )
        self._give("outsider", outside)
        other = Staff.objects.create(school=self.other_school, name="北山主任")
        self._give("elsewhere", other, Post.LEAD)
        self.outside = outside

    def _give(self, who: str, staff: Staff, *posts: str, klass: SchoolClass | None = None) -> None:
        staff.user = User.objects.create_user(login=who, password=None, name=staff.name)
        staff.save()
        for post in posts:
            StaffPost.objects.create(
                school=staff.school, staff=staff, post=post, klass=klass, since=LONG_AGO
            )
        self.browsers[who] = Client()
        self.browsers[who].force_login(staff.user)

    def get(self, who: str, address: str, **data: Any) -> Any:
        """Open a page as somebody."""
        return self.browsers[who].get(address, data)

    def post(self, who: str, address: str, **data: Any) -> Any:
        """Send a form as somebody."""
        return self.browsers[who].post(address, data)

    def left_behind_child(self, name: str = "李欣怡", **fields: Any) -> Child:
        """Open a file whose parents are both away and whose grandmother cares for the child."""
        child = self.child(name, id_number="", village="柳树村", **fields)
        for parent, kin in (("father", "李大山"), ("mother", "周美")):
            add_fact(self.lead, child, parent, "residence", "away", since=LONG_AGO, place="东莞")
            set_relative(self.lead, child, parent, {"name": kin})
        carer = set_relative(
            self.lead, child, "paternal_grandmother", {"name": "王秀英", "is_carer": True}
        )
        set_contact(self.lead, child, "13800005678", relative=carer)
        child.refresh_from_db()
        return child

    def other_schools_child(self) -> Child:
        """Open a file in the other school."""
        return Child.objects.create(school=self.other_school, name="外校生")


def names(answer: Any) -> list[str]:
    """Return the names listed on a page, in order."""
    return re.findall(
        r'(?:class="name[^>]*|role="rowheader"><a [^>]*)>([^<]+)<', answer.content.decode()
    )

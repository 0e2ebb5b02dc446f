"""The people of the tests of the law's papers: a school with somebody in each post."""

from datetime import date
from typing import Any

from django.test import Client

from nuangang.accounts.models import User
from nuangang.people.actors import actor_for
from nuangang.people.models import Staff, StaffPost
from nuangang.people.tests.cast import Cast
from nuangang.policy.actor import Actor


class PrivacyCast(Cast):
    """The cast of people, with users who can sign in."""

    def signed(self, post: str, name: str = "") -> Staff:
        """Return the person in `post`, who can sign in; the same one when asked again."""
        found = Staff.objects.filter(school=self.school, posts__post=post, user__isnull=False)
        if name:
            found = found.filter(name=name)
        return found.first() or self._new(post, name or f"{post}老师")

    def _new(self, post: str, name: str) -> Staff:
        user = User.objects.create_user(f"{post}-{name}", name=name)
        staff = self.staff(name, user=user)
        StaffPost.objects.create(
            school=self.school, staff=staff, post=post, klass=self.klass, since=date(2020, 1, 1)
        )
        return staff

    def acting(self, post: str, name: str = "") -> Actor:
        """Return what the person in `post` acts as."""
        actor: Any = actor_for(self.signed(post, name).user_id)
        return actor

    def client(self, post: str, name: str = "") -> Client:
        """Return a browser in which the person in `post` is signed in."""
        client = Client()
        client.force_login(self.signed(post, name).user)
        return client

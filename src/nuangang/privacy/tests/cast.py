"""The people of the tests of the law's papers: a school with somebody in each post."""

from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from nuangang.accounts.models import User
from nuangang.people.actions.consents import Said, record_consents
from nuangang.people.actions.family import set_contact, set_relative
from nuangang.people.actors import actor_for
from nuangang.people.models import Child, Relative, Staff, StaffPost
from nuangang.people.purposes import BY_CODE, with_purposes_on
from nuangang.people.tests.cast import Cast
from nuangang.policy.actor import Actor
from nuangang.privacy.models import RulesVersion


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

    def asks(self, *purposes: str, version: int = 1) -> None:
        """Let the school's published rules name these optional purposes."""
        on = dict.fromkeys(purposes, version)
        charge = {"person": "周主任", "phone": "0871 6812345", "answer_days": 15}
        kept = {"rules_version": version, "privacy": charge}
        self.school.preferences = with_purposes_on(kept, on)
        self.school.save()
        RulesVersion.objects.create(
            school=self.school, number=version, sections=[["why", "讲什么", "说明"]],
            purposes=[BY_CODE[code].told() for code in purposes], person="周主任",
            phone="0871 6812345", valid_from=date(2026, 9, 1), published_at=timezone.now(),
        )  # fmt: skip

    def mother(self, child: Child) -> Relative:
        """Return the child's mother, who can be reached by a number ending in 5678."""
        found = Relative.objects.filter(school=self.school, child=child, kin="mother").first()
        return found or self._mother(child)

    def _mother(self, child: Child) -> Relative:
        made = set_relative(self.lead, child, "mother", {"name": "李妈妈"})
        set_contact(self.lead, child, "13900005678", relative=made)
        return made

    def say(self, child: Child, relative: Relative | None = None, **answers: str) -> None:
        """Let the mother, or another, answer to purposes."""
        self.school.refresh_from_db()
        who = relative or self.mother(child)
        said = [Said(child, who, code, answer) for code, answer in answers.items()]
        record_consents(self.lead, self.school, said, channel="paper", on=date(2026, 10, 1))

    def consents(self, child: Child) -> list[str]:
        """Return what may be used for the child now, as the database has it."""
        return Child.objects.get(school=self.school, pk=child.pk).consents

    def client(self, post: str, name: str = "") -> Client:
        """Return a browser in which the person in `post` is signed in."""
        client = Client()
        client.force_login(self.signed(post, name).user)
        return client

"""Every kind of row × every post × own, other class, other school, other county × read, write.

What is expected is worked out here from the literal table and where each row lies; nothing of the
guards' own reach is asked. A row of each guarded model is made by its fields alone, so a new model
is walked as soon as it has a guard.
"""

from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from nuangang.accounts.models import Region, RegionPost, School, User
from nuangang.accounts.posts import Post, RegionPostKind
from nuangang.accounts.rows import SchoolRow
from nuangang.people.actors import actor_for
from nuangang.people.fields import sight_in, with_ties
from nuangang.people.models import Child, SchoolClass, Staff, StaffPost, Tie
from nuangang.policy.apps import every_model_has_a_rule
from nuangang.policy.guards import _GUARDS, visible
from nuangang.policy.matrix import FIELD_CLASSES, FIELD_REACH, HIDDEN, MATRIX, Scope

pytestmark = pytest.mark.once

LONG_AGO = date(2020, 9, 1)
POSTS = [post.value for post in Post if post is not Post.STAFF]
# Where a child is, seen from everybody's class 1 and grade 2026: which scopes reach it there.
PLACES = {
    "own class": {Scope.TAUGHT, Scope.CLASS, Scope.GRADE, Scope.SCHOOL},
    "other class": {Scope.GRADE, Scope.SCHOOL},
    "other grade": {Scope.SCHOOL},
    "tied": {Scope.TIED, Scope.SCHOOL},
    "other school": set(),
    "other county": set(),
}
# Of what is about no child, one row for each school.
ONE_EACH = ("own class", "other school", "other county")
BY_POST = {
    Scope.TAUGHT: {Post.SUBJECT_TEACHER.value},
    Scope.CLASS: {Post.CLASS_TEACHER.value},
    Scope.GRADE: {Post.GRADE_LEADER.value},
}
# Rows that hang on a child by another row.
PATHS = {"care.Beside": "mine", "care.LetGo": "record"}
# Rows whose scopes below the school are of the person, not of the child: who it is about.
OF_A_PERSON = {"people.Staff", "people.StaffPost", "people.Tie", "accounts.Integration"}
# What a row needs beyond its fields' types to be allowed by the database.
GIVEN: dict[str, dict[str, Any]] = {
    "people.Tie": {"capacity": "contact_person"},
    "incidents.PolicyVersion": {"number": count(1).__next__},
}


class Cast:
    """A school with somebody in every post, its neighbour in the county, and one in another."""

    def __init__(self) -> None:
        county, elsewhere = (Region.objects.create(level="county", name=n) for n in "甲乙")
        self.school = School.objects.create(short_name="here", name="here", region=county)
        near = School.objects.create(short_name="near", name="near", region=county)
        far = School.objects.create(short_name="far", name="far", region=elsewhere)
        self.classes = [
            self._class(self.school, *each) for each in ((2026, 1), (2026, 2), (2025, 1))
        ]
        self.people = {post: self._person(post) for post in [*POSTS, "staff"]}
        self.other = Staff.objects.create(school=self.school, name="别人")
        own, other, grade = self.classes
        klass = {"own class": own, "other class": other, "other grade": grade, "tied": grade}
        klass |= {
            name: self._class(s, 2026, 1)
            for name, s in (("other school", near), ("other county", far))
        }
        self.children = {
            name: Child.objects.create(school=k.school, name=name, klass=k)
            for name, k in klass.items()
        }
        self.strangers = {
            child.school_id: Staff.objects.create(school=child.school, name="外人")
            for name, child in self.children.items()
            if name.startswith("other ") and child.school_id != self.school.pk
        }
        self.strangers[self.school.pk] = self.other
        Tie.objects.bulk_create(
            Tie(school=self.school, child=self.children["tied"], adult=person, since=LONG_AGO,
                capacity="contact_person")
            for person in self.people.values()
        )  # fmt: skip
        self.actors = {post: actor_for(person.user_id) for post, person in self.people.items()}
        for kind in RegionPostKind.values:
            user = User.objects.create_user(kind, name=kind)
            RegionPost.objects.create(user=user, region=county, kind=kind, since=LONG_AGO)
            self.actors[kind] = actor_for(user.pk)

    def _class(self, school: School, year: int, number: int) -> SchoolClass:
        return SchoolClass.objects.create(school=school, entry_year=year, number=number)

    def _person(self, post: str) -> Staff:
        user = User.objects.create_user(post, name=post)
        outside = post == Post.OUTSIDE_MENTOR
        person = Staff.objects.create(school=self.school, user=user, name=post, outside=outside)
        if post not in (Post.STAFF, Post.OUTSIDE_MENTOR):
            StaffPost.objects.create(
                school=self.school, staff=person, post=post, since=LONG_AGO,
                klass=self.classes[0], grade_entry_year=2026,
            )  # fmt: skip
        return person


def made(model: type[models.Model], cast: Cast, child: Child, known: dict | None = None) -> Any:
    """Make a row of any model about a child, filling each field it must have by its type."""
    known = {} if known is None else known
    if model in known:
        return known[model]
    ready = {Child: child, SchoolClass: child.klass, School: child.school}
    ready |= {Staff: cast.strangers[child.school_id]}
    given = GIVEN.get(model._meta.label, {})
    values = {name: value() if callable(value) else value for name, value in given.items()}
    for field in model._meta.concrete_fields:
        if field.name == "school_id":
            values[field.name] = child.school_id
        if field.name in values or (
            field.has_default() and not isinstance(field, models.ForeignKey)
        ):
            continue
        if isinstance(field, models.ForeignKey):
            target: Any = field.related_model
            if target in ready:
                values[field.name] = ready[target]
            elif not field.null and target is not model:
                values[field.name] = made(target, cast, child, known)
        elif not field.null and not getattr(field, "auto_now_add", False):
            values[field.name] = plain(field)
    try:
        row = model._default_manager.bulk_create([model(**values)])[0]
    except IntegrityError as why:
        raise AssertionError(f"say in GIVEN what a row of {model._meta.label} needs") from why
    known[model] = row
    return row


def plain(field: models.Field) -> Any:
    """Return a value that fits a column."""
    if field.choices:
        return field.flatchoices[0][0]
    if field.blank and field.empty_strings_allowed:
        return ""
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return timezone.localdate()
    if isinstance(field, models.UUIDField):
        return uuid4()
    if isinstance(field, models.IntegerField):
        return 1
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.JSONField):
        return []
    if isinstance(field, models.BinaryField):
        return b"x"
    return uuid4().hex[: min(getattr(field, "max_length", None) or 20, 20)]


def roles_of(post: str) -> set[str]:
    """Return what somebody counts as: their post, and everybody's row of the matrix."""
    if post in RegionPostKind.values:
        return {post}
    return {post} if post == Post.OUTSIDE_MENTOR else {post, Post.STAFF.value}


def reaches(kind: str, post: str, to: str, place: str) -> bool:
    """Say by the literal table whether a post reaches a row about a child at `place`."""
    at = 0 if to == "read" else 1
    for role in roles_of(post):
        scope = MATRIX[kind].get(role, (Scope.NONE, Scope.NONE))[at]
        if scope in PLACES[place] and role in BY_POST.get(scope, {role}):
            return True
    return False


@pytest.fixture
def cast(db):
    return Cast()


GUARDED = sorted(_GUARDS, key=lambda model: model._meta.label)


def hangs_on(model: type[models.Model]) -> bool:
    """Say whether each row of a model is about one child."""
    if model is Child or model._meta.label in PATHS:
        return True
    return any(f.name == "child" and f.related_model is Child for f in model._meta.concrete_fields)


def test_every_row_is_reached_as_the_table_says(cast):
    wrong = [found for model in GUARDED for found in differing(cast, model)]
    assert not wrong, "\n".join(map(str, wrong))


def differing(cast: Cast, model: Any) -> list[tuple[str, ...]]:
    """Return (model, post, place, read or write) for which guard and table differ."""
    kind = _GUARDS[model].kind
    with transaction.atomic():
        rows = {
            place: child if model is Child else made(model, cast, child)
            for place, child in cast.children.items()
            if hangs_on(model) or place in ONE_EACH
        }
        found = [
            (model._meta.label, post, place, to)
            for post, actor in cast.actors.items()
            for to in ("read", "write")
            for seen in [set(visible(actor, model, to).values_list("pk", flat=True))]
            for place, row in rows.items()
            if (row.pk in seen) != expected(model, kind, post, to, place, row.pk in seen)
        ]
        transaction.set_rollback(True)
    return found


def expected(model: Any, kind: str, post: str, to: str, place: str, seen: bool) -> bool:
    """Return whether the table lets a post reach the row of `place`."""
    if place in ("other school", "other county"):
        return False
    if hangs_on(model) and model._meta.label not in OF_A_PERSON:
        return reaches(kind, post, to, place)
    scopes = {
        MATRIX[kind].get(role, (Scope.NONE, Scope.NONE))[to == "write"] for role in roles_of(post)
    }
    if Scope.SCHOOL in scopes or scopes == {Scope.NONE}:
        return Scope.SCHOOL in scopes
    # The row is nobody's of these: neither theirs nor of a child of theirs, or of their class.
    return seen if scopes & {Scope.CLASS, Scope.GRADE, Scope.TAUGHT} else False


def test_every_class_of_field_is_shown_as_the_table_says(cast):
    best = ["clear", "masked", HIDDEN]
    for post, actor in cast.actors.items():
        for child in with_ties(actor, visible(actor, Child)).select_related("klass"):
            sight = sight_in(actor, child, child.klass_id, child.klass.entry_year)
            for field_class, row in FIELD_CLASSES.items():
                kind = FIELD_REACH[field_class]
                shown = [
                    row.get(role, HIDDEN)
                    for role in roles_of(post)
                    if reached_by(kind, role, child.name)
                ]
                expected = min([HIDDEN, *shown], key=best.index)
                assert sight.sees(field_class) == expected, (post, child.name, field_class)


def reached_by(kind: str, role: str, place: str) -> bool:
    scope = MATRIX[kind].get(role, (Scope.NONE, Scope.NONE))[0]
    return scope in PLACES[place] and role in BY_POST.get(scope, {role})


def test_the_county_reaches_no_row_of_a_school(cast):
    for kind in RegionPostKind.values:
        for model in GUARDED:
            if issubclass(model, SchoolRow):
                assert not visible(cast.actors[kind], model).exists(), (kind, model)


def test_a_model_without_a_rule_fails_the_build():
    class Planted(models.Model):
        __module__ = "nuangang.people.models"

        class Meta:
            app_label = "people"

    try:
        assert [said.id for said in every_model_has_a_rule()] == ["nuangang.E001"]
    finally:
        del apps.all_models["people"]["planted"]
        apps.clear_cache()
    assert every_model_has_a_rule() == []

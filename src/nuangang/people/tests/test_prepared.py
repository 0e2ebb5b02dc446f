"""Statements compiled once find what the queryset they were made from finds."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db.models import Q

from nuangang.lib.prepared import Prepared, many
from nuangang.people.models import Child, SchoolClass
from nuangang.policy.guards import visible
from nuangang.policy.prepared import PreparedFor

pytestmark = pytest.mark.django_db


def joined_by(school, on, ids):
    rows = Child.objects.filter(Q(joined_on__isnull=True) | Q(joined_on__lte=on), pk__in=ids)
    return rows.filter(school_id=school).order_by("name").values("id", "name", "joined_on", "gaps")


@pytest.fixture
def children(cast):
    rows = [
        Child(school=cast.school, name=f"王小{number}", joined_on=date(2025, 9, number))
        for number in range(1, 8)
    ]
    return Child.objects.bulk_create(rows)


def test_other_values_find_other_rows(cast, children, django_assert_num_queries):
    prepared = Prepared(joined_by, school=UUID, on=date, ids=many(4))
    for count in (1, 4, 7):
        for on in (date(2025, 9, 2), date(2025, 9, 9)):
            asked = {"school": cast.school.pk, "on": on, "ids": [c.pk for c in children[:count]]}
            with django_assert_num_queries(1):
                found = prepared.rows(**asked)
            assert found == list(joined_by(**asked))
    assert prepared.rows(school=uuid4(), on=on, ids=[c.pk for c in children[:3]]) == []


def test_nothing_asked_is_nothing_found(cast, django_assert_num_queries):
    prepared = Prepared(joined_by, school=UUID, on=date, ids=many(4))
    with django_assert_num_queries(0):
        assert prepared.rows(school=cast.school.pk, on=date(2025, 9, 9), ids=[]) == []


def test_a_value_that_the_statement_does_not_use_is_refused():
    prepared = Prepared(lambda school: Child.objects.values("id"), school=UUID)
    with pytest.raises(ValueError, match="school"):
        prepared.rows(school=uuid4())


def test_a_value_reckoned_from_an_argument_is_refused():
    prepared = Prepared(
        lambda on: Child.objects.filter(
            joined_on__lte=on, left_on__gte=on - timedelta(days=1)
        ).values("id"),
        on=date,
    )
    with pytest.raises(ValueError, match="reckons"):
        prepared.rows(on=date(2025, 9, 1))


def test_a_date_of_its_own_is_refused(cast):
    def joined(school):
        return Child.objects.filter(school_id=school, joined_on__lte=date.today()).values("id")

    with pytest.raises(ValueError, match="date of its own"):
        Prepared(joined, school=UUID).rows(school=cast.school.pk)


def test_models_come_with_what_was_joined(cast, children, django_assert_num_queries):
    Child.objects.filter(pk=children[0].pk).update(klass=cast.klass)
    prepared = Prepared(
        lambda school, name: Child.objects.filter(school_id=school, name=name).select_related(
            "klass"
        ),
        school=UUID,
        name=str,
    )
    for number, klass in ((1, cast.klass), (2, None)):
        with django_assert_num_queries(1):
            (found,) = prepared.objects(school=cast.school.pk, name=f"王小{number}")
            assert (found.name, found.klass) == (f"王小{number}", klass)
    assert prepared.objects(school=cast.school.pk, name="王小9") == []


def test_everybody_is_shown_their_own_by_one_statement(cast, django_assert_num_queries):
    """One statement a kind of right, whoever asks; a right to nothing finds nothing."""
    asked = PreparedFor(lambda actor, on: visible(actor, Child).exclude(left_on__lte=on), on=date)
    mine, other = cast.child("张三"), cast.child("李四", klass=cast.other_class)
    theirs = {
        frozenset({cast.klass.pk}): {mine.pk},
        frozenset({cast.other_class.pk}): {other.pk},
        frozenset({cast.klass.pk, cast.other_class.pk}): {mine.pk, other.pk},
    }
    for class_ids, expected in theirs.items():
        teacher = replace(cast.lead, roles=frozenset({"class_teacher"}), class_ids=class_ids)
        with django_assert_num_queries(1):
            found = asked.objects(teacher, on=date(2026, 11, 1))
        assert {child.pk for child in found} == expected
    grade = SchoolClass.objects.get(pk=cast.klass.pk).entry_year
    leader = replace(cast.lead, roles=frozenset({"grade_leader"}), grade_years=frozenset({grade}))
    assert mine.pk in {child.pk for child in asked.objects(leader, on=date(2026, 11, 1))}
    nobody = replace(cast.lead, roles=frozenset())
    assert asked.objects(nobody, on=date(2026, 11, 1)) == []
    elsewhere = replace(cast.lead, school=cast.other_school)
    assert asked.objects(elsewhere, on=date(2026, 11, 1)) == []

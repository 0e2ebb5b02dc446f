"""Statements compiled once find what the queryset they were made from finds."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db.models import Q

from nuangang.lib.prepared import Prepared, many
from nuangang.people.models import Child

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

"""Schools by the region they lie in."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from nuangang.accounts.models import School

LEVELS = 5


def schools_below(region_ids: Iterable[UUID]) -> QuerySet[School]:
    """Return the schools in these regions and in all regions below them."""
    ids, found, path = list(region_ids), Q(pk__in=[]), "region"
    for _level in range(LEVELS):
        found |= Q(**{f"{path}__in": ids})
        path += "__parent"
    return School.objects.filter(found)

"""Taking back duties that nothing has happened on yet."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef

from nuangang.accounts.models import School
from nuangang.care.models import Duty, PeriodResult
from nuangang.people.actions.touching import touch_school

AT_ONCE = 500


def drop_duties_of(school: School, children: Iterable[UUID]) -> int:
    """Drop the duties towards children of whom no period has ended yet; return how many.

    For taking a roster back: a duty with a frozen period stays, and keeps the child on file.
    """
    ids = list(children)
    frozen = PeriodResult.objects.filter(school_id=school.pk, duty=OuterRef("pk"))
    dropped = 0
    for start in range(0, len(ids), AT_ONCE):
        rows = Duty.objects.of(school).filter(child_id__in=ids[start : start + AT_ONCE])
        dropped += rows.filter(~Exists(frozen)).delete()[0]
    touch_school(school.pk)
    return dropped

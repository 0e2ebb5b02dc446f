"""Bringing what is computed about files up to date: the school's label, and what is missing."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from nuangang.accounts.models import School
from nuangang.people.actions.touching import touch_school
from nuangang.people.completeness import gaps
from nuangang.people.definitions import DEFINITIONS, decide
from nuangang.people.families import Families, in_parts
from nuangang.people.models import Child
from nuangang.people.queries import LEFT_BEHIND, here
from nuangang.terms.queries import calendar_of


def refresh_files(
    school: School | UUID, children: Iterable[Child] | None = None, *, today: date
) -> int:
    """Recompute label and gaps of these children, or of all who are here; return how many changed.

    Six statements for each 500 children to read, and one for each new pair of label and gaps.
    The label is that of the school's own definition on `today` (design.md, Facts are kept).
    """
    if not isinstance(school, School):
        school = School.objects.get(pk=school)
    given = {child.pk: child for child in children or ()}
    if children is None:
        rows = here(Child.objects.filter(school_id=school.pk), today)
        ids = list(rows.values_list("pk", flat=True))
    else:
        ids = list(given)
    return sum(_refresh_some(school, some, given, today) for some in in_parts(ids))


def _refresh_some(school: School, ids: list[UUID], given: dict[UUID, Child], today: date) -> int:
    definition = DEFINITIONS[school.definition]
    families = Families(school.pk, ids, calendar_of(school).school_year_of(today))
    changed: dict[tuple[str, tuple[str, ...]], list[UUID]] = defaultdict(list)
    for row in families.rows():
        known = families.child_facts(row)
        label = decide(definition, known, today).state
        file = families.file_facts(row, known, today)
        lacking = gaps(file, left_behind=label in LEFT_BEHIND)
        if child := given.get(row["id"]):
            child.left_behind, child.gaps = label, lacking
        if row["left_behind_as_of"] is None or (row["left_behind"], row["gaps"]) != (
            label,
            lacking,
        ):
            changed[label, tuple(lacking)].append(row["id"])
    for (label, missing), theirs in changed.items():
        Child.objects.filter(school_id=school.pk, pk__in=theirs).update(
            left_behind=label, left_behind_as_of=today, gaps=list(missing)
        )
    if changed:
        touch_school(school.pk)
    return sum(map(len, changed.values()))

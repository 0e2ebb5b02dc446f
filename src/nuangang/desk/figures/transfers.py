"""To which schools a file can go, and what comes along with one that is offered to us."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from nuangang.accounts.models import Region, School
from nuangang.accounts.regions import LEVELS, schools_below
from nuangang.care.kind import kind_label
from nuangang.desk.models import Transfer
from nuangang.desk.transferring import care_told, offered_child
from nuangang.people.actions.taking_over import known_here
from nuangang.people.models import Child, ChildGroup, Contact, ParentFact, Relative
from nuangang.terms.queries import calendar_of


def schools_near(school: School) -> QuerySet[School]:
    """Return the other schools of the county; of the installation where no county is known."""
    county, region = None, Region.objects.filter(pk=school.region_id).first()
    for _level in range(LEVELS):
        if region is None or region.level == Region.Level.COUNTY:
            county = region
            break
        region = Region.objects.filter(pk=region.parent_id).first()
    rows = schools_below([county.pk]) if county else School.objects.all()
    return rows.filter(is_demo=school.is_demo).exclude(pk=school.pk).order_by("name")


@dataclass(frozen=True)
class Coming:
    """What comes along with an offered file, as far as the new school may see it beforehand."""

    child: Child
    klass: str
    relatives: list[Relative]
    facts: list[ParentFact]
    groups: list[ChildGroup]
    numbers: int
    care: list[tuple[str, int, date]]
    before: Child | None


def coming_with(row: Transfer, on: date) -> Coming | None:
    """Return what comes along with an open offer to us; None when there is nothing to take."""
    child = offered_child(row)
    if child is None:
        return None
    theirs = School.objects.get(pk=row.other_school)
    own = {"school_id": theirs.pk, "child_id": child.pk}
    today = Q(since__isnull=True) | Q(since__lte=on)
    lasting = today & (Q(until__isnull=True) | Q(until__gte=on))
    year = calendar_of(theirs).school_year_of(on)
    return Coming(
        child=child,
        klass=child.klass.name_on(year) if child.klass else "",
        relatives=list(Relative.objects.filter(**own).order_by("-is_carer", "kin", "pk")),
        facts=list(ParentFact.objects.filter(lasting, **own).order_by("parent", "kind")),
        groups=list(ChildGroup.objects.filter(lasting, **own).order_by("kind")),
        numbers=Contact.objects.filter(**own).count(),
        care=care_lines(care_told(theirs.pk, child.pk)),
        before=known_here(row.school_id, child),
    )


def care_lines(told: list[list[Any]]) -> list[tuple[str, int, date]]:
    """Return what is told of the care so far, kinds in words."""
    return [(kind_label(kind), count, date.fromisoformat(last)) for kind, count, last in told]

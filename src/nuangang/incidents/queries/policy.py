"""Which rules hold for a school: its own, its county's, or the ones delivered."""

from dataclasses import dataclass
from typing import Any

from nuangang.accounts.models import Region, School
from nuangang.incidents.models import CountyPolicy, PolicyVersion
from nuangang.incidents.table import Table, default_table

Source = PolicyVersion.Source
MOST_LEVELS = 6


@dataclass(frozen=True)
class InForce:
    """The rules that count now, whose they are, and the version that says so (None: as delivered)."""

    table: Table
    source: str
    version: Any = None

    @property
    def number(self) -> int:
        """Return the version's number, 0 for what was delivered."""
        return self.version.number if self.version else 0


def newest(school_id: Any) -> PolicyVersion | None:
    """Return the school's newest version."""
    return PolicyVersion.objects.filter(school_id=school_id).order_by("-number").first()


def in_force(school: School) -> InForce:
    """Return the rules that hold for a school now."""
    own = newest(school.pk)
    if own is not None and own.source == Source.OWN:
        return InForce(own.table, own.source, own)
    return shared(school)


def shared(school: School) -> InForce:
    """Return what holds for a school without rules of its own: the nearest region's, or the default."""
    for region in regions_above(school.region_id):
        if (found := county_newest(region)) is not None:
            return InForce(found.table, Source.COUNTY, found)
    return InForce(default_table(), Source.SHIPPED)


def county_newest(region_id: Any) -> CountyPolicy | None:
    """Return a region's newest version."""
    return CountyPolicy.objects.filter(region_id=region_id).order_by("-number").first()


def county_in_force(region_id: Any) -> InForce:
    """Return what a county gives its schools now."""
    found = county_newest(region_id)
    if found is None:
        return InForce(default_table(), Source.SHIPPED)
    return InForce(found.table, Source.COUNTY, found)


def region_of(actor: Any) -> Region | None:
    """Return the region whose rules somebody above the schools reads."""
    return Region.objects.filter(pk__in=actor.region_ids).order_by("pk").first()


def regions_above(region_id: Any) -> list[Any]:
    """Return the region and those above it, the nearest first."""
    found: list[Any] = []
    while region_id and len(found) < MOST_LEVELS:
        found.append(region_id)
        region_id = Region.objects.filter(pk=region_id).values_list("parent_id", flat=True).first()
    return found

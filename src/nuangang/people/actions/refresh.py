"""Bringing what is computed about files up to date: the school's label, and what is missing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from nuangang.accounts.models import School
from nuangang.people.completeness import FileFacts, ParentState, Person, gaps
from nuangang.people.models import Child, ChildGroup, Contact, ParentFact, Relative, Tie

AT_ONCE = 500
_CHILD = (
    "id", "gender", "birth", "id_type", "id_index", "klass_id", "village", "boarding",
    "character", "family_situation", "income_sources", "left_behind", "left_behind_as_of", "gaps",
    "rural_household", "joined_on", "left_on",
)  # fmt: skip
_LABELLED = {Child.LeftBehind.ONE, Child.LeftBehind.BOTH, Child.LeftBehind.OTHER}


def refresh_files(
    school: School | UUID, children: Iterable[Child] | None = None, *, today: date
) -> int:
    """Recompute label and gaps of these children, or of all who are here; return how many changed.

    Six statements for each 500 children to read, and one for each new pair of label and gaps.
    The label is the school's own definition's on `today` (design.md, Facts are kept).
    """
    if not isinstance(school, School):
        school = School.objects.get(pk=school)
    rows = Child.objects.filter(school_id=school.pk)
    if children is None:
        rows = rows.filter(Q(left_on__isnull=True) | Q(left_on__gt=today))
        ids = list(rows.values_list("pk", flat=True))
    else:
        ids = [child.pk for child in children]
    given = {child.pk: child for child in children or ()}
    return sum(
        _refresh_some(school, ids[start : start + AT_ONCE], given, today)
        for start in range(0, len(ids), AT_ONCE)
    )


def _refresh_some(school: School, ids: list[UUID], given: dict[UUID, Child], today: date) -> int:
    family = _Families(school.pk, ids, today)
    changed: dict[tuple, list[UUID]] = defaultdict(list)
    for row in Child.objects.filter(school_id=school.pk, pk__in=ids).values(*_CHILD, "address"):
        label = row["left_behind"]
        lacking = gaps(family.facts(row), left_behind=label in _LABELLED)
        if child := given.get(row["id"]):
            child.left_behind, child.left_behind_as_of, child.gaps = label, today, lacking
        if (row["left_behind"], row["left_behind_as_of"], row["gaps"]) != (label, today, lacking):
            changed[label, tuple(lacking)].append(row["id"])
    for (label, lacking), theirs in changed.items():
        Child.objects.filter(school_id=school.pk, pk__in=theirs).update(
            left_behind=label, left_behind_as_of=today, gaps=list(lacking)
        )
    return sum(map(len, changed.values()))


class _Families:
    """The families of up to 500 children, read with one statement a model."""

    def __init__(self, school_id: UUID, ids: list[UUID], today: date) -> None:
        def of(model: Any, *columns: str, **narrowed: Any) -> dict[UUID, list[dict]]:
            rows = model.objects.filter(school_id=school_id, child_id__in=ids, **narrowed)
            found: dict[UUID, list[dict]] = defaultdict(list)
            for row in rows.order_by("id").values("child_id", *columns):
                found[row["child_id"]].append(row)
            return found

        self.today = today
        self.relatives = of(
            Relative, "id", "kin", "name", "birth_year", "health", "occupation", "workplace",
            "work_unit", "no_phone", "is_carer",
        )  # fmt: skip
        self.contacts = of(Contact, "relative_id", "may_call")
        self.facts_of = of(ParentFact, "parent", "kind", "value", "since", "until", "place")
        self.groups = of(ChildGroup, "kind", "since", "until")
        self.tied = of(Tie, "id", until__isnull=True, capacity=Tie.Capacity.AGENT_PARENT)

    def facts(self, row: dict[str, Any]) -> FileFacts:
        pk = row["id"]
        contacts = self.contacts[pk]
        with_phone = {contact["relative_id"] for contact in contacts}
        return FileFacts(
            gender=bool(row["gender"]),
            birth=row["birth"] is not None,
            identity=bool(row["id_index"]) or row["id_type"] != "1",
            klass=row["klass_id"] is not None,
            address=bool(row["village"] or row["address"]),
            boarding=row["boarding"] is not None,
            character=bool(row["character"]),
            family=bool(row["family_situation"] or row["income_sources"] or self.groups[pk]),
            callable=any(contact["may_call"] for contact in contacts),
            agent_parent=bool(self.tied[pk]),
            parents=parent_states(self.facts_of[pk], self.today),
            relatives=tuple(_persons(self.relatives[pk], with_phone)),
        )


def parent_states(facts: Iterable[dict[str, Any]], day: date) -> dict[str, ParentState]:
    """Return what the dated facts (rows of parent, kind, value, since, until, place) say of `day`."""
    held: dict[tuple[str, str], dict[str, Any]] = {}
    for fact in sorted(facts, key=lambda f: f["since"] or date.min):
        begun = fact["since"] is None or fact["since"] <= day
        if begun and (fact["until"] is None or day <= fact["until"]):
            held[fact["parent"], fact["kind"]] = fact
    nothing = {"value": "", "place": ""}
    return {
        parent: ParentState(
            life=held.get((parent, "alive"), nothing)["value"],
            residence=held.get((parent, "residence"), nothing)["value"],
            place=bool(held.get((parent, "residence"), nothing)["place"]),
        )
        for parent in ParentFact.Parent.values
    }


def _persons(relatives: Iterable[dict[str, Any]], with_phone: set[UUID | None]) -> Iterator[Person]:
    for row in relatives:
        yield Person(
            kin=row["kin"],
            named=bool(row["name"]),
            reachable=row["id"] in with_phone or bool(row["no_phone"]),
            aged=row["birth_year"] is not None,
            health=bool(row["health"]),
            occupation=bool(row["occupation"]),
            workplace=bool(row["workplace"] or row["work_unit"]),
            carer=row["is_carer"],
        )

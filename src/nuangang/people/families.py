"""What is on file about many children at once, read with one statement a table."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from nuangang.people.completeness import FileFacts, ParentState, Person
from nuangang.people.facts import ChildFacts, Fact, Group, held_on, stage_of_grade
from nuangang.people.models import Child, ChildGroup, Contact, ParentFact, Relative, Tie

AT_ONCE = 500
_FOR_LABEL = (
    "id", "birth", "birth_is_month", "rural_household", "klass__entry_year", "klass__entry_grade",
)  # fmt: skip
_FOR_GAPS = (
    "gender", "id_type", "id_index", "klass_id", "village", "address", "boarding", "character",
    "family_situation", "income_sources", "left_behind", "left_behind_as_of", "gaps",
)  # fmt: skip
Rows = dict[UUID, list[dict[str, Any]]]
_ID = itemgetter("id")


def in_parts(ids: list[UUID]) -> Iterator[list[UUID]]:
    """Yield ids in parts small enough for one statement."""
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


class Circumstances:
    """What decides on labels, for up to `AT_ONCE` children: their rows, parents' facts, groups."""

    def __init__(self, school_id: UUID, ids: list[UUID], year: int) -> None:
        self.school_id, self.ids, self.year = school_id, ids, year
        self._facts = self._of(
            ParentFact, "parent", "kind", "value", "since", "until", "distance", "place"
        )
        self._groups = self._of(ChildGroup, "kind", "since", "until")

    def rows(self, *columns: str) -> QuerySet[Child, dict[str, Any]]:
        """Return the children's rows with what labels need, and `columns`."""
        children = Child.objects.filter(school_id=self.school_id, pk__in=self.ids)
        return children.values(*_FOR_LABEL, *columns)

    def child_facts(self, row: dict[str, Any]) -> ChildFacts:
        """Return what the definitions ask about the child of `row`."""
        entered, grade = row["klass__entry_year"], row["klass__entry_grade"]
        facts = partial(self._facts_about, row["id"])
        return ChildFacts(
            birth=row["birth"],
            birth_is_month=row["birth_is_month"],
            rural_household=row["rural_household"],
            stage=stage_of_grade(None if entered is None else grade + self.year - entered),
            father=facts("father"),
            mother=facts("mother"),
            either=facts("either"),
            groups=[
                Group(group["kind"], group["since"], group["until"])
                for group in self._groups[row["id"]]
            ],
        )

    def _facts_about(self, child_id: UUID, parent: str) -> list[Fact]:
        return [
            Fact(fact["kind"], fact["value"], fact["since"], fact["until"], fact["distance"])
            for fact in self._facts[child_id]
            if fact["parent"] == parent
        ]

    def _of(self, model: Any, *columns: str, **narrowed: Any) -> Rows:
        rows = model.objects.filter(school_id=self.school_id, child_id__in=self.ids, **narrowed)
        found: Rows = defaultdict(list)
        # Sorted here: asked to, SQLite would walk the whole school by id.
        oldest_first = sorted(rows.order_by().values("child_id", "id", *columns), key=_ID)
        for row in oldest_first:
            found[row["child_id"]].append(row)
        return found


class Families(Circumstances):
    """What decides on labels and on completeness, for up to `AT_ONCE` children."""

    def __init__(self, school_id: UUID, ids: list[UUID], year: int) -> None:
        super().__init__(school_id, ids, year)
        self._relatives = self._of(
            Relative, "kin", "name", "birth_year", "health", "occupation", "workplace",
            "work_unit", "no_phone", "is_carer",
        )  # fmt: skip
        self._contacts = self._of(Contact, "relative_id", "may_call")
        self._tied = self._of(Tie, until__isnull=True, capacity=Tie.Capacity.AGENT_PARENT)

    def rows(self, *columns: str) -> QuerySet[Child, dict[str, Any]]:
        """Return the children's rows with what labels and completeness need."""
        return super().rows(*_FOR_GAPS, *columns)

    def file_facts(self, row: dict[str, Any], known: ChildFacts, day: date) -> FileFacts:
        """Return which things the file of `row` holds on `day`."""
        pk = row["id"]
        contacts = self._contacts[pk]
        with_phone = {contact["relative_id"] for contact in contacts}
        place = {(f["parent"], f["since"]): bool(f["place"]) for f in self._facts[pk]}
        return FileFacts(
            gender=bool(row["gender"]),
            birth=row["birth"] is not None,
            identity=bool(row["id_index"]) or row["id_type"] != "1",
            klass=row["klass_id"] is not None,
            address=bool(row["village"] or row["address"]),
            boarding=row["boarding"] is not None,
            character=bool(row["character"]),
            family=bool(row["family_situation"] or row["income_sources"] or known.groups),
            callable=any(contact["may_call"] for contact in contacts),
            agent_parent=bool(self._tied[pk]),
            parents={
                parent: parent_state(known, parent, day, place) for parent in ("father", "mother")
            },
            relatives=tuple(persons(self._relatives[pk], with_phone)),
        )


def parent_state(
    known: ChildFacts, parent: str, day: date, places: dict[tuple[str, date | None], bool]
) -> ParentState:
    """Return what the dated facts say of a parent on `day`."""
    life = held_on(known.of(parent), "alive", day)
    residence = held_on(known.of(parent), "residence", day)
    return ParentState(
        life=life.value if life else "",
        residence=residence.value if residence else "",
        place=bool(residence and places.get((parent, residence.since))),
    )


def persons(relatives: Iterable[dict[str, Any]], with_phone: set[UUID | None]) -> Iterator[Person]:
    """Yield relatives as completeness sees them; `with_phone` holds those with a number on file."""
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

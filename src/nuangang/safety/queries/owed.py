"""Who has to sign what this school year: worked out from posts and ties each time, never stored.

So joiners and changes of post get theirs by themselves, and who leaves drops out of the rate.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from nuangang.accounts.posts import Post
from nuangang.people.models import Staff, Tie, holding, not_over
from nuangang.people.models.children import class_name
from nuangang.safety.levels import BUREAU, ROLES, addressee, roles_of
from nuangang.safety.models import AgreementText, Round, Signature
from nuangang.safety.queries.texts import texts_for

TO_SIGN, ONE_SIDE, DONE = "to_sign", "one_side", "done"
STATES = {
    TO_SIGN: pgettext_lazy("agreement", "not signed yet"),
    ONE_SIDE: pgettext_lazy("agreement", "waits for the level above"),
    DONE: pgettext_lazy("agreement", "signed by both"),
}
ABOVE_WORDS = {BUREAU: gettext_lazy("Education bureau"), **dict(Post.choices)}
_KLASS = ("entry_year", "entry_grade", "number", "alias")
_COLUMNS = (
    "id", "name", "search", "outside", "mentor", "posts__post", "posts__since", "posts__until",
    "posts__department__name", *(f"posts__klass__{name}" for name in _KLASS),
)  # fmt: skip
Signed = dict[tuple[Any, str, Any, str], Signature]


@dataclass
class Person:
    """Somebody of the staff with what they hold today."""

    id: UUID
    name: str
    search: str
    outside: bool
    mentor: bool
    posts: dict[str, list[tuple[tuple[int, int, str], str]]] = field(
        default_factory=lambda: defaultdict(list)
    )


@dataclass
class Line:
    """One agreement that somebody has to sign: the text, both signatures, who signs opposite."""

    person: Person
    role: str
    text: AgreementText
    klasses: tuple[tuple[int, int, str], ...] = ()
    department: str = ""
    above: str = ""
    above_people: list[Any] = field(default_factory=list)
    own: Signature | None = None
    over: Signature | None = None
    older: Signature | None = None

    @property
    def key(self) -> str:
        """Return what names this line in a form: staff and role."""
        return f"{self.person.id}/{self.role}"

    @property
    def label(self) -> str:
        """Return the post with its class: 七(1)班班主任."""
        names = "、".join(name for _grade, _number, name in self.klasses)
        return f"{names}{ROLES[self.role].label}"

    @property
    def level(self) -> int:
        """Return the level on which it is signed."""
        return ROLES[self.role].level

    @property
    def above_word(self) -> str:
        """Return whose signature stands opposite, in words."""
        return str(ABOVE_WORDS.get(self.above, self.above))

    @property
    def state(self) -> str:
        """Return how it stands, one of STATES."""
        if self.own is None:
            return TO_SIGN
        return DONE if self.over else ONE_SIDE


def current_round(school_id: Any, year: int) -> Round | None:
    """Return the round of a school year."""
    return Round.objects.filter(school_id=school_id, year=year).first()


def people_here(school_id: Any, on: date, only: Any = None) -> list[Person]:
    """Return who works here on a day with their posts; `only` names one. One statement."""
    tied = Tie.objects.filter(
        holding(on), school_id=OuterRef("school_id"), adult_id=OuterRef("pk"),
        capacity=Tie.Capacity.AGENT_PARENT,
    )  # fmt: skip
    rows = _employed(school_id, on, only).annotate(mentor=Exists(tied)).order_by("name", "pk")
    found: dict[UUID, Person] = {}
    for row in rows.values(*_COLUMNS):
        person = found.setdefault(
            row["id"],
            Person(row["id"], row["name"], row["search"], row["outside"], row["mentor"]),
        )
        if row["posts__post"] and _holds(row, on):
            place = (_klass_of(row, on), row["posts__department__name"] or "")
            person.posts[row["posts__post"]].append(place)
    return list(found.values())


def _employed(school_id: Any, on: date, only: Any) -> QuerySet[Staff]:
    rows = Staff.objects.filter(not_over(on), school_id=school_id, barred_on=None)
    rows = rows.exclude(since__gt=on)
    return rows.filter(pk=only) if only else rows


def _holds(row: dict[str, Any], on: date) -> bool:
    until = row["posts__until"]
    return row["posts__since"] <= on and (until is None or on < until)


def _klass_of(row: dict[str, Any], on: date) -> tuple[int, int, str]:
    """Return a post's class as one sorts it and says it: grade, number, name ('' for none)."""
    entered, grade, number, alias = (row[f"posts__klass__{name}"] for name in _KLASS)
    year = on.year if on.month >= 9 else on.year - 1
    if not entered:
        return (0, 0, "")
    return (grade + year - entered, number, class_name(grade + year - entered, number, alias))


def effective(rows: Iterable[Signature]) -> Signed:
    """Return the signatures that hold: the newest of each side of each agreement, unless taken back."""
    newest: Signed = {}
    for row in sorted(rows, key=lambda row: row.number):
        newest[(row.staff_id, row.role, row.text_id, row.side)] = row
    return {key: row for key, row in newest.items() if not row.withdrawn}


def lines_of(
    round_: Round, people: list[Person], signatures: Iterable[Signature], *, all_people: bool = True
) -> list[Line]:
    """Return every agreement that these people have to sign in a round, by level, post and name."""
    texts = texts_for(round_.school_id, round_.year)
    signed = effective(signatures)
    older = _older(signed)
    holders: dict[str, list[Any]] = defaultdict(list)
    for person in people if all_people else []:
        for post in person.posts:
            holders[post].append((person.id, person.name))
    found = []
    for person in people:
        for role in roles_of(person.posts, mentor=person.mentor, outside=person.outside):
            found.append(_line(person, role, texts[role], signed, older, holders))
    order = {role: place for place, role in enumerate(ROLES)}
    return sorted(
        found, key=lambda line: (line.level, order[line.role], line.klasses, line.person.name)
    )


def _line(
    person: Person, role: str, text: AgreementText, signed: Signed, older: Any, holders: Any
) -> Line:
    places = person.posts.get(role, [])
    departments = [department for places in person.posts.values() for _k, department in places]
    above, others = addressee(role, holders, person.id)
    key = (person.id, role, text.pk)
    own = signed.get((*key, Signature.Side.OWN.value))
    return Line(
        person, role, text,
        klasses=tuple(sorted({klass for klass, _d in places if klass[2]})),
        department=next(filter(None, departments), ""),
        above=above, above_people=others, own=own,
        over=signed.get((*key, Signature.Side.ABOVE.value)) if own else None,
        older=None if own else older.get((person.id, role)),
    )  # fmt: skip


def _older(signed: Signed) -> dict[tuple[Any, str], Signature]:
    """Return for each person and post the newest signature of their own under whatever version."""
    rows = [row for row in signed.values() if row.side == Signature.Side.OWN]
    return {(row.staff_id, row.role): row for row in sorted(rows, key=lambda row: row.at)}


def all_lines(school_id: Any, round_: Round, on: date) -> list[Line]:
    """Return every agreement of a school's round; three statements."""
    rows = Signature.objects.filter(school_id=school_id, round_id=round_.pk)
    return lines_of(round_, people_here(school_id, on), rows)


def own_lines(school_id: Any, round_: Round, staff_id: Any, on: date) -> list[Line]:
    """Return the agreements of one person, without who signs opposite; three statements."""
    rows = Signature.objects.filter(school_id=school_id, round_id=round_.pk, staff_id=staff_id)
    return lines_of(round_, people_here(school_id, on, staff_id), rows, all_people=False)

"""What the first of September brings: classes with their new names, who leaves, what is to choose."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count

from nuangang.accounts.posts import Post
from nuangang.desk.models import NewYear
from nuangang.people.models import Child, SchoolClass, StaffPost, holding
from nuangang.people.queries import here
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.terms.queries import calendar_of


@dataclass
class ClassTurn:
    """One class on its way into the new year."""

    klass: SchoolClass
    before: str
    after: str
    children: int
    teacher: UUID | None
    graduates: bool


@dataclass
class Turn:
    """The whole school on its way into the new year."""

    year: int
    on: date
    row: NewYear | None
    classes: list[ClassTurn] = field(default_factory=list)
    moves: list[dict[str, Any]] = field(default_factory=list)
    new_classes: int = 0
    entry_there: int = 0

    @property
    def staying(self) -> list[ClassTurn]:
        """Return the classes that go on."""
        return [turn for turn in self.classes if not turn.graduates]

    @property
    def leaving(self) -> list[ClassTurn]:
        """Return the classes that graduate."""
        return [turn for turn in self.classes if turn.graduates]

    @property
    def graduates(self) -> int:
        """Return how many children graduate."""
        kept = sum(bool(move["from_top"]) for move in self.moves)
        return sum(turn.children for turn in self.leaving) - kept

    @property
    def state(self) -> str:
        """Return the state of the turn."""
        return self.row.state if self.row else NewYear.State.DRAFT


def year_to_turn(actor: Actor, today: date) -> int:
    """Return the year to show: this one while its graduates are still here, else the next."""
    this = calendar_of(actor.school).school_year_of(today)
    return this if overdue(actor, today) or _done(actor, this, today) else this + 1


def _done(actor: Actor, year: int, today: date) -> bool:
    done = visible(actor, NewYear).filter(year=year, state=NewYear.State.DONE).exists()
    return done and today.month in (8, 9, 10)


def overdue(actor: Actor, today: date) -> bool:
    """Say whether children of classes beyond the top grade are still here."""
    year = calendar_of(actor.school).school_year_of(today)
    last = actor.school.last_grade
    rows = here(visible(actor, Child), today).filter(klass__isnull=False)
    grades = rows.values_list("klass__entry_year", "klass__entry_grade").distinct().order_by()
    return any(grade + year - entered > last for entered, grade in grades)


def turn_of(actor: Actor, year: int, today: date) -> Turn:
    """Return what turning into `year` means; six statements."""
    on = calendar_of(actor.school, year=year).year_begins(year)
    row = visible(actor, NewYear).filter(year=year).first()
    choices = row.choices if row else {}
    turn = Turn(year, on, row)
    known = {k.pk: k for k in visible(actor, SchoolClass).filter(ended_on__isnull=True)}
    counts = dict(
        here(visible(actor, Child), today).order_by().values_list("klass_id").annotate(Count("pk"))
    )
    posts = StaffPost.objects.filter(
        holding(today), school_id=actor.school_id, post=Post.CLASS_TEACHER
    )
    teachers: dict[Any, UUID] = dict(posts.values_list("klass_id", "staff_id"))
    chosen = {UUID(k): UUID(s) for k, s in choices.get("teachers", {}).items()}
    for klass in sorted(known.values(), key=lambda k: (-k.grade_on(year), k.number)):
        grade = klass.grade_on(year)
        if grade < actor.school.first_grade or (grade > actor.school.last_grade + 1):
            continue
        leaves = grade > actor.school.last_grade
        turn.classes.append(
            ClassTurn(
                klass=klass,
                before=klass.name_on(year - 1),
                after="" if leaves else klass.name_on(year),
                children=counts.get(klass.pk, 0),
                teacher=chosen.get(klass.pk, teachers.get(klass.pk)),
                graduates=leaves,
            )
        )
    _moves(actor, turn, known, choices, year)
    _entry(actor, turn, choices)
    return turn


def _moves(
    actor: Actor, turn: Turn, known: dict[UUID, SchoolClass], choices: dict, year: int
) -> None:
    asked = {UUID(child): UUID(klass) for child, klass in choices.get("moves", {}).items()}
    last = actor.school.last_grade
    for child in visible(actor, Child).filter(pk__in=asked).order_by("search", "pk"):
        to, now_in = (
            known.get(asked[child.pk]),
            known.get(child.klass_id) if child.klass_id else None,
        )
        if to is None:
            continue
        usual = now_in.grade_on(year) if now_in else to.grade_on(year)
        turn.moves.append(
            {
                "child": child,
                "before": now_in.name_on(year - 1) if now_in else "",
                "to": to,
                "after": to.name_on(year),
                "repeats": to.grade_on(year) < usual,
                "skips": to.grade_on(year) > usual,
                "from_top": usual > last,
            }
        )


def _entry(actor: Actor, turn: Turn, choices: dict) -> None:
    """Say how many classes begin: as many as the grade above has, unless told."""
    first = actor.school.first_grade
    grades = Counter(t.klass.grade_on(turn.year) for t in turn.staying)
    turn.entry_there = grades[first]
    turn.new_classes = choices.get("classes", max(grades[first], grades[first + 1]))

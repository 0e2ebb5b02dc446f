"""Questions about the children of a school."""

import re
from datetime import date
from typing import Any

from django.db.models import (
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from nuangang.lib import classnames
from nuangang.lib.sealing import blind
from nuangang.people.fields import whose
from nuangang.people.models import (
    Child,
    Contact,
    ParentFact,
    Relative,
    Residence,
    SchoolClass,
    Tie,
)
from nuangang.people.models.children import class_name
from nuangang.people.search import conditions
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.terms.queries import calendar_of

LEFT_BEHIND = (Child.LeftBehind.ONE, Child.LeftBehind.BOTH, Child.LeftBehind.OTHER)
GRADE = F("klass__entry_grade") - F("klass__entry_year")
BY_CLASS = (GRADE.asc(nulls_last=True), "klass__number", "search", "id")
CLASS_COLUMNS = ("klass__entry_year", "klass__entry_grade", "klass__number", "klass__alias")


def here(rows: QuerySet[Child], on: date) -> QuerySet[Child]:
    """Narrow to the children who were at the school on `on`."""
    return rows.filter(
        Q(joined_on__isnull=True) | Q(joined_on__lte=on),
        Q(left_on__isnull=True) | Q(left_on__gt=on),
    )


def children_here(actor: Actor, on: date) -> QuerySet[Child]:
    """Return the children the actor may see who are at the school on `on`."""
    return here(visible(actor, Child), on)


def files_here(actor: Actor, on: date) -> QuerySet[Child]:
    """Return those of `children_here` of whom the actor reads more than name and class."""
    return children_here(actor, on).filter(whose(actor, "file"))


def left_behind(actor: Actor, on: date) -> QuerySet[Child]:
    """Return those of `files_here` whom the school's definition counted when last refreshed."""
    return files_here(actor, on).filter(left_behind__in=LEFT_BEHIND)


def search(actor: Actor, words: str, *, on: date) -> QuerySet[Child]:
    """Return the children the actor may see whom every one of the typed words finds.

    A word is characters, pinyin or initials of a name (every reading), the last four of an ID
    number or phone, either of them whole, a class (七1, 701, 2026级1班) or a village.
    """
    rows = visible(actor, Child)
    year = school_year_of(actor, on)
    for word in words.split()[:6]:
        rows = rows.filter(found_by(actor, word, year, on))
    return rows


def found_by(actor: Actor, word: str, year: int, on: date) -> Q:
    """Return the condition under which `word` finds a child, in the school year `year`."""
    found: Q = Q(pk__in=[])
    school: Any = actor.school_id
    for text in conditions(word, school):
        names = not text.startswith("~")
        found |= Q(search__contains=text) & (Q() if names else whose(actor, "contact"))
    if named := classnames.read(word):
        found |= _in_class(named, year, on, spoken="班" in word)
    if not word.isascii():
        found |= Q(village__contains=word) & whose(actor, "file")
    whole = re.sub(r"\W", "", word).upper()
    if len(whole) >= 7 and whole[:-1].isdigit():
        numbers = Contact.objects.filter(
            school_id=school,
            child_id=OuterRef("pk"),
            number_index=blind(whole, "phone", school),
        )
        found |= Exists(numbers) & whose(actor, "contact")
        found |= Q(id_index=blind(whole, "id", school)) & whose(actor, "identity")
    if whole.isascii() and len(whole) >= 5:
        found |= Q(student_number=whole) & whose(actor, "file")
        found |= Q(roll_index=blind(whole, "roll", school)) & whose(actor, "identity")
    return found


def _in_class(named: classnames.ClassName, year: int, on: date, *, spoken: bool) -> Q:
    grades = classnames.grades_of(named, on)
    if not grades and not (named.klass and spoken):
        return Q(pk__in=[])
    found = Q()
    for grade in grades:
        found |= Q(klass__entry_year=year - grade + F("klass__entry_grade"))
    return found & Q(klass__number=named.klass) if named.klass else found


def school_year_of(actor: Actor, day: date) -> int:
    """Return the school year of `day` by the actor's school's calendar."""
    return calendar_of(actor.school).school_year_of(day)


def class_name_in(row: dict[str, Any], year: int) -> str:
    """Return the class's name in school year `year` from a row of CLASS_COLUMNS; '' without one."""
    entry_year, entry_grade, number, alias = (row[name] for name in CLASS_COLUMNS)
    if entry_year is None:
        return ""
    return class_name(entry_grade + year - entry_year, number, alias)


def classes(actor: Actor, year: int) -> list[SchoolClass]:
    """Return the classes of the school in school year `year`, lowest grade first."""
    first, last = actor.school.first_grade, actor.school.last_grade
    rows = visible(actor, SchoolClass).filter(Q(ended_on__isnull=True))
    running = [k for k in rows if first <= k.grade_on(year) <= last]
    return sorted(running, key=lambda k: (k.grade_on(year), k.number))


def agent_parent_name() -> Subquery:
    """Return the name of the agent parent of today, to annotate children with."""
    held = Tie.objects.filter(
        school_id=OuterRef("school_id"),
        child_id=OuterRef("pk"),
        until__isnull=True,
        capacity=Tie.Capacity.AGENT_PARENT,
    )
    return Subquery(held.values("adult__name")[:1])


def parent_at_home(on: date) -> Subquery:
    """Return which parent lives with the child on a day, to annotate children with."""
    homes = ParentFact.objects.filter(
        Q(since__isnull=True) | Q(since__lte=on),
        Q(until__isnull=True) | Q(until__gte=on),
        school_id=OuterRef("school_id"),
        child_id=OuterRef("pk"),
        kind=ParentFact.Kind.RESIDENCE,
        value=Residence.HOME,
    )
    return Subquery(homes.order_by("-parent").values("parent")[:1])


def carer_column(column: str) -> Subquery:
    """Return a column of whoever cares for the child at home, to annotate children with."""
    carers = Relative.objects.filter(
        school_id=OuterRef("school_id"), child_id=OuterRef("pk"), is_carer=True
    )
    return Subquery(carers.order_by("kin", "name").values(column)[:1])


def without_agent_parent(rows: QuerySet[Child]) -> QuerySet[Child]:
    """Narrow to the children whom no agent parent cares for today."""
    held = Tie.objects.filter(
        school_id=OuterRef("school_id"),
        child_id=OuterRef("pk"),
        until__isnull=True,
        capacity=Tie.Capacity.AGENT_PARENT,
    )
    return rows.filter(~Exists(held))

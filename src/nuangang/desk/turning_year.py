"""Turning the school into a new year: prepared, confirmed by a person, done on its day, undone."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.accounts.posts import Post
from nuangang.audit.actions import record
from nuangang.care.actions import reconcile_duties
from nuangang.care.models import CareRecord
from nuangang.desk.models import NewYear
from nuangang.people.actions.bundle import Bundle
from nuangang.people.actions.classes import add_class
from nuangang.people.actions.files import put_file
from nuangang.people.actions.refresh import refresh_files
from nuangang.people.actions.staff import give_post
from nuangang.people.actions.ties import end_ties
from nuangang.people.models import Child, SchoolClass, Staff, StaffPost, Tie, not_over
from nuangang.people.queries import here
from nuangang.terms.queries import calendar_of


class BuiltOnError(ValueError):
    """The year can't be undone: something rests on it."""


def keep_choices(actor: Any, year: int, **choices: Any) -> NewYear:
    """Keep what was chosen for the turn into `year`; a turn that is done takes no more."""
    row, _made = NewYear.objects.get_or_create(school_id=actor.school_id, year=year)
    if row.state != NewYear.State.DONE:
        row.choices = {**row.choices, **choices}
        row.save(update_fields=["choices"])
    return row


@transaction.atomic
def confirm_year(actor: Any, year: int, *, now: datetime | None = None) -> NewYear:
    """Confirm the turn: done at once if its day has come, else by the clock on its day."""
    now = now or timezone.now()
    row = keep_choices(actor, year)
    claimed = NewYear.objects.filter(
        school_id=actor.school_id, pk=row.pk, state=NewYear.State.DRAFT
    ).update(state=NewYear.State.CONFIRMED, confirmed_by_id=actor.staff_id, confirmed_at=now)
    if claimed:
        record(actor, "confirmed", kind="new_year", object_id=row.pk, label=str(year))
        turn_if_due(actor, School.objects.get(pk=actor.school_id), now)
    row.refresh_from_db()
    return row


@transaction.atomic
def call_off_year(actor: Any, year: int) -> None:
    """Take a confirmation back before its day."""
    rows = NewYear.objects.filter(
        school_id=actor.school_id, year=year, state=NewYear.State.CONFIRMED
    )
    if rows.update(state=NewYear.State.DRAFT, confirmed_by=None, confirmed_at=None):
        record(actor, "called_off", kind="new_year", label=str(year))


@transaction.atomic
def turn_if_due(actor: Any, school: School, now: datetime) -> int:
    """Turn the school into each confirmed year whose first day has come; return how many."""
    today = timezone.localdate(now)
    rows = NewYear.objects.filter(school_id=school.pk, state=NewYear.State.CONFIRMED)
    done = 0
    for row in rows.select_for_update(of=("self",)).order_by("year"):
        on = calendar_of(school, year=row.year).year_begins(row.year)
        if on <= today:
            _turn(actor, school, row, on, now)
            done += 1
    return done


def _turn(actor: Any, school: School, row: NewYear, on: date, now: datetime) -> None:
    undo: dict[str, Any] = {"on": on.isoformat()}
    undo["moved"] = _move(actor, school, row)
    leaving = [k for k in _running(school) if k.grade_on(row.year) > school.last_grade]
    undo |= _graduate(actor, school, leaving, on)
    undo["made"] = _make_classes(actor, school, row)
    undo["given"] = _name_teachers(actor, school, row, on)
    NewYear.objects.filter(school_id=school.pk, pk=row.pk).update(
        state=NewYear.State.DONE, done_at=now, undo=undo
    )
    counts = {name: len(found) for name, found in undo.items() if name != "on"}
    record(actor, "year_turned", kind="new_year", object_id=row.pk, label=str(row.year), **counts)
    refresh_files(school, today=timezone.localdate(now))
    reconcile_duties(school, now=now)


def _running(school: School) -> list[SchoolClass]:
    return list(SchoolClass.objects.filter(school_id=school.pk, ended_on__isnull=True))


def _move(actor: Any, school: School, row: NewYear) -> dict[str, str | None]:
    """Put the children who repeat or skip a year into their class; return where they were."""
    moves = row.choices.get("moves", {})
    classes = {str(k.pk): k for k in _running(school)}
    bundle, before = Bundle(actor, school), {}
    for child in Child.objects.filter(school_id=school.pk, pk__in=list(moves), left_on=None):
        if klass := classes.get(moves[str(child.pk)]):
            before[str(child.pk)] = str(child.klass_id) if child.klass_id else None
            put_file(bundle, child, {"klass": klass})
    bundle.write()
    return before


def _graduate(
    actor: Any, school: School, leaving: list[SchoolClass], on: date
) -> dict[str, list[str]]:
    """Close the files, pairs, posts and classes of the top grade; all of it stays on record."""
    children = list(
        here(Child.objects.filter(school_id=school.pk, klass__in=leaving), on).order_by("pk")
    )
    bundle = Bundle(actor, school)
    for child in children:
        put_file(bundle, child, {"left_on": on, "leave_reason": Child.LeaveReason.GRADUATED})
    bundle.write()
    ties = list(Tie.objects.filter(school_id=school.pk, child__in=children, until__isnull=True))
    end_ties(actor, ties, until=on, reason=Tie.EndReason.CHILD_LEFT)
    posts = StaffPost.objects.filter(school_id=school.pk, klass__in=leaving, until__isnull=True)
    ended = [str(pk) for pk in posts.values_list("pk", flat=True)]
    posts.update(until=on)
    SchoolClass.objects.filter(school_id=school.pk, pk__in=[k.pk for k in leaving]).update(
        ended_on=on
    )
    return {
        "closed": [str(child.pk) for child in children],
        "ties": [str(tie.pk) for tie in ties],
        "posts": ended,
        "ended": [str(k.pk) for k in leaving],
    }


def _make_classes(actor: Any, school: School, row: NewYear) -> list[str]:
    there = {
        k.number for k in _running(school)
        if k.entry_year == row.year and k.entry_grade == school.first_grade
    }  # fmt: skip
    made = []
    for number in range(1, int(row.choices.get("classes", 0)) + 1):
        if number not in there:
            fields = {"entry_year": row.year, "entry_grade": school.first_grade, "number": number}
            klass = add_class(actor, school, fields)
            SchoolClass.objects.filter(school_id=school.pk, pk=klass.pk).update(ended_on=None)
            made.append(str(klass.pk))
    return made


def _name_teachers(actor: Any, school: School, row: NewYear, on: date) -> list[list[str]]:
    """Give the classes to the teachers chosen; who was there before ends on that day."""
    chosen = row.choices.get("teachers", {})
    people = {str(s.pk): s for s in Staff.objects.filter(not_over(on), school_id=school.pk)}
    given = []
    for klass in _running(school):
        person = people.get(chosen.get(str(klass.pk), ""))
        held = StaffPost.objects.filter(
            school_id=school.pk, klass=klass, post=Post.CLASS_TEACHER, until__isnull=True
        ).first()
        if person and (held is None or held.staff_id != person.pk):
            post = give_post(actor, person, Post.CLASS_TEACHER, since=on, klass=klass)
            given.append([str(post.pk), str(held.pk) if held else ""])
    return given


@transaction.atomic
def undo_year(actor: Any, year: int, *, now: datetime | None = None) -> None:
    """Take the turn back; raises BuiltOnError where children are in the new classes already, or
    something was recorded for one who graduated.
    """
    now = now or timezone.now()
    school = School.objects.get(pk=actor.school_id)
    rows = NewYear.objects.select_for_update().filter(school_id=school.pk, year=year)
    row = rows.filter(state=NewYear.State.DONE).first()
    if row is None:
        return
    undo = row.undo
    if built_on(school, row):
        raise BuiltOnError
    _restore(actor, school, undo)
    made = SchoolClass.objects.filter(school_id=school.pk, pk__in=undo["made"])
    made.update(ended_on=undo["on"])
    row.state, row.undo, row.done_at, row.confirmed_at = NewYear.State.DRAFT, {}, None, None
    row.save(update_fields=["state", "undo", "done_at", "confirmed_at"])
    record(actor, "year_undone", kind="new_year", object_id=row.pk, label=str(year))
    refresh_files(school, today=timezone.localdate(now))
    reconcile_duties(school, now=now)


def built_on(school: School, row: NewYear) -> bool:
    """Say whether something rests on the turn, so that it can't be undone any more."""
    if Child.objects.filter(school_id=school.pk, klass_id__in=row.undo["made"]).exists():
        return True
    later = CareRecord.objects.filter(
        school_id=school.pk, child_id__in=row.undo["closed"], recorded_at__gt=row.done_at
    )
    posts = StaffPost.objects.filter(school_id=school.pk, klass_id__in=row.undo["made"])
    return later.exists() or posts.exists()


def _restore(actor: Any, school: School, undo: dict[str, Any]) -> None:
    on = date.fromisoformat(undo["on"])
    own = {"school_id": school.pk}
    SchoolClass.objects.filter(**own, pk__in=undo["ended"]).update(ended_on=None)
    StaffPost.objects.filter(**own, pk__in=undo["posts"], until=on).update(until=None)
    for given, before in undo["given"]:
        StaffPost.objects.filter(**own, pk=given).update(until=on)
        if before:
            StaffPost.objects.filter(**own, pk=before, until=on).update(until=None)
    bundle = Bundle(actor, school)
    for child in Child.objects.filter(**own, pk__in=undo["closed"], left_on=on):
        put_file(bundle, child, {"left_on": None, "leave_reason": ""})
    for child in Child.objects.filter(**own, pk__in=list(undo["moved"])):
        klass = undo["moved"][str(child.pk)]
        put_file(bundle, child, {"klass_id": UUID(klass)} if klass else {"klass": None})
    bundle.write()
    again = Tie.objects.filter(
        **own, child_id=OuterRef("child_id"), capacity=OuterRef("capacity"), until__isnull=True
    )
    closed = Tie.objects.filter(**own, pk__in=undo["ties"], until=on, adult__until__isnull=True)
    free = list(closed.filter(~Exists(again)).values_list("pk", flat=True))
    Tie.objects.filter(**own, pk__in=free).update(until=None, end_reason="", end_note="")

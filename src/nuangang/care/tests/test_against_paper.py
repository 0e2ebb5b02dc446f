"""Whatever changes in mid-term and however long the clock sleeps, results are those kept on paper."""

import random
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nuangang.care.actions import (
    agree_excuse,
    change_calendar,
    change_rule,
    reconcile_duties,
    withdraw_record,
)
from nuangang.care.cadences import Cadence, Window
from nuangang.care.clock import tick
from nuangang.care.models import CareRule, Duty, PeriodResult
from nuangang.care.standing import cadence_of_rule
from nuangang.care.tests.cast import Cast, at
from nuangang.care.tests.slow_duties import ONE, Book, Days, OnPaper
from nuangang.people.actions.refresh import refresh_files
from nuangang.people.models import Child, ParentFact, Tie
from nuangang.terms.calendar import DayRange
from nuangang.terms.holidays import default_calendar
from nuangang.terms.queries import calendar_of, entered_calendar

FIRST, DAYS = date(2026, 9, 1), 50
CADENCES: list[dict[str, Any]] = [
    {"unit": "teaching_week"},
    {"unit": "teaching_week", "count": 2},
    {"unit": "calendar_month", "count": 2},
    {"unit": "every_n_days", "every": 10, "window": {"in_holidays": True}},
    {"unit": "every_n_teaching_weeks", "every": 2},
    {"unit": "school_day"},
]


class Term:
    """One random term, done with the program and on paper at once."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.cast = Cast()
        Tie.objects.all().delete()
        Child.objects.all().delete()
        self.cast.school.definition = "D-WF"
        self.cast.school.save()
        self.lead = self.cast.as_(self.cast.lead)
        now = at(FIRST, 0, 1)
        self.school = change_calendar(self.lead, self.cast.school, default_calendar(2026), now=now)
        self.book = Book(calendar_of(self.school, year=2026))
        self.adults = [self.cast.wang, self.cast.li, self.cast.lin]
        self.children: dict[str, Child] = {}
        self.rules: dict[str, CareRule] = {}
        self.mended: list[tuple[str, Any, tuple]] = []
        for name in ("安安", "波波"):
            self.enrol(name, FIRST)
        for number, cadence in enumerate(self.draw.sample(CADENCES, 2)):
            self.add_rule(f"规则{number}", FIRST, cadence)

    def any_day(self, least: int = 0) -> date:
        return FIRST + ONE * self.draw.randrange(least, DAYS + 5)

    def enrol(self, name: str, day: date) -> None:
        """A child joins on a day, with a father away from and perhaps home on a day."""
        adult, away = self.draw.choice(self.adults), self.any_day() - 20 * ONE
        home = self.draw.choice((None, self.any_day()))
        child = self.cast.child(name, joined_on=day, birth=date(2013, 5, 5), left_behind="no")
        self.children[name] = child
        self._fact(child, "mother", "home", None, None)
        self._fact(child, "father", "away", away, home and home - ONE)
        if home:
            self._fact(child, "father", "home", home, None)
        paired = self.draw.random() < 0.5
        if paired:
            self.cast.tie(child, adult, since=day)
        self.book.children[name] = OnPaper(
            Days(day),
            [Days(away, home and home - ONE)],
            [Days(day, None, adult.name)] if paired else [],
        )

    def _fact(self, child: Child, parent: str, value: str, since: Any, until: Any) -> None:
        ParentFact.objects.create(
            school=self.school, child=child, parent=parent, kind="residence", value=value,
            since=since, until=until,
        )  # fmt: skip

    def add_rule(self, name: str, since: date, given: dict[str, Any]) -> None:
        self.rules[name] = rule = self.cast.rule(name=name, since=since, **given)
        self.book.rules[name] = (cadence_of_rule(rule), Days(since))

    def act(self, day: date) -> None:
        """Let one thing change on `day`; most changes begin on a day of their own."""
        changes = (
            self.joins, self.leaves, self.hands_over, self.pair_ends, self.stands_in, self.is_excused,
            self.staff_excused, self.changes_rule, self.snows, self.withdraws,
        )  # fmt: skip
        self.draw.choice(changes)(day)
        refresh_files(self.school, today=day)
        reconcile_duties(self.school, now=at(day, 10))
        self.book.follow(day)

    def joins(self, day: date) -> None:
        self.enrol(f"新{len(self.children)}", self.draw.choice((day, day + 4 * ONE)))

    def leaves(self, day: date) -> None:
        name = self.draw.choice(list(self.children))
        paper, on = self.book.children[name], day + self.draw.randrange(9) * ONE
        if paper.here.until is None and on > paper.here.since:
            paper.here.until = on - ONE
            Child.objects.filter(pk=self.children[name].pk).update(left_on=on)

    def hands_over(self, day: date) -> None:
        name = self.draw.choice(list(self.children))
        adult, on = self.draw.choice(self.adults), day + self.draw.randrange(9) * ONE
        if self._pair_ends(name, on):
            self.cast.tie(self.children[name], adult, since=on)
            self.book.children[name].agents.append(Days(on, None, adult.name))

    def pair_ends(self, day: date) -> None:
        on = day + self.draw.randrange(9) * ONE
        self._pair_ends(self.draw.choice(list(self.children)), on)

    def _pair_ends(self, name: str, on: date) -> bool:
        for held in self.book.children[name].agents[-1:]:
            if on <= held.since or (held.until and on <= held.until):
                return False
            held.until = held.until or on - ONE
        ties = Tie.objects.filter(child=self.children[name], until__isnull=True)
        ties.filter(capacity="agent_parent").update(until=on, end_reason="changed")
        return True

    def stands_in(self, day: date) -> None:
        name, adult = self.draw.choice(list(self.children)), self.draw.choice(self.adults)
        since = day + self.draw.randrange(9) * ONE
        until = since + self.draw.randrange(20) * ONE
        paper = self.book.children[name]
        if any(a.hold(since + n * ONE) for a in paper.stand_ins for n in range(20)):
            return
        Tie.objects.create(
            school=self.school, child=self.children[name], adult=adult, capacity="stand_in",
            since=since, until=until + ONE,
        )  # fmt: skip
        paper.stand_ins.append(Days(since, until, adult.name))

    def is_excused(self, day: date) -> None:
        name = self.draw.choice(list(self.children))
        days = self._days_off(day)
        self.book.children[name].excuses.append(days)
        self._agree(days, day, child=self.children[name])

    def staff_excused(self, day: date) -> None:
        adult, days = self.draw.choice(self.adults), self._days_off(day)
        self.book.excused_staff[adult.name].append(days)
        self._agree(days, day, staff=adult)

    def _days_off(self, day: date) -> Days:
        begins = day + self.draw.randrange(-4, 6) * ONE
        return Days(begins, begins + self.draw.randrange(25) * ONE)

    def _agree(self, days: Days, day: date, **whom: Any) -> None:
        agree_excuse(
            self.lead, begins=days.since, ends=days.until, reason="病了", now=at(day, 9), **whom
        )

    def changes_rule(self, day: date) -> None:
        name = self.draw.choice(list(self.rules))
        rule, given = self.rules[name], self.draw.choice(CADENCES)
        if rule.until or rule.since > day:
            return
        columns = {"name": f"{name}改", "kind": "talk", "proofs": ["talk"], "every": 1, "count": 1}
        columns |= {"owed_by": "agent_parent", "window": {}, **given}
        runs = self.book.rules[name][1]
        now_in = [days for days in self.book.groups(name) if days[0] <= day <= days[-1]]
        since = now_in[0][-1] + ONE if now_in else day
        runs.until = since - ONE
        follower = change_rule(self.lead, rule, columns, now=at(day, 9))
        rule.refresh_from_db()
        self.rules[columns["name"]] = follower
        self.book.rules[columns["name"]] = (cadence_of_rule(follower), Days(since))

    def snows(self, day: date) -> None:
        begins = day + self.draw.randrange(6) * ONE
        snow = DayRange(begins, begins + self.draw.randrange(7) * ONE, "下雪停课")
        kept = entered_calendar(self.school)
        changed = type(kept)(**{**vars(kept), "days_off": tuple(sorted({*kept.days_off, snow}))})
        self.school = change_calendar(self.lead, self.school, changed, now=at(day, 9))
        self.book.calendar = calendar_of(self.school, year=2026)

    def talks(self, day: date) -> None:
        """Tell of a talk of that day, or some days late."""
        for name, child in self.children.items():
            if child.joined_on and child.joined_on <= day and self.draw.random() < 0.2:
                happened = max(FIRST, day - self.draw.choice((0, 0, 0, 1, 4)) * ONE)
                told = (happened, at(day, 12))
                (item,) = self.cast.talk(self.cast.lead, child, now=told[1], happened_on=happened)
                self.book.children[name].told.append(told)
                self.mended.append((name, item, told))

    def withdraws(self, day: date) -> None:
        if not self.mended:
            return
        name, item, told = self.mended.pop(self.draw.randrange(len(self.mended)))
        withdraw_record(self.lead, item, reason="记错了", now=at(day, 9))
        self.book.children[name].told.remove(told)


def results() -> list[tuple]:
    names = "child__name", "rule__name", "begins", "ends", "owed", "done", "outcome", "staff__name"
    return sorted(PeriodResult.objects.values_list(*names), key=str)


def standing() -> set[tuple]:
    rows = Duty.objects.filter(closed_on__isnull=True)
    return set(
        rows.values_list("child__name", "rule__name", "staff__name", "opened_on", "missed_in_a_row")
    )


@pytest.mark.django_db(transaction=False)
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    seed=st.integers(0, 100_000),
    awake=st.sets(st.integers(0, DAYS), min_size=4, max_size=25),
)
def test_the_program_comes_to_what_is_kept_on_paper(seed: int, awake: set[int], db: None) -> None:
    with transaction.atomic():
        term = Term(seed)
        for number in range(DAYS + 1):
            day = FIRST + ONE * number
            term.book.night(day)
            if number in awake or number in (0, DAYS):
                tick(at(day, 0, 3))
                term.act(day)
            term.talks(day)
        assert results() == sorted(term.book.results, key=str)
        assert standing() == {
            (name, rule, duty.staff, duty.opened, duty.missed)
            for (name, rule), duty in term.book.standing.items()
        }
        transaction.set_rollback(True)


def test_the_paper_sees_every_outcome() -> None:
    """Were the book always empty, the comparison above would say nothing."""
    book = Book(default_calendar(2026))
    cadence = Cadence("teaching_week", 1, 1, Window(), FIRST)
    book.rules["谈心"] = (cadence, Days(FIRST))
    ill = Days(FIRST + 14 * ONE, FIRST + 40 * ONE)
    told = (FIRST + 2 * ONE, at(FIRST + 2 * ONE))
    book.children["安安"] = OnPaper(Days(FIRST), [Days(FIRST)], [], [], [ill], [told])
    for number in range(DAYS):
        book.night(FIRST + ONE * number)
    assert [row[6] for row in book.results][:4] == ["met", "missed", "excused", "excused"]

"""Any plan's promises can be entered on the rules page, and come to what was worked out by hand."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from nuangang.accounts.models import School
from nuangang.accounts.posts import Post
from nuangang.care.models import CareRule, Duty, kind_label
from nuangang.care.periods import periods_between
from nuangang.care.standing import Placer
from nuangang.care.tests.cast import MONDAY, Cast, at
from nuangang.care.tests.promises import PROMISES, Promise
from nuangang.care.tests.promises_found import FOUND
from nuangang.people.models import Child, ChildGroup, ParentFact, SchoolClass, Staff
from nuangang.terms.calendar import school_day_now
from nuangang.terms.queries import calendar_of

NOW = at(MONDAY, 10)
TERM_BEGAN = date(2026, 9, 1)
A_YEAR = timedelta(days=730)


class Town(Cast):
    """A school with everybody a plan can mean; promises.py says who cares for whom."""

    def __init__(self) -> None:
        super().__init__()
        School.objects.filter(pk=self.school.pk).update(definition="D-WF")
        self.class_8 = SchoolClass.objects.create(
            school=self.school, entry_year=2025, entry_grade=7, number=1
        )
        Staff.objects.filter(pk=self.wang.pk).update(party_member=True)
        self._children()
        self._people()

    def _children(self) -> None:
        boarding = {"boarding": True, "dorm": "301", "village": "东村"}
        self.change(self.an, **boarding, gender="female", birth=date(2013, 11, 25))
        self.change(self.bo, **boarding, gender="male", birth=date(2013, 12, 24))
        west = {"boarding": True, "dorm": "302", "village": "西村"}
        self.change(self.chen, **west, gender="female", birth=date(2014, 2, 28))
        day = {"boarding": False, "left_behind": "one"}
        new, birth = date(2026, 9, 20), date(2013, 7, 9)
        self.ai = self.child("艾艾", **day, birth=birth, joined_on=new, gender="male")
        birth = date(2012, 3, 3)
        self.dan = self.child("丹丹", **day, birth=birth, klass=self.class_8, gender="female")
        Child.objects.filter(pk__in=[self.an.pk, self.bo.pk, self.chen.pk, self.dan.pk]).update(
            joined_on=date(2025, 9, 1)
        )
        for child in (self.an, self.bo, self.chen):
            self.parents(child, father="away", mother="away")
        for child in (self.ai, self.dan):
            self.parents(child, father="away", mother="home")
        self.group(self.an, "minimum_living")
        self.group(self.bo, "orphan")
        self.group(self.chen, "other", basis="重点关注")

    def _people(self) -> None:
        sun = self.outsider("孙阿姨", "sun")
        self.tie(self.dan, self.li)
        self.tie(self.ai, sun)
        self.outsider("东主任", "east", village="东村")
        self.outsider("西主任", "west", village="西村")
        for name, login, post, more in (
            ("高老师", "gao", Post.CLASS_TEACHER, {"klass": self.class_2}),
            ("何老师", "he", Post.CLASS_TEACHER, {"klass": self.class_8}),
            ("严老师", "yan", Post.COUNSELLOR, {}),
            ("方医生", "fang", Post.DOCTOR, {}),
            ("唐老师", "tang", Post.DORM_KEEPER, {}),
            ("校长", "head", Post.HEAD, {}),
            ("梁老师", "liang", Post.SUBJECT_TEACHER, {"klass": self.class_1}),
        ):
            self.post(self.person(name, login), post, **more)
        liang, gao, he = (Staff.objects.get(name=name) for name in ("梁老师", "高老师", "何老师"))
        self.post(liang, Post.SUBJECT_TEACHER, klass=self.class_2)
        self.post(gao, Post.GRADE_LEADER, grade_entry_year=2026)
        self.post(he, Post.GRADE_LEADER, grade_entry_year=2025)

    def change(self, child: Child, **more: Any) -> None:
        Child.objects.filter(pk=child.pk).update(**more)

    def parents(self, child: Child, **where: str) -> None:
        """Keep what the child's label is told from, again and again."""
        for parent, value in where.items():
            ParentFact.objects.create(
                school=self.school, child=child, parent=parent, kind="residence", value=value
            )

    def group(self, child: Child, kind: str, **more: Any) -> None:
        ChildGroup.objects.create(school=self.school, child=child, kind=kind, **more)

    def outsider(self, name: str, login: str, **more: Any) -> Staff:
        staff = self.person(name, login)
        Staff.objects.filter(pk=staff.pk).update(outside=True, **more)
        return staff


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return Town()


def typed_in(promise: Promise) -> dict[str, Any]:
    """Return what the lead sends: the choices of the promise, everything else as the form has it."""
    long = promise.chosen["unit"] in ("term", "half_year") or "before" in promise.chosen
    since = TERM_BEGAN if long else MONDAY
    as_it_is = {
        "count": "1",
        "owed": "per_child",
        "who": "left_behind",
        "since": since.isoformat(),
    }
    names = promise.chosen.get("staff", ())
    staff = {"staff": [str(Staff.objects.get(name=name).pk) for name in names]} if names else {}
    return {**as_it_is, **promise.chosen, **staff}


def who_owes(rule: CareRule) -> str:
    """Return who owes how many of a rule's duties: "王 2、李 1", "—" for nobody in particular."""
    duties = Duty.objects.filter(rule=rule, closed_on__isnull=True).select_related("staff")
    count = Counter(duty.staff.name if duty.staff else "" for duty in duties)
    if set(count) <= {""}:
        return "—"
    return "、".join(f"{short(name)} {number}" for name, number in count.items())


def short(name: str) -> str:
    return name if (name.endswith("主任") and name[0] in "东西") or name == "校长" else name[0]


def owed_when_asked(town: Town, duty: Duty) -> int:
    """Return what a duty owes now, or if nothing is asked now, in a whole period."""
    placer = Placer(calendar_of(town.school, year=MONDAY.year), NOW)
    return placer.cadence(duty).count if duty.exempt else duty.owed


def first_days(town: Town, rule: CareRule) -> tuple[str, ...]:
    """Return the first two days on which anything of the rule is due."""
    calendar = calendar_of(town.school, year=MONDAY.year)
    placer, days = Placer(calendar, NOW), set()
    for duty in Duty.objects.filter(rule=rule, closed_on__isnull=True).select_related("rule"):
        for period in periods_between(placer.cadence(duty), calendar, duty.begins, MONDAY + A_YEAR):
            if not period.exempt and period.due_at >= duty.due_at:
                days.add(school_day_now(period.due_at))
    return tuple(day.isoformat() for day in sorted(days)[:2])


def as_a_set(who: str) -> set[str]:
    """Return "王 2、李 1" without its order; a promise of one duty may leave out the 1."""
    return {part if " " in part or part == "—" else f"{part} 1" for part in who.split("、")}


@pytest.mark.once
@pytest.mark.parametrize("promise", [*PROMISES, *FOUND], ids=lambda p: f"{p.like}-{p.words}")
def test_a_promise_entered_comes_to_what_was_worked_out_by_hand(
    town: Town, promise: Promise
) -> None:
    client = Client()
    client.force_login(town.lead.user)
    sent = typed_in(promise)
    shown = client.post("/rules/new/", {**sent, "look": "1"}).content.decode()
    answer = client.post("/rules/new/", sent)
    assert answer.status_code == 302, answer.content.decode().split("form-errors")[1][:600]
    rule = CareRule.objects.get()
    duties = Duty.objects.filter(rule=rule, closed_on__isnull=True)
    assert as_a_set(who_owes(rule)) == as_a_set(promise.who)
    assert duties.count() == promise.duties
    assert max(owed_when_asked(town, duty) for duty in duties) == promise.owed
    assert first_days(town, rule) == promise.due
    assert f"会有 {promise.duties} 项要做" in shown
    assert kind_label(rule.kind) in shown.split("rule-sentence")[1][:400]


def test_there_are_many_promises_from_many_plans() -> None:
    assert len(PROMISES) >= 120
    assert len({promise.like for promise in PROMISES}) >= 25
    assert len(FOUND) >= 34

"""The schools of a rehearsal and its people, who act through the product's own actions."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from nuangang.accounts.models import School, User
from nuangang.incidents.actions.leading import close_incident, hand_over, take_lead
from nuangang.incidents.actions.policy import save_rules
from nuangang.incidents.actions.raising import raise_incident
from nuangang.incidents.actions.rota import set_shifts
from nuangang.incidents.actions.telling import note_attempt
from nuangang.incidents.asking import Asking, Step
from nuangang.incidents.kinds import KINDS
from nuangang.incidents.models import Deadline, Incident, IncidentStep, of
from nuangang.incidents.table import HAPPENED, KNOWN, Rule, default_table, with_rules
from nuangang.lib.ids import new_id
from nuangang.notify.models import Carrier, ChannelSetting
from nuangang.people.models import Child, SchoolClass, Staff, StaffPost
from nuangang.policy.actor import Actor
from nuangang.site.rehearsal.script import (
    FROM_WHEN_IT_HAPPENED,
    HOUR,
    STAFF,
    Act,
    Asks,
    Case,
    Rules,
    Script,
    Ways,
)

BEGINS = datetime(2026, 3, 2, tzinfo=UTC)
_SINCE = date(2020, 9, 1)
_POSTS = {"class1": "class_teacher", "class2": "class_teacher"}


def moment(second: int) -> datetime:
    """Return a second of the rehearsal as a moment."""
    return BEGINS + timedelta(seconds=second)


def second_of(at: datetime | None) -> int | None:
    """Return a moment as a second of the rehearsal."""
    return None if at is None else round((at - BEGINS).total_seconds())


class Stage:
    """Schools with their staff, a child in each class, their own rules, and an SMS modem."""

    def __init__(self, script: Script, smsd: Path) -> None:
        self.sign = new_id().hex[-8:]
        self.schools: list[School] = []
        self.staff: dict[tuple[int, str], Staff] = {}
        self.actors: dict[tuple[int, str], Actor] = {}
        self.children: dict[tuple[int, int], Child] = {}
        self.incidents: dict[int, UUID] = {}
        for number, (rules, ways) in enumerate(zip(script.rules, script.ways, strict=True)):
            self._open(number, rules, ways, smsd)

    def _open(self, number: int, rules: Rules, ways: Ways, smsd: Path) -> None:
        school = School.objects.create(
            short_name=f"r{self.sign}-{number}", name=f"演练学校{number}"
        )
        self.schools.append(school)
        classes = {
            n: SchoolClass.objects.create(school=school, entry_year=2025, number=n) for n in (1, 2)
        }
        for klass_number, klass in classes.items():
            self.children[number, klass_number] = Child.objects.create(
                school=school, klass=klass, name=f"演练{klass_number}", joined_on=_SINCE
            )
        for place, role in enumerate(STAFF):
            self._employ(number, role, phone_of(number, place), classes)
        ChannelSetting.objects.create(
            school=school, carrier=Carrier.SMS_MODEM, on=True,
            settings=json.dumps({"database": str(smsd)}),
        )  # fmt: skip
        actor = self.actors[number, "head"]
        save_rules(actor, _table(rules, ways), changed="rehearsal", base=0)
        if ways.on_duty:
            days = [BEGINS.date() + timedelta(days=n) for n in range(-1, 3)]
            who = (self.staff[number, "teacher"].pk, None)
            set_shifts(actor, dict.fromkeys(days, who), night=False, now=moment(-2 * 24 * HOUR))

    def _employ(self, number: int, role: str, phone: str, classes: dict[int, SchoolClass]) -> None:
        school, post = self.schools[number], _POSTS.get(role, role)
        user = User.objects.create_user(f"{self.sign}-{number}-{role}", name=role)
        staff = Staff.objects.create(school=school, user=user, name=role, phone=phone, since=_SINCE)
        if role != "teacher":
            klass = classes[int(role[-1])] if role in _POSTS else None
            StaffPost.objects.create(
                school=school, staff=staff, post=post, klass=klass, since=_SINCE
            )
        self.staff[number, role] = staff
        self.actors[number, role] = Actor(
            user_id=user.pk, name=role, staff_id=staff.pk, school=school,
            roles=frozenset({post, "staff"}), posts=(post,),
        )  # fmt: skip

    def act(self, case: Case, act: Act) -> None:
        """Let somebody do something."""
        actor, now = self.actors[case.school, act.who], moment(act.at)
        if act.what == "raise":
            made = raise_incident(
                actor, once=uuid5(NAMESPACE_OID, str(case.number)), kind=case.kind, now=now,
                children=[self.children[case.school, case.klass]], happened_at=moment(case.happened),
            )  # fmt: skip
            self.incidents[case.number] = made.pk
            return
        incident = self.incident(case)
        if act.what == "lead":
            take_lead(actor, incident, now=now)
        elif act.what == "hand":
            hand_over(actor, incident, self.staff[case.school, act.to], now=now)
        elif act.what == "told":
            self._told(actor, incident, act, now)
        else:
            close_incident(actor, incident, outcome="well", words="好了", lesson="", now=now)

    def _told(self, actor: Actor, incident: Incident, act: Act, now: datetime) -> None:
        for row in of(incident, Deadline).filter(party=act.to).select_related("incident"):
            once = uuid5(NAMESPACE_OID, f"{act.at}/{act.to}")
            reached = IncidentStep.Result.REACHED
            note_attempt(actor, row, result=reached, once=once, whom="本人", now=now)

    def incident(self, case: Case) -> Incident:
        """Return the row of an incident as it stands."""
        school = self.schools[case.school]
        return Incident.objects.select_related("school").get(
            school_id=school.pk, pk=self.incidents[case.number]
        )


def phone_of(school: int, place: int) -> str:
    """Return a number that nobody has, by which somebody of a school is told from all others."""
    return f"139{school:05d}{place:03d}"


def _table(rules: Rules, ways: Ways) -> dict[str, Any]:
    given = {
        kind: Rule(True, HAPPENED if kind in FROM_WHEN_IT_HAPPENED else KNOWN, _tell(tell), 0, 0)
        for kind, tell in rules.items()
    }
    table = with_rules(default_table(), given)
    if ways.asks is None:
        return {name: kept for name, kept in table.items() if name != "asking"}
    asking = {KINDS[kind].clock: _asking(asks).kept() for kind, asks in ways.asks.items()}
    return {**table, "asking": {**table["asking"], **asking}}


def _asking(asks: Asks) -> Asking:
    steps = tuple(Step(a.who, a.after, "sms", a.every, a.times) for a in asks.steps)
    return Asking(asks.at_once, steps, asks.warn)


def _tell(minutes: Any) -> dict[str, tuple[int | None, int | None]]:
    return {party: (each, None) for party, each in minutes.items()}


def rows_of(incident: Incident) -> Iterable[tuple]:
    """Return what the database says of each party, as the oracle says it."""
    for row in of(incident, Deadline):
        yield row.party, second_of(row.due_at), second_of(row.told_at), second_of(row.called_off_at)

"""The past of a county's school: duties since years ago, what was recorded for them, how each period ended.

Every frozen period says what its records say, and every standing duty counts what lies in its present
period, as if the clock had run every night: `reconcile_duties` finds nothing to do afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple

from nuangang.accounts.models import School
from nuangang.care.models import CareRule
from nuangang.care.owing import subjects_of
from nuangang.care.ready_rules import READY
from nuangang.care.standing import Place, Placer
from nuangang.care.subjects import people_on
from nuangang.lib.ids import new_id
from nuangang.lib.sealing import seal
from nuangang.people.models import Child, Staff
from nuangang.site.demo.history import ASPECTS, DILIGENCE, LONG_AGO, NEVER_REACHED
from nuangang.site.demo.invent import WORDS
from nuangang.site.demo.lasting import Lasting
from nuangang.site.demo.loading import moment
from nuangang.terms.calendar import SCHOOL_ZONE, Calendar
from nuangang.terms.queries import calendar_of

RECORD = (
    "id", "school", "child", "kind", "staff", "recorded_by", "happened_on", "recorded_at",
    "could_not", "aspects", "mood", "words", "with_whom", "supersedes", "reason",
)  # fmt: skip
RESULT = (
    "id", "school", "duty", "rule", "child", "staff", "begins", "ends", "owed", "done", "outcome",
    "known_at",
)  # fmt: skip
BESIDE = ("tutoring", "activity", "letter", "look_in", "child_call")
CORRECTED = 0.004
QUIET_SINCE = timedelta(days=33)
CALLS = ("parent_call", "carer_call")
_SEALED = "care.carerecord.words"
_ASPECTS = [f'["{one}"]' for one in ASPECTS] + ['["study", "mood"]', '["life", "friends"]']
_VERSION_7 = 7 << 76 | 2 << 62  # the marks of a UUIDv7 among its last 80 bits
_RANDOM = (1 << 76) - 1 & ~(3 << 62)
_MOODS = ("good",) * 70 + ("so_so",) * 24 + ("low",) * 6


@dataclass(slots=True)
class One:
    """A child with whoever cares for them, and how likely something is done for them."""

    child: str
    staff: str | None
    share: float
    until: date
    joined: date
    duties: list[Lasting] = field(default_factory=list)


class Told(NamedTuple):
    """A period that is over, with what every duty in it shares."""

    place: Place
    days: list[date]
    begins: str
    ends: str
    known: int
    known_at: str


@dataclass
class Past:
    """What is known of one school while its past is being written."""

    school: School
    calendar: Calendar
    placer: Placer
    today: date
    ones: list[One]
    draw: Random
    records_left: int
    beside: tuple[str, ...]
    _over: dict[Any, list[Told]] = field(default_factory=dict)
    _mornings: dict[date, tuple[int, str]] = field(default_factory=dict)
    _days: dict[tuple[date, date], list[date]] = field(default_factory=dict)

    @property
    def expected(self) -> float:
        """Return how many records the duties will bring, about."""
        return sum(
            one.share * sum(told.place.owed for told in self.over(duty))
            for one in self.ones
            for duty in one.duties
        )

    def over(self, duty: Lasting) -> list[Told]:
        """Return the periods of a duty that are over, worked out once for alike ones."""
        key = (duty.rule.pk.int, duty.opened_on)
        if key not in self._over:
            fresh: Any = replace(duty, frozen_through=None, child_id=None, staff_id=None)
            self._over[key] = [self._told(place) for place in self.placer.over(fresh)]
        return self._over[key]

    def _told(self, place: Place) -> Told:
        known = _at(place.ends + timedelta(days=1), 60)
        return Told(
            place,
            self.days(place.begins, place.ends),
            place.begins.isoformat(),
            place.ends.isoformat(),
            int(known.timestamp() * 1000),
            moment(known),
        )

    def day(self, day: date) -> tuple[int, str]:
        """Return eight o'clock of a day at school, which is 0:00 UTC, and the day as text."""
        if day not in self._mornings:
            self._mornings[day] = (int(_at(day, 8 * 3600).timestamp() * 1000), day.isoformat())
        return self._mornings[day]

    def standing(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of the duties as they stand."""
        school = self.school.pk.hex
        for one in self.ones:
            for duty in one.duties:
                if duty.begins:
                    yield duty.row(school, one.child, one.staff)

    def days(self, begins: date, ends: date) -> list[date]:
        """Return the school days of a period up to today, all its days where it has none."""
        key = (begins, min(ends, self.today))
        if key not in self._days:
            span = [key[0] + timedelta(days=n) for n in range((key[1] - key[0]).days + 1)]
            self._days[key] = [d for d in span if self.calendar.is_school_day(d)] or span
        return self._days[key]


def rules_since(school: School, name: str, since: date, staff: Staff) -> None:
    """Let the school have adopted a ready set long ago."""
    rows = [
        CareRule(school=school, template=name, since=since, made_by=staff, **rule.columns())
        for rule in READY[name].rules
    ]
    CareRule.objects.bulk_create(rows)


def past_of(school: School, now: datetime, *, draw: Random, records: int) -> Past:
    """Open the duties of all children as they would stand, and return what the past is told from."""
    rules = list(CareRule.objects.of(school).order_by("pk"))
    calendar = calendar_of(school)
    placer = Placer(calendar, now)
    today, proofs = placer.today, {kind for rule in rules for kind in rule.proofs}
    beside = tuple(kind for kind in BESIDE if kind not in proofs)
    past = Past(school, calendar, placer, today, [], draw, records, beside)
    joined = dict(Child.objects.of(school).values_list("pk", "joined_on"))
    people = people_on(school.pk, today)
    ones: dict[Any, One] = {}
    diligence = {staff: _diligence(draw) for staff in sorted(people.staff)}
    for rule in rules:
        for subject, owing in subjects_of(rule, people).items():
            since = max(rule.since, joined[subject.child_id] or rule.since)
            one = ones.get(subject.child_id) or One(
                subject.child_id.hex,  # type: ignore[union-attr]
                owing.staff_id.hex if owing.staff_id else None,
                diligence.get(owing.staff_id, 0.0),  # type: ignore[arg-type]
                today,
                since,
            )
            ones[subject.child_id] = one
            one.duties.append(
                Lasting(
                    new_id().hex,
                    rule,
                    subject.child_id,
                    owing.staff_id,
                    since,
                    1,
                    owing.born,  # type: ignore[arg-type]
                )
            )
    past.ones = list(ones.values())
    _forget_some(past)
    return past


def _diligence(draw: Random) -> float:
    dice = draw.random()
    return next(share for edge, share in DILIGENCE if dice < edge)


def _forget_some(past: Past) -> None:
    """Let a few never have been reached, and a few not for a month, as in the demonstration."""
    paired = [one for one in past.ones if one.staff]
    past.draw.shuffle(paired)
    silent = round(len(paired) * NEVER_REACHED / 856)
    fading = round(len(paired) * LONG_AGO / 856)
    for one in paired[:silent]:
        one.until = date.min
    for one in paired[silent : silent + fading]:
        one.until = past.today - QUIET_SINCE


def slow_down(past: Past, *, most: float) -> None:
    """Let less have been done where more is owed than records are asked for."""
    expected = past.expected
    if expected > most * past.records_left:
        for one in past.ones:
            one.share *= most * past.records_left / expected


class Telling:
    """Writes down one span of a school's past: `records`, and `results` beside them."""

    def __init__(self, past: Past) -> None:
        self.past = past
        self.school = past.school.pk.hex
        self.records: list[tuple[Any, ...]] = []
        self.results: list[tuple[Any, ...]] = []
        self._bits, self._chance = past.draw.getrandbits, past.draw.random
        self._now = int(past.placer.now.timestamp() * 1000)

    def span(self, begins: date, ends: date) -> None:
        """Tell the periods that ended from `begins` to `ends`."""
        for one in self.past.ones:
            for duty in one.duties:
                for told in self.past.over(duty):
                    if begins <= told.place.ends <= ends:
                        self._period(one, duty, told)

    def present(self) -> None:
        """Tell the running periods, and let the duties stand in them."""
        today = self.past.today
        for one in self.past.ones:
            for duty in one.duties:
                place = self.past.placer.place(duty)  # type: ignore[arg-type]
                if place is None:
                    continue
                place.put(duty)  # type: ignore[arg-type]
                if place.begins > today or place.exempt:
                    continue
                gone = (today - place.begins).days + 1
                share = one.share * min(1.0, 1.3 * gone / ((place.ends - place.begins).days + 1))
                self._done(one, duty, place, share, self.past.days(place.begins, place.ends))

    def _period(self, one: One, duty: Lasting, told: Told) -> None:
        place = told.place
        if not place.exempt:
            self._done(one, duty, place, one.share, told.days)
        done, duty.done, duty.frozen_through = duty.done, 0, place.ends
        if done and done >= place.owed:
            outcome = "met"
            duty.missed_in_a_row, duty.missed_from = 0, None
        elif place.exempt:
            outcome = "excused"
        else:
            outcome = "missed"
            duty.missed_in_a_row += 1
            duty.missed_from = place.begins
        self.results.append(
            (
                self._id(told.known),
                self.school,
                duty.pk,
                duty.rule.pk.hex,
                one.child,
                one.staff,
                told.begins,
                told.ends,
                place.owed,
                done,
                outcome,
                told.known_at,
            )
        )

    def _done(self, one: One, duty: Lasting, place: Place, share: float, days: list[date]) -> None:
        """Record what was done in one period: as often as owed, or less, or an attempt."""
        if one.staff is None:
            return
        if one.until < place.ends and one.until < self.past.today:
            days = [day for day in days if day <= one.until]
            if not days:
                return
        proofs, chance = duty.rule.proofs, self._chance
        if chance() >= share:
            if duty.rule.kind in CALLS and chance() < share * 0.3:
                self._record(one, proofs[0], days[int(chance() * len(days))], "no_answer")
            return
        for _time in range(place.owed):
            if self.past.records_left <= 0:
                return
            day = days[int(chance() * len(days))]
            kind = proofs[0] if len(proofs) == 1 or chance() < 0.7 else proofs[1]
            self._record(one, kind, day)
            duty.done += 1
            if duty.last_done_on is None or duty.last_done_on <= day:
                duty.last_done_on, duty.last_done_by = day, one.staff

    def beside(self, begins: date, ends: date, extra: int) -> None:
        """Record what was done beyond what is owed, some of it corrected afterwards."""
        chance, days, kinds = self._chance, self.past.days(begins, ends), self.past.beside
        ones = [o for o in self.past.ones if o.staff and o.until > begins and o.joined <= days[-1]]
        until = max(0, self.past.records_left - extra)
        while ones and self.past.records_left > until:
            one = ones[int(chance() * len(ones))]
            day = days[int(chance() * len(days))]
            if not one.joined <= day <= one.until:
                continue
            self._record(one, kinds[int(chance() * len(kinds))], day)
            if chance() < CORRECTED and self.past.records_left > until:
                self._correct(self.records[-1], day)

    def _record(self, one: One, kind: str, day: date, could_not: str = "") -> None:
        if self.past.records_left <= 0:
            return
        self.past.records_left -= 1
        chance = self._chance
        talk = not could_not and kind in ("talk", "home_visit")
        words = WORDS.get(kind) or WORDS["parent_call"]
        said = "" if could_not or chance() < 0.3 else words[int(chance() * len(words))]
        ms, text, at = self._moment(day, chance())
        self.records.append(
            (
                self._id(ms),
                self.school,
                one.child,
                kind,
                one.staff,
                one.staff,
                text,
                at,
                could_not,
                _ASPECTS[int(chance() * len(_ASPECTS))] if talk else "[]",
                _MOODS[int(chance() * 100)] if talk else "",
                seal(said, _SEALED, self.past.school.pk) if said else "",
                "father" if kind in CALLS else "",
                None,
                "",
            )
        )

    def _correct(self, row: tuple[Any, ...], day: date) -> None:
        self.past.records_left -= 1
        ms, _text, at = self._moment(day, 1.0)
        self.records.append((self._id(ms), *row[1:7], at, *row[8:13], row[0], "写错了"))

    def _moment(self, day: date, part: float) -> tuple[int, str, str]:
        """Return a moment between 8 and 17 o'clock: in milliseconds, its day and itself as text."""
        first, text = self.past.day(day)
        second = int(part * 9 * 3600)
        ms = first + second * 1000
        if ms > self._now:  # today is not over yet
            second = max(0, (self._now - first) // 1000)
            ms = min(first + second * 1000, self._now)
        at = f"{text} {second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
        return ms, text, at

    def _id(self, ms: int) -> str:
        """Return a UUIDv7 of a moment of the past."""
        return f"{ms:012x}{self._bits(76) & _RANDOM | _VERSION_7:020x}"


def _at(day: date, seconds: int) -> datetime:
    return datetime.combine(day, time(), SCHOOL_ZONE) + timedelta(seconds=seconds)

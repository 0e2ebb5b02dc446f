"""Deadlines against a slow oracle that walks minute by minute."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuangang.incidents.due import begins_at, due_of, minutes_left
from nuangang.incidents.kinds import KINDS, OF_CHILD, Clock, Party, What
from nuangang.incidents.table import (
    HAPPENED,
    KNOWN,
    Rule,
    default_table,
    differing,
    kept,
    rule_of,
    with_rules,
)
from nuangang.terms.calendar import SCHOOL_ZONE

NOON = datetime(2026, 3, 2, 12, tzinfo=SCHOOL_ZONE)
MINUTES = st.none() | st.integers(1, 600)
RULES = st.builds(
    Rule,
    on=st.just(True),
    counts_from=st.sampled_from([HAPPENED, KNOWN]),
    tell=st.dictionaries(st.sampled_from(Party.values), st.tuples(MINUTES, MINUTES)),
    progress=st.integers(0, 30),
    final=st.integers(0, 4),
)
FAMILIES = st.dictionaries(st.integers(0, 5), st.sets(st.sampled_from(OF_CHILD)))


def walked(rule, begins, families, without, grave):
    """Return what is due, found by looking at each minute of the days that follow."""
    found = []
    for minute in range(1, max(rule.final * 24 * 60, 600) + 1):
        at = begins + timedelta(minutes=minute)
        for party, (usual, in_grave) in rule.tell.items():
            first = min((m for m in (usual, in_grave if grave else None) if m), default=None)
            if party in without or first != minute:
                continue
            whose = [c for c in families if party in families[c]] if party in OF_CHILD else [None]
            found += [("tell", party, child, 1, at) for child in whose]
        if rule.final and minute == rule.final * 24 * 60:
            found.append(("final", "bureau", None, 1, at))
        elif rule.final and rule.progress and minute % (rule.progress * 60) == 0:
            number = minute // (rule.progress * 60)
            if number <= 31 and minute < rule.final * 24 * 60:
                found.append(("progress", "bureau", None, number, at))
    return found


@given(RULES, FAMILIES, st.sets(st.sampled_from(Party.values)), st.booleans())
def test_everything_is_due_when_the_oracle_says(rule, families, without, grave):
    due = due_of(rule, NOON, families=families, without=tuple(without), grave=grave)
    told = [(d.what, d.party, d.child, d.number, d.due_at) for d in due]
    assert sorted(told, key=str) == sorted(walked(rule, NOON, families, without, grave), key=str)
    assert [d.due_at for d in due] == sorted(d.due_at for d in due)
    ordinary = {
        (d.what, d.party, d.child, d.number): d.due_at
        for d in due_of(rule, NOON, families=families)
    }
    in_grave = due_of(rule, NOON, families=families, grave=True)
    later = [
        d
        for d in in_grave
        if d.due_at > ordinary.get((d.what, d.party, d.child, d.number), d.due_at)
    ]
    assert not later  # what is grave never waits longer
    assert len(in_grave) >= len(ordinary)


@given(RULES)
def test_a_rule_survives_being_kept(rule):
    told = {party: pair for party, pair in rule.tell.items() if pair != (None, None)}
    again = rule_of(with_rules(default_table(), {"injury": rule}), "injury")
    assert {**vars(again)} == {
        **vars(rule),
        "tell": {p: told[p] for p in Party.values if p in told},
    }
    assert kept(again) == kept(rule)


def test_the_default_is_thirty_minutes_an_hour_and_two_hours():
    due = due_of(rule_of(default_table(), "injury"), NOON, families={1: OF_CHILD})
    told = {d.party: d.due_at - NOON for d in due if d.what == What.TELL}
    assert told["guardian"] == timedelta(minutes=30)
    assert told["parents"] == timedelta(hours=1)
    assert told["bureau"] == told["township"] == timedelta(hours=2)
    reports = [d.due_at - NOON for d in due if d.what != What.TELL]
    assert reports == [timedelta(days=day) for day in range(1, 8)]


def test_every_kind_has_a_rule_and_harm_goes_to_the_police_first():
    table = default_table()
    for code, kind in KINDS.items():
        rule = rule_of(table, code)
        assert rule.on
        assert rule.tell, code
        if kind.clock == Clock.REPORT:
            assert min(usual for usual, _grave in rule.tell.values()) == rule.tell["police"][0]
            assert not set(rule.tell) & set(OF_CHILD)  # whoever harms may be at home
    assert differing(table, default_table()) == []


def test_an_accident_counts_from_when_it_happened_harm_from_when_it_was_known():
    known = NOON + timedelta(hours=3)
    accident, harm = (rule_of(default_table(), code) for code in ("injury", "mr4"))
    assert (begins_at(accident, NOON, known), begins_at(harm, NOON, known)) == (NOON, known)
    assert begins_at(accident, known + timedelta(days=1), known) == known


def test_the_clock_does_not_care_for_zones_and_needs_one():
    rule = rule_of(default_table(), "injury")
    here = due_of(rule, NOON, families={})
    there = due_of(rule, NOON.astimezone(UTC), families={})
    assert [d.due_at for d in here] == [d.due_at for d in there]
    with pytest.raises(ValueError, match="zone"):
        due_of(rule, NOON.replace(tzinfo=None), families={})
    assert (minutes_left(NOON, NOON), minutes_left(NOON, NOON + timedelta(seconds=1))) == (0, -1)

"""Tying children to grown-ups."""

from datetime import date

from nuangang.people.actions.ties import end_tie, tie, tie_all
from nuangang.people.models import Change, Tie

SEPTEMBER, NOVEMBER = date(2026, 9, 1), date(2026, 11, 1)


def test_tying_twice_is_one_tie(cast):
    child = cast.child()
    first = tie(cast.lead, child, cast.wang, since=SEPTEMBER, why=["same_village"])
    assert tie(cast.lead, child, cast.wang, since=NOVEMBER) == first
    assert Tie.objects.get().why == ["same_village"]


def test_a_new_agent_parent_takes_over_from_that_day(cast):
    child = cast.child()
    old = tie(cast.lead, child, cast.wang, since=SEPTEMBER)
    tie(cast.lead, child, cast.lin, since=NOVEMBER)
    old.refresh_from_db()
    assert (old.until, old.end_reason) == (NOVEMBER, Tie.EndReason.CHANGED)
    lines = Change.objects.filter(kind="tie").order_by("at", "id")
    assert [(c.before, c.after) for c in lines] == [
        ("", "王老师"), ("王老师", ""), ("", "林老师"),
    ]  # fmt: skip


def test_a_counsellor_stands_beside_the_agent_parent(cast):
    child = cast.child()
    tie(cast.lead, child, cast.wang, since=SEPTEMBER)
    tie(cast.lead, child, cast.lin, since=SEPTEMBER, capacity=Tie.Capacity.COUNSELLOR)
    assert Tie.objects.filter(until__isnull=True).count() == 2


def test_ending_twice_keeps_the_first_end(cast):
    held = tie(cast.lead, cast.child(), cast.wang, since=SEPTEMBER)
    end_tie(cast.lead, held, until=NOVEMBER, reason=Tie.EndReason.WISH, note="爷爷的意思")
    held.refresh_from_db()
    end_tie(cast.lead, held, until=SEPTEMBER, reason=Tie.EndReason.LEFT)
    held.refresh_from_db()
    assert (held.until, held.end_note) == (NOVEMBER, "爷爷的意思")


def test_many_ties_cost_few_statements(cast, django_assert_max_num_queries):
    children = [cast.child(f"张{n}") for n in "一二三四五六七八"]
    with django_assert_max_num_queries(30):
        tie_all(cast.lead, [(c, cast.wang, []) for c in children], since=SEPTEMBER)
    assert Tie.objects.count() == 8

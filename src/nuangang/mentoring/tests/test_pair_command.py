"""nuangang pair: the contract others script against."""

import json

import pytest
from django.core.management import call_command

from nuangang.mentoring.models import Plan
from nuangang.mentoring.tests.cast import Cast
from nuangang.people.models import Staff, Tie


def run(capsys, *options: str) -> str:
    call_command("pair", "--school", "an", *options)
    return capsys.readouterr().out


def test_json_has_what_was_promised(cast: Cast, capsys) -> None:
    said = json.loads(run(capsys, "--check", "--json"))
    assert set(said) == {"pairs", "loads", "unmet", "objective", "seconds"}
    pairs = {pair["child"]: pair for pair in said["pairs"]}
    chen = pairs[str(cast.chen.pk)]
    assert chen["adult"] == str(cast.li.pk)
    assert (chen["child_name"], chen["adult_name"], chen["kept"]) == ("晨晨", "李老师", True)
    assert chen["reasons"][0]["code"] == "kept"
    assert len(pairs) == 4
    xu = next(load for load in said["loads"] if load["adult"] == str(cast.xu.pk))
    assert xu == {
        "adult": str(cast.xu.pk), "adult_name": "徐老师", "party_member": True, "quota": 2,
        "cap": None, "children": 2,
    }  # fmt: skip
    assert said["unmet"] == []
    assert isinstance(said["objective"], int)
    assert 0 <= said["seconds"] < 5


def test_what_cannot_hold_is_named(cast: Cast, capsys) -> None:
    Staff.objects.filter(school=cast.school).update(may_mentor=False)
    said = json.loads(run(capsys, "--check", "--json"))
    assert [(one["rule"], one["count"]) for one in said["unmet"]] == [("no_adults", 4)]
    assert {"id": str(cast.dan.pk), "count": 1} in said["unmet"][0]["who"]


def test_check_writes_nothing(cast: Cast, capsys) -> None:
    run(capsys, "--check")
    assert not Plan.objects.exists()


def test_without_it_a_draft_is_kept_and_no_tie_written(cast: Cast, capsys) -> None:
    run(capsys)
    assert Plan.objects.get().state == Plan.State.DRAFT
    assert Tie.objects.count() == 3


def test_approve_writes_the_ties(cast: Cast, capsys) -> None:
    run(capsys, "--approve")
    assert Plan.objects.get().state == Plan.State.APPROVED
    assert set(cast.held()) == {"安安", "波波", "晨晨", "丹丹"}


def test_a_school_nobody_knows_is_refused(cast: Cast) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("pair", "--school", "nowhere")
    assert stopped.value.code == 2

"""The clock freezes, refreshes and reconciles by itself, once each, and survives a failure."""

from datetime import timedelta

from django.core.management import call_command

from nuangang.care import clock
from nuangang.care.actions import reconcile_duties
from nuangang.care.models import Duty, NightWork, PeriodResult
from nuangang.care.tests.cast import MONDAY, NEXT_MONDAY, Cast, at
from nuangang.people.models import ParentFact


def test_a_round_freezes_and_does_the_nights_work_once(cast: Cast) -> None:
    cast.rule()
    reconcile_duties(cast.school, now=at(MONDAY))
    assert clock.tick(at(NEXT_MONDAY)) > 0
    assert PeriodResult.objects.count() == 3
    assert set(NightWork.objects.values_list("work", flat=True)) >= {"labels", "duties"}
    nights = NightWork.objects.count()
    clock.tick(at(NEXT_MONDAY, 9, 30))  # ties what the first round wrote to the log's chain
    assert clock.tick(at(NEXT_MONDAY, 9, 31)) == 0
    assert (PeriodResult.objects.count(), NightWork.objects.count()) == (3, nights)


def test_labels_and_duties_follow_the_facts_overnight(cast: Cast) -> None:
    for child in (cast.an, cast.bo, cast.chen):
        _away(cast, child, "father")
        _away(cast, child, "mother")
    cast.rule()
    clock.tick(at(MONDAY))
    assert Duty.objects.filter(closed_on__isnull=True).count() == 3
    home = {"until": MONDAY, "value": "away"}
    ParentFact.objects.filter(child=cast.an).update(**home)
    for parent in ("father", "mother"):
        _fact(cast, cast.an, parent, value="home", since=MONDAY)
    cast.an.ties.update(until=MONDAY)
    clock.tick(at(MONDAY + timedelta(days=1)))
    assert not Duty.objects.filter(child=cast.an, closed_on__isnull=True).exists()


def _away(cast: Cast, child: object, parent: str) -> None:
    _fact(cast, child, parent, value="away", since=MONDAY - timedelta(days=400))


def _fact(cast: Cast, child: object, parent: str, **more: object) -> None:
    ParentFact.objects.create(
        school=cast.school, child=child, parent=parent, kind="residence", **more
    )


def test_one_failing_piece_keeps_nobody_waiting(cast: Cast, monkeypatch) -> None:
    told = []
    monkeypatch.setattr(clock, "_NIGHTLY", {"broken": _broken})
    clock.tick(at(MONDAY), on_error=lambda school, error: told.append((school, str(error))))
    assert told == [(cast.school, "no paper left")]
    assert not NightWork.objects.exists()


def _broken(_school: object, _now: object) -> None:
    raise RuntimeError("no paper left")


def test_apps_above_add_their_own_work(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(clock, "_NIGHTLY", {})
    seen = []
    clock.nightly("roster_files")(lambda school, now: seen.append(school))
    clock.tick(at(MONDAY))
    assert seen == [cast.school]


def test_looks_again_after_a_minute_and_sharply_at_midnight() -> None:
    assert clock.wake_at(at(MONDAY)) == at(MONDAY, 9, 1)
    late = at(MONDAY, 23, 59) + timedelta(seconds=40)
    assert clock.wake_at(late) == at(MONDAY + timedelta(days=1), 0)


def test_the_command_does_one_round(cast: Cast, capsys) -> None:
    call_command("clock", "--once")
    assert NightWork.objects.filter(school=cast.school, work="labels").exists()

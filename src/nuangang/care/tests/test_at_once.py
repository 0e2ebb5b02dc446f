"""Two clocks and two teachers at the same moment: nothing frozen twice, nothing lost."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from nuangang.care.actions import freeze, reconcile_duties
from nuangang.care.clock import tick
from nuangang.care.models import CareRecord, NightWork, PeriodResult
from nuangang.care.tests.cast import MONDAY, NEXT_MONDAY, Cast, at
from nuangang.lib.ids import new_id


@pytest.fixture
def busy(transactional_db: None) -> Cast:
    """A talk is owed every week; three of them."""
    cast = Cast()
    cast.rule(count=3)
    reconcile_duties(cast.school, now=at(MONDAY))
    return cast


def at_once(*works: Callable[[], object]) -> None:
    """Run all of `works` at the same moment, each on a connection of its own."""
    gate, failed = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        try:
            gate.wait()
            work()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


def test_two_clocks_freeze_once(busy: Cast) -> None:
    at_once(*[lambda: freeze(busy.school, now=at(NEXT_MONDAY))] * 3)
    assert PeriodResult.objects.count() == 3
    assert busy.duty(busy.an).missed_in_a_row == 1


def test_two_clocks_do_the_nights_work_once(busy: Cast) -> None:
    at_once(*[lambda: tick(at(NEXT_MONDAY))] * 3)
    works = list(NightWork.objects.exclude(work="settled").values_list("work", flat=True))
    assert len(works) == len(set(works)) >= 2


def test_teachers_recording_at_once_lose_no_count(busy: Cast) -> None:
    people = (busy.wang, busy.lin, busy.lead)
    at_once(*[lambda who=who: busy.talk(who, busy.an, busy.bo, now=at(MONDAY)) for who in people])
    assert (busy.duty(busy.an).done, busy.duty(busy.bo).done) == (3, 3)


def test_the_same_form_sent_at_once_is_one_record(busy: Cast) -> None:
    ids = [new_id()]
    at_once(*[lambda: busy.talk(busy.wang, busy.an, now=at(MONDAY), ids=ids)] * 3)
    assert CareRecord.objects.count() == 1
    assert busy.duty(busy.an).done == 1

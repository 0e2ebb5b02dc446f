"""The clock asks for somebody who leads until one takes it, and warns once of each deadline."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from nuangang.incidents import ticking
from nuangang.incidents.actions.leading import take_lead
from nuangang.incidents.actions.paging import leaders, page_next, to_page, warn_of_deadlines
from nuangang.incidents.actions.policy import version_to_start
from nuangang.incidents.models import Incident, IncidentStep
from nuangang.incidents.tests.cast import Cast
from nuangang.incidents.tests.test_raising import carrier
from nuangang.notify import loop
from nuangang.notify.models import Carrier, Channel, ChannelSetting, Message
from nuangang.wellbeing.tests.cast import other_school

MINUTE = timedelta(minutes=1)


@pytest.fixture
def reachable(cast: Cast) -> Cast:
    """The school with an SMS service and the leaders' phones."""
    carrier(cast)
    return cast


def texted(after: int) -> list[str]:
    """Return who got an SMS after the first so many, in order."""
    return list(Message.objects.order_by("queued_at", "pk").values_list("to_name", flat=True))[
        after:
    ]


def test_one_after_the_other_until_somebody_leads(reachable: Cast) -> None:
    cast, now = reachable, timezone.now()
    made = cast.incident(now=now)
    first = Message.objects.count()
    order = [who.name for who in leaders(made, [cast.an], now)]
    assert order == ["林老师", "周主任", "副校长", "高校长"]
    assert page_next(cast.school, now=now + 4 * MINUTE) == 0
    for number in (1, 2, 3):
        assert page_next(cast.school, now=now + (5 * number + 1) * MINUTE) == 1
        assert page_next(cast.school, now=now + (5 * number + 1) * MINUTE) == 0  # another clock
    assert texted(first) == order[:3]
    assert IncidentStep.objects.filter(kind="paged").count() == 3
    take_lead(cast.as_(cast.head), Incident.objects.get(), now=now + 17 * MINUTE)
    assert page_next(cast.school, now=now + 60 * MINUTE) == 0


def test_after_a_sleep_it_is_asked_once_and_a_drill_never(reachable: Cast) -> None:
    cast, now = reachable, timezone.now()
    cast.incident(now=now, drill=True)
    assert page_next(cast.school, now=now + 9 * MINUTE) == 0
    cast.incident(now=now)
    assert page_next(cast.school, now=now + timedelta(hours=3)) == 1
    assert page_next(cast.school, now=now + timedelta(hours=3)) == 0


def test_whoever_leads_is_warned_once_before_the_time_is_up(reachable: Cast) -> None:
    cast, now = reachable, timezone.now()
    made = cast.incident(now=now, kind="truant")
    take_lead(cast.as_(cast.head), made, now=now)
    first = Message.objects.count()
    assert warn_of_deadlines(cast.school, now=now + 4 * MINUTE) == 0
    assert (
        warn_of_deadlines(cast.school, now=now + 6 * MINUTE) == 1
    )  # the class teacher's ten minutes
    assert warn_of_deadlines(cast.school, now=now + 7 * MINUTE) == 0
    assert warn_of_deadlines(cast.school, now=now + 56 * MINUTE) == 1  # the carer's hour
    assert texted(first) == ["高校长", "高校长"]
    assert not any("安安" in message.text for message in Message.objects.all())


def test_the_group_is_told_of_what_all_leaders_may_know_and_of_no_drill(cast: Cast) -> None:
    ChannelSetting.objects.create(school=cast.school, carrier=Carrier.WECOM, on=True)
    now = timezone.now()
    cast.incident(now=now, drill=True)
    cast.incident(now=now, kind="violence")
    assert not Message.objects.exists()
    cast.incident(now=now)
    page_next(cast.school, now=now + 6 * MINUTE)
    assert set(Message.objects.values_list("channel", flat=True)) == {Channel.GROUP}
    assert Message.objects.count() == 2
    assert not any("安安" in message.text for message in Message.objects.all())


def test_without_a_carrier_nothing_is_said_to_have_been_sent(cast: Cast) -> None:
    now = timezone.now()
    cast.incident(now=now)
    assert page_next(cast.school, now=now + 9 * MINUTE) == 0
    assert not IncidentStep.objects.filter(kind="paged").exists()


def test_every_second_in_every_school_whatever_fails_in_one(reachable: Cast, monkeypatch) -> None:
    cast, now = reachable, timezone.now()
    cast.incident(now=now)
    elsewhere = Incident.objects.get()
    head, _child = other_school()
    first = Message.objects.count()

    def fails_in_the_other(school, *, now):
        if school == head.school:
            raise ValueError(school)
        return page_next(school, now=now)

    elsewhere.pk, elsewhere.school, elsewhere.raised_by = uuid4(), head.school, head
    elsewhere.policy = version_to_start(head.school, now=now)
    elsewhere.save(force_insert=True)
    monkeypatch.setattr(ticking, "page_next", fails_in_the_other)
    assert {ticking._page, ticking._warn} <= set(loop._ROUNDS)
    assert ticking._page(now + 6 * MINUTE) == 1
    assert texted(first) == ["林老师"]
    assert list(to_page(now + 6 * MINUTE)) == [elsewhere]


def test_each_second_costs_one_statement_where_nothing_is_due(
    reachable: Cast, django_assert_num_queries
) -> None:
    now = timezone.now()
    reachable.incident(now=now)
    for work in (ticking._page, ticking._warn):
        with django_assert_num_queries(1):
            assert work(now + 4 * MINUTE) == 0

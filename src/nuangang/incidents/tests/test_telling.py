"""Told is only whom a named person says to have spoken with; late stays late; nothing is overwritten."""

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from nuangang.incidents.actions.leading import acknowledge, close_incident, take_lead
from nuangang.incidents.actions.telling import correct_step, note_attempt
from nuangang.incidents.models import Incident, IncidentStep
from nuangang.incidents.tests.cast import AWAY, HOME, Cast
from nuangang.people.models import Contact


def tap(cast: Cast, by, row, result: str, **more):
    given = {"once": uuid4(), "result": result, "whom": "奶奶 张桂花", "phone": HOME, **more}
    return cast.browser(by).post(reverse("incident_attempt", args=[row.pk]), given)


def test_sent_and_no_answer_are_not_told_and_the_next_number_is_next(cast: Cast) -> None:
    made = cast.incident()
    row = cast.due(made, "guardian")
    contact = Contact.objects.of(cast.school).filter(relative__is_carer=True)
    for result in ("no_answer", "sent"):
        assert tap(cast, cast.wang, row, result, contact=contact[0].pk).status_code == 302
        row.refresh_from_db()
        assert row.told_at is None
    assert contact[0].failed_calls == 1
    assert "没人接" in cast.get(cast.wang, reverse("incident", args=[made.pk]))
    tap(cast, cast.wang, row, "reached", contact=contact[0].pk)
    row.refresh_from_db()
    assert (row.told_by, row.told_to) == (cast.wang, "奶奶 张桂花")
    assert not row.is_late(timezone.now())
    assert contact[0].failed_calls == 0
    attempts = IncidentStep.objects.filter(deadline=row).order_by("noted_at")
    assert [(a.result, a.phone, a.by) for a in attempts] == [
        (result, HOME, cast.wang) for result in ("no_answer", "sent", "reached")
    ]


def test_one_tap_sent_twice_is_one_attempt_and_reached_names_whom(cast: Cast) -> None:
    row, once = cast.due(cast.incident(), "guardian"), uuid4()
    for _again in range(2):
        tap(cast, cast.wang, row, "reached", once=once)
    assert IncidentStep.objects.filter(deadline=row).count() == 1
    bureau = cast.due(row.incident, "bureau")
    assert tap(cast, cast.wang, bureau, "reached", whom="").status_code == 422
    bureau.refresh_from_db()
    assert bureau.told_at is None


def test_late_is_late_for_ever(cast: Cast) -> None:
    now = timezone.now()
    made = cast.incident(now=now - timedelta(minutes=45))
    row = cast.due(made, "guardian")
    assert row.is_late(now)
    note_attempt(cast.as_(cast.wang), row, result="reached", whom="奶奶", once=uuid4(), now=now)
    row.refresh_from_db()
    assert row.is_late(now + timedelta(days=9))
    assert "晚了" in cast.get(cast.wang, reverse("incident", args=[made.pk]))


def test_a_wrong_tap_is_taken_back_and_the_clock_runs_again(cast: Cast) -> None:
    row = cast.due(cast.incident(), "guardian")
    tap(cast, cast.wang, row, "reached")
    step = IncidentStep.objects.get(deadline=row)
    address = reverse("incident_mend", args=[step.pk])
    assert (
        cast.browser(cast.wang).post(address, {"result": "reached"}).status_code == 422
    )  # no reason
    nobody = {"result": "reached", "whom": "", "reason": "改一下"}
    assert cast.browser(cast.wang).post(address, nobody).status_code == 422
    given = {"result": "reached", "whom": "奶奶", "withdrawn": "on", "reason": "按错了行"}
    for _again in range(2):
        assert cast.browser(cast.wang).post(address, given).status_code == 302
    row.refresh_from_db()
    assert row.told_at is None
    lines = IncidentStep.objects.filter(deadline=row).order_by("noted_at")
    assert [(line.withdrawn, line.reason) for line in lines] == [(False, ""), (True, "按错了行")]


def test_the_earliest_standing_call_counts(cast: Cast) -> None:
    now = timezone.now()
    row = cast.due(cast.incident(now=now - timedelta(minutes=20)), "guardian")
    wang = cast.as_(cast.wang)
    note_attempt(wang, row, result="reached", whom="奶奶", once=uuid4(), now=now)
    note_attempt(
        cast.as_(cast.lin), row, result="reached", whom="爷爷", once=uuid4(),
        at=now - timedelta(minutes=5), now=now,
    )  # fmt: skip
    row.refresh_from_db()
    assert row.told_to == "爷爷"
    step = IncidentStep.objects.get(deadline=row, by=cast.lin)
    correct_step(cast.as_(cast.lead), step, reason="那是别的孩子", withdrawn=True, now=now)
    row.refresh_from_db()
    assert (row.told_to, row.told_at) == ("奶奶", now)


def test_a_colleague_who_has_nothing_to_do_with_it_can_note_nothing(cast: Cast) -> None:
    row = cast.due(cast.incident(), "guardian")
    assert tap(cast, cast.li, row, "reached").status_code == 404
    assert tap(cast, cast.secretary, row, "reached").status_code == 403
    assert tap(cast, cast.lin, row, "no_answer").status_code == 302  # teaches the class


def test_whoever_takes_the_lead_is_told_by_that(cast: Cast) -> None:
    made = cast.incident()
    assert take_lead(cast.as_(cast.head), made)
    assert cast.due(made, "head").told_by == cast.head
    assert cast.due(made, "class_teacher").told_at is None
    step = IncidentStep.objects.get(deadline=cast.due(made, "head"))
    assert correct_step(cast.as_(cast.head), step, reason="按错了", withdrawn=True)
    assert cast.due(made, "head").told_at is None
    assert acknowledge(cast.as_(cast.head), made, now=timezone.now()) == 1
    assert cast.due(made, "head").told_by == cast.head


def test_what_was_called_off_takes_no_attempt(cast: Cast) -> None:
    made = cast.incident()
    row = cast.due(made, "guardian")
    close_incident(cast.as_(cast.lead), made, outcome="mistake", words="看错了", lesson="")
    tap(cast, cast.lead, row, "reached")
    assert not IncidentStep.objects.filter(deadline=row).exists()
    assert not Incident.objects.get().deadlines.filter(called_off_at=None).exists()
    assert AWAY not in cast.get(
        cast.wang, reverse("incident", args=[made.pk])
    )  # numbers shut again

"""Somebody is ill, a child is away: excused with the reason and who agreed."""

from datetime import date, timedelta

import pytest
from django.test import Client

from nuangang.care.actions import agree_excuse, freeze, reconcile_duties, withdraw_excuse
from nuangang.care.models import Excuse, PeriodResult
from nuangang.care.states import EXCUSED, URGENT, state_of
from nuangang.care.tests.cast import FRIDAY, MONDAY, NEXT_MONDAY, Cast, at

WEEK = timedelta(days=7)


@pytest.fixture
def school(cast: Cast) -> Cast:
    """A talk is owed every week; An was talked to last week."""
    cast.rule()
    reconcile_duties(cast.school, now=at(MONDAY))
    cast.talk(cast.wang, cast.an, now=at(MONDAY - WEEK))
    return cast


def ill(school: Cast, begins: date = MONDAY, ends: date = FRIDAY) -> Excuse:
    lead = school.as_(school.lead)
    days = {"begins": begins, "ends": ends, "now": at(MONDAY)}
    return agree_excuse(lead, staff=school.wang, reason="住院", **days)


def test_what_an_ill_teacher_owed_is_excused_with_who_agreed(school: Cast) -> None:
    ill(school)
    assert school.duty(school.an).exempt
    assert state_of(school.duty(school.an), at(FRIDAY)) == EXCUSED
    freeze(school.school, now=at(NEXT_MONDAY))
    result = PeriodResult.objects.get(child=school.an)
    assert (result.outcome, result.reason, result.agreed_by) == ("excused", "住院", school.lead)
    assert PeriodResult.objects.get(child=school.chen).outcome == "missed"
    assert not school.duty(school.an).exempt


def test_a_child_never_reached_still_needs_somebody(school: Cast) -> None:
    ill(school)
    assert state_of(school.duty(school.bo), at(FRIDAY)) == URGENT


def test_what_was_done_all_the_same_counts(school: Cast) -> None:
    ill(school)
    school.talk(school.lin, school.an, now=at(FRIDAY))
    freeze(school.school, now=at(NEXT_MONDAY))
    assert PeriodResult.objects.get(child=school.an).outcome == "met"


def test_only_periods_mostly_within_the_days(school: Cast) -> None:
    ill(school, ends=MONDAY + timedelta(days=1))
    assert not school.duty(school.an).exempt


def test_a_child_away_excuses_whoever_owes_it(school: Cast) -> None:
    lead = school.as_(school.lead)
    days = {"begins": MONDAY, "ends": FRIDAY}
    agree_excuse(lead, child=school.an, reason="随父母在外", now=at(MONDAY), **days)
    assert (school.duty(school.an).exempt, school.duty(school.bo).exempt) == (True, False)


def test_agreed_twice_is_once_and_taken_back_is_owed_again(school: Cast) -> None:
    excuse = ill(school)
    assert ill(school).pk == excuse.pk
    for _time in range(2):
        withdraw_excuse(school.as_(school.lead), excuse, now=at(MONDAY))
    assert not school.duty(school.an).exempt


def client_of(staff: object) -> Client:
    client = Client()
    client.force_login(staff.user)
    return client


def test_the_page_is_the_leads(school: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(MONDAY))
    sent = {"staff": school.wang.pk, "begins": MONDAY, "ends": FRIDAY, "reason": "住院"}
    assert client_of(school.wang).get("/excuses/").status_code == 404
    assert client_of(school.wang).post("/excuses/", sent).status_code == 403
    lead = client_of(school.lead)
    backwards = lead.post("/excuses/", {**sent, "ends": MONDAY - WEEK})
    assert backwards.status_code == 422
    lead.post("/excuses/", sent)
    text = lead.get("/excuses/").content.decode()
    assert "住院" in text
    assert "周主任同意" in text
    excuse = Excuse.objects.get()
    assert client_of(school.wang).post(f"/excuses/{excuse.pk}/withdraw/").status_code == 403
    lead.post(f"/excuses/{excuse.pk}/withdraw/")
    assert "住院" not in lead.get("/excuses/").content.decode()


def test_for_one_child(school: Cast) -> None:
    lead = client_of(school.lead)
    assert "安安" in lead.get(f"/excuses/?child={school.an.pk}").content.decode()
    sent = {"child": school.an.pk, "begins": MONDAY, "ends": FRIDAY, "reason": "请假回家"}
    lead.post("/excuses/", sent)
    assert Excuse.objects.get().child == school.an
    assert lead.get("/excuses/?child=nonsense").status_code == 404

"""The digest of the day: follow-ups on their day, new and lost children, the lead's escalations."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nuangang.care.actions import reconcile_duties
from nuangang.care.letting_go import LetGo
from nuangang.care.models import Duty
from nuangang.care.tests.cast import Cast
from nuangang.people.models import Child, ParentFact, Tie

DAY = timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    """The people of care's tests."""
    return Cast()


def shown(staff) -> str:
    client = Client()
    client.force_login(staff.user)
    return client.get("/today/matters/").content.decode()


def talk(cast: Cast, **more):
    now = timezone.now()
    given = {"happened_on": timezone.localdate() - 7 * DAY, **more}
    return cast.talk(cast.wang, cast.an, now=now, **given)[0]


def test_a_follow_up_comes_back_on_its_day_and_not_before(cast: Cast) -> None:
    today = timezone.localdate()
    talk(cast, follow_up_on=today + DAY)
    assert "要再找安安" not in shown(cast.wang)
    talk(cast, follow_up_on=today)
    assert "要再找安安" in shown(cast.wang)
    assert "要再找安安" not in shown(cast.lead)


def test_recording_ticks_it_off(cast: Cast) -> None:
    talk(cast, follow_up_on=timezone.localdate())
    talk(cast, happened_on=timezone.localdate())
    assert "要再找安安" not in shown(cast.wang)


def test_not_needed_ticks_it_off_on_both_places(cast: Cast) -> None:
    cast.rule()
    reconcile_duties(cast.school)
    item = talk(cast, follow_up_on=timezone.localdate())
    client = Client()
    client.force_login(cast.wang.user)
    assert "说好今天再跟进" in client.get("/today/").content.decode()
    client.post(f"/record/{item.pk}/let-go/")
    assert "要再找安安" not in shown(cast.wang)
    assert "说好今天再跟进" not in client.get("/today/").content.decode()
    assert LetGo.objects.get().by == cast.wang


def test_nobody_ticks_off_for_a_child_that_is_not_theirs(cast: Cast) -> None:
    item = talk(cast, follow_up_on=timezone.localdate())
    client = Client()
    client.force_login(cast.li.user)
    assert client.post(f"/record/{item.pk}/let-go/").status_code == 404
    assert not LetGo.objects.exists()


def test_birthdays_new_and_lost_children(cast: Cast) -> None:
    today = timezone.localdate()
    Child.objects.filter(pk=cast.an.pk).update(birth=today.replace(year=today.year - 13))
    cast.tie(cast.child("新新"), cast.wang, since=today)
    Tie.objects.filter(child=cast.bo).update(until=today, end_reason="wish")
    text = shown(cast.wang)
    assert "安安今天满 13 岁" in text
    assert "新到您这里：安安、新新" in text
    assert "不再由您带：波波" in text


def test_the_lead_hears_who_missed_twice_with_the_number(cast: Cast) -> None:
    cast.wang.phone = "13812345678"
    cast.wang.save()
    cast.rule()
    reconcile_duties(cast.school)
    Duty.objects.filter(child=cast.an).update(missed_in_a_row=2, missed_from="2026-01-05")
    text = shown(cast.lead)
    assert "连着两次没做" in text
    assert "王老师" in text
    assert "tel:13812345678" in text
    assert "连着两次没做" not in shown(cast.li)


def test_put_away_for_the_day(cast: Cast) -> None:
    talk(cast, follow_up_on=timezone.localdate())
    client = Client()
    client.force_login(cast.wang.user)
    client.post("/today/matters/away/")
    client.post("/today/matters/away/")
    assert "要再找安安" not in client.get("/today/matters/").content.decode()
    assert "要再找安安" in client.get("/today/matters/?all=1").content.decode()


def test_a_parent_home_asks_the_lead_and_the_pair_stays_till_then(cast: Cast) -> None:
    ParentFact.objects.create(
        school=cast.school, child=cast.an, parent="father", kind="residence", value="home",
        since="2026-10-01",
    )  # fmt: skip
    Child.objects.filter(pk=cast.an.pk).update(left_behind="no")
    Child.objects.filter(pk=cast.bo.pk).update(left_behind="no")
    assert "安安、波波" in shown(cast.lead)
    client = Client()
    client.force_login(cast.lead.user)
    ties = {t.child_id: t.pk for t in Tie.objects.filter(capacity="agent_parent")}
    client.post("/pairing/home/", {"tie": ties[cast.an.pk], "do": "keep"})
    client.post("/pairing/home/", {"tie": ties[cast.bo.pk], "do": "end"})
    assert Tie.objects.get(child=cast.an).until is None
    assert Tie.objects.get(child=cast.bo).end_reason == "home"
    assert "安安" not in shown(cast.lead)


def test_more_children_ask_no_more(cast: Cast, django_assert_max_num_queries) -> None:
    client = Client()
    client.force_login(cast.wang.user)
    cast.rule()
    for number in range(8):
        cast.tie(cast.child(f"孩子{number}", birth=timezone.localdate()), cast.wang)
        reconcile_duties(cast.school)
        with django_assert_max_num_queries(11):
            client.get("/today/matters/")

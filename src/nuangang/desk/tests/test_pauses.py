"""Studies rest, a child is out of school, and both come back; who is gone is left in peace."""

from datetime import date, timedelta
from typing import Any

import pytest

from nuangang.care.actions import freeze, reconcile_duties
from nuangang.care.models import Duty, Excuse, PeriodResult
from nuangang.care.tests.cast import MONDAY, NEXT_MONDAY, Cast, at
from nuangang.desk.models import Pause
from nuangang.desk.tests.caring import NOW, client_of
from nuangang.desk.tests.caring import caring as caring
from nuangang.people.models import Child, Tie


def pause(caring: Cast, **sent: str) -> Any:
    given = {"kind": "suspended", "since": "2026-11-16", "back_by": "2027-03-01", "reason": "养病"}
    client = client_of(caring.lead)
    return client.post(f"/children/{caring.an.pk}/pause/", {**given, **sent}, follow=True)


def test_while_studies_rest_periods_are_excused_and_nothing_else_goes(caring: Cast) -> None:
    assert "休学" in pause(caring).content.decode()
    caring.an.refresh_from_db()
    assert (caring.an.pause, caring.an.left_on, caring.an.klass) == (
        "suspended",
        None,
        caring.class_1,
    )
    assert Tie.objects.get(child=caring.an).until is None
    freeze(caring.school, now=at(NEXT_MONDAY))
    assert PeriodResult.objects.get(child=caring.an).outcome == "excused"
    assert PeriodResult.objects.get(child=caring.bo).outcome == "missed"
    assert "休学" in client_of(caring.wang).get(f"/children/{caring.an.pk}/").content.decode()


def test_back_in_class_the_next_week_is_owed_again(
    caring: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause(caring)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(NEXT_MONDAY))
    client = client_of(caring.lead)
    answer = client.post(f"/children/{caring.an.pk}/back/", {"on": "2026-11-30"})
    assert answer.status_code == 422
    client.post(f"/children/{caring.an.pk}/back/", {"on": "2026-11-23"})
    duty = Duty.objects.get(child=caring.an, closed_on=None)
    assert (duty.begins, duty.exempt) == (NEXT_MONDAY, False)
    assert Pause.objects.get().until == NEXT_MONDAY
    assert Excuse.objects.get().ends == NEXT_MONDAY - timedelta(days=1)
    caring.an.refresh_from_db()
    assert caring.an.pause == ""


def test_back_on_the_first_day_nothing_is_excused(caring: Cast) -> None:
    pause(caring)
    client_of(caring.lead).post(f"/children/{caring.an.pk}/back/", {"on": "2026-11-16"})
    assert Excuse.objects.get().withdrawn_at is not None
    assert not Duty.objects.get(child=caring.an).exempt


def test_until_when_can_be_changed_and_the_lead_is_reminded(
    caring: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause(caring)
    client = client_of(caring.lead)
    address = f"/children/{caring.an.pk}/pause/change/"
    assert client.post(address, {"back_by": "2026-11-01"}).status_code == 422
    client.post(address, {"back_by": "2026-11-20"})
    assert Excuse.objects.get().ends == date(2026, 11, 19)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(NEXT_MONDAY))
    assert "安安该复学了" in client_of(caring.lead).get("/today/matters/").content.decode()


@pytest.mark.parametrize("wrong", [{"back_by": ""}, {"back_by": "2026-11-16"}, {"kind": "x"},
                                   {"since": "2026-12-01"}, {"since": "1999-01-01"}])  # fmt: skip
def test_bad_input_says_so_and_changes_nothing(caring: Cast, wrong: dict[str, str]) -> None:
    assert pause(caring, **wrong).status_code == 422
    assert not Pause.objects.exists()
    assert not Excuse.objects.exists()


def test_out_of_school_stays_on_the_list_and_everything_stays_owed(caring: Cast) -> None:
    pause(caring, kind="dropped_out", back_by="")
    lead = client_of(caring.lead)
    text = lead.get("/children/?pause=dropped_out").content.decode()
    assert "安安" in text
    assert "波波" not in text
    assert not Duty.objects.get(child=caring.an).exempt
    caring.talk(caring.wang, caring.an, now=NOW, kind="home_visit", words="奶奶说下周来")
    lead.post(
        f"/children/{caring.an.pk}/pause/change/",
        {"told_on": "2026-11-16", "told_how": "〔2026〕8号"},
    )
    page = lead.get(f"/children/{caring.an.pk}/pause/").content.decode()
    assert "奶奶说下周来" in page
    assert "〔2026〕8号" in page
    lead.post(f"/children/{caring.an.pk}/back/", {"on": "2026-11-16"})
    lead.get("/children/")
    assert "安安" not in lead.get("/children/?pause=dropped_out").content.decode()


def test_only_who_may_write_every_file_may_let_studies_rest(caring: Cast) -> None:
    for person in (caring.lin, caring.wang):
        answer = client_of(person).post(f"/children/{caring.an.pk}/pause/", {})
        assert answer.status_code == 403
    assert not Pause.objects.exists()


def test_another_school_is_named_and_stands_on_the_card(caring: Cast) -> None:
    lead, address = client_of(caring.lead), f"/children/{caring.an.pk}/close/"
    sent = {"on": "2026-11-16", "reason": "transferred"}
    assert lead.post(address, sent).status_code == 422
    caring.talk(caring.wang, caring.an, now=NOW, words="心里话")
    lead.post(address, {**sent, "place": "东莞市长安小学"})
    card = lead.get(f"/children/{caring.an.pk}/transfer-card/").content.decode()
    for words in ("东莞市长安小学", "安安", "王老师", "谈心", "转学联系卡"):
        assert words in card
    assert "心里话" not in card
    lead.post(f"/children/{caring.an.pk}/reopen/")
    caring.an.refresh_from_db()
    assert (caring.an.left_on, caring.an.leave_place) == (None, "")
    assert Tie.objects.get(child=caring.an).until is None
    assert Duty.objects.filter(child=caring.an, closed_on=None).exists()


def test_after_a_death_nobody_is_reminded_of_anything(caring: Cast) -> None:
    Child.objects.filter(pk=caring.an.pk).update(birth=date(2013, 11, 16))
    caring.talk(caring.wang, caring.an, now=NOW, follow_up_on=MONDAY)
    before = client_of(caring.wang).get("/today/matters/").content.decode()
    assert "安安" in before
    lead = client_of(caring.lead)
    lead.post(f"/children/{caring.an.pk}/close/", {"on": "2026-11-16", "reason": "died"})
    reconcile_duties(caring.school, now=NOW)
    assert not Duty.objects.filter(child=caring.an, closed_on=None).exists()
    assert "安安" not in client_of(caring.wang).get("/today/matters/").content.decode()
    assert "安安于11月16日" in lead.get(f"/children/{caring.an.pk}/").content.decode()

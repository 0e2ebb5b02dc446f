"""What a phone may keep of today's page, and what happens to what it sends later."""

from datetime import timedelta

import pytest
from django.test import Client

from nuangang.audit.models import Entry
from nuangang.care.actions import freeze, reconcile_duties
from nuangang.care.models import Beside, CareRecord, PeriodResult
from nuangang.care.tests.cast import FRIDAY, MONDAY, NEXT_MONDAY, Cast, at
from nuangang.desk.tests.caring import NOW, caring, client_of
from nuangang.lib.ids import new_id
from nuangang.people.models import Contact, Relative

__all__ = ["caring"]


def form(staff, *children, written=NOW, sent=NOW, **more) -> dict:
    return {
        "together": str(new_id()),
        "child": [str(child.pk) for child in children],
        "kind": "talk",
        "happened_on": MONDAY.isoformat(),
        "person": str(staff.user_id),
        "written": written.isoformat(),
        "sent": sent.isoformat(),
        **more,
    }


def sent(staff, data):
    return client_of(staff).post("/offline/record/", data)


def test_a_phone_keeps_my_children_and_nothing_else_of_their_files(caring: Cast) -> None:
    grandmother = Relative.objects.create(
        school=caring.school, child=caring.an, kin="paternal_grandmother", name="李奶奶",
        is_carer=True, id_number="999999195001011234",
    )  # fmt: skip
    Contact.objects.create(
        school=caring.school, child=caring.an, relative=grandmother, number="13900001111"
    )
    answer = client_of(caring.wang).get("/offline/today/")
    page = answer.json()
    assert {child["name"] for child in page["children"]} == {"安安", "波波"}
    assert page["own"] == [child["id"] for child in page["children"]]
    first = page["children"][0]
    assert (first["waits"], first["kins"]) == (["talk"], ["paternal_grandmother"])
    assert "还没谈过心" in page["pages"][""]
    assert "奶奶带" in page["pages"][""]
    assert "<html" not in page["pages"][""]
    text = answer.content.decode("unicode_escape")
    assert not [word for word in ("999999", "13900001111", "李奶奶") if word in text]
    assert answer.headers["Cache-Control"] == "no-store"


def test_reading_it_is_noted(caring: Cast) -> None:
    client_of(caring.wang).get("/offline/today/")
    [entry] = Entry.objects.filter(verb="kept_on_phone")
    assert sorted(entry.detail["children"]) == sorted(map(str, (caring.an.pk, caring.bo.pk)))


def test_a_class_teachers_phone_keeps_the_class(caring: Cast) -> None:
    page = client_of(caring.lin).get("/offline/today/").json()
    assert (page["own"], len(page["of_class"])) == ([], 2)
    assert "安安" in page["pages"]["class"]


def test_strangers_get_nothing(caring: Cast) -> None:
    assert Client().get("/offline/today/").status_code == 302
    assert Client().post("/offline/record/", form(caring.wang, caring.an)).status_code == 302
    assert not CareRecord.objects.exists()


def test_the_school_says_how_long_on_ones_own_phone(caring: Cast) -> None:
    phone = client_of(caring.wang)
    assert phone.get("/offline/today/").json()["days"] == 0.5
    session = phone.session
    session["own"] = True
    session.save()
    assert phone.get("/offline/today/").json()["days"] == 7
    data = {"name": "安平中学", "definition": "D-SCH", "offline_days": "3"}
    assert client_of(caring.lead).post("/school/", data).status_code == 302
    assert phone.get("/offline/today/").json()["days"] == 3
    assert client_of(caring.lead).post("/school/", {**data, "offline_days": "0"}).status_code == 200


@pytest.mark.parametrize("children", [2, 20])
def test_statements_do_not_grow_with_the_children(
    caring: Cast, children: int, django_assert_max_num_queries
) -> None:
    for number in range(children):
        caring.tie(caring.child(f"童{number}"), caring.wang)
    reconcile_duties(caring.school, now=NOW)
    client = client_of(caring.wang)
    client.get("/offline/today/")
    with django_assert_max_num_queries(13):
        assert len(client.get("/offline/today/").json()["children"]) == children + 2


def test_sent_twice_is_one_record_with_the_phones_time(caring: Cast) -> None:
    data = form(caring.wang, caring.an, written=NOW - timedelta(hours=5), words="在家里")
    for _time in range(2):
        assert sent(caring.wang, data).json()["saved"] == 1
    [made] = CareRecord.objects.all()
    assert (made.recorded_at, made.phone_at) == (NOW, NOW - timedelta(hours=5))
    text = client_of(caring.wang).get(f"/children/{caring.an.pk}/care/").content.decode()
    assert "在手机上记于 11月16日 05:00" in text


def test_a_clock_in_the_future_is_not_believed(caring: Cast) -> None:
    data = form(caring.wang, caring.an, written=NOW + timedelta(days=3))
    assert sent(caring.wang, data).status_code == 200
    assert CareRecord.objects.get().phone_at is None


def test_tomorrow_is_counted_from_the_day_it_was_written(caring: Cast) -> None:
    written = NOW - timedelta(days=3)
    sent(caring.wang, form(caring.wang, caring.an, written=written, follow_up="tomorrow"))
    assert CareRecord.objects.get().follow_up_on == MONDAY - timedelta(days=2)


def test_told_after_the_week_was_frozen_it_is_late_and_changes_no_result(
    caring: Cast, monkeypatch
) -> None:
    later = at(NEXT_MONDAY, 8)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    freeze(caring.school, now=later)
    data = form(
        caring.wang, caring.an, happened_on=FRIDAY.isoformat(), written=at(FRIDAY, 15), sent=later
    )
    assert sent(caring.wang, data).status_code == 200
    made = CareRecord.objects.get()
    assert made.late_for is not None
    assert made.phone_at == at(FRIDAY, 15)
    assert PeriodResult.objects.get(child=caring.an).outcome == "missed"
    text = client_of(caring.wang).get(f"/children/{caring.an.pk}/care/").content.decode()
    assert "补记" in text


def test_refusals_say_what_to_do_and_keep_nothing(caring: Cast) -> None:
    day = (MONDAY + timedelta(days=1)).isoformat()
    answer = sent(caring.wang, form(caring.wang, caring.an, happened_on=day))
    assert answer.status_code == 422
    assert "那天还没到" in answer.json()["text"]
    answer = sent(caring.wang, form(caring.wang, caring.an, caring.chen))
    assert answer.status_code == 404
    assert answer.json()["children"] == [str(caring.chen.pk)]
    assert "不归您" in answer.json()["text"]
    assert sent(caring.wang, form(caring.wang)).status_code == 422
    assert sent(caring.wang, form(caring.wang, caring.an, child="nonsense")).status_code == 404
    assert not CareRecord.objects.exists()
    assert sent(caring.wang, form(caring.wang, caring.an)).status_code == 200


def test_what_one_person_wrote_is_not_taken_from_another(caring: Cast) -> None:
    answer = sent(caring.lin, form(caring.wang, caring.an))
    assert answer.status_code == 409
    assert not CareRecord.objects.exists()


def test_what_had_arrived_is_not_refused_when_the_child_has_another_agent_parent(
    caring: Cast,
) -> None:
    data = form(caring.wang, caring.an)
    sent(caring.wang, data)
    caring.an.ties.update(until=MONDAY)
    assert sent(caring.wang, data).status_code == 200
    assert sent(caring.wang, form(caring.wang, caring.an)).status_code == 404
    assert CareRecord.objects.count() == 1


def test_changed_on_the_phone_after_it_had_arrived_is_a_correction(
    caring: Cast, monkeypatch
) -> None:
    data = form(caring.wang, caring.an, words="一")
    sent(caring.wang, data)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(minutes=5))
    for _time in range(2):
        assert sent(caring.wang, {**data, "words": "二"}).status_code == 200
    first, second = CareRecord.objects.order_by("recorded_at")
    assert (second.supersedes, second.words) == (first, "二")


class TestBeside:
    def test_both_are_kept_and_shown_until_it_is_decided(self, caring: Cast) -> None:
        caring.talk(caring.lin, caring.an, now=NOW, words="林老师谈的")
        seen = (NOW - timedelta(hours=1)).isoformat()
        answer = sent(caring.wang, form(caring.wang, caring.an, words="我谈的", seen=seen))
        assert answer.json() == {"saved": 1, "beside": 1, "text": "林老师也记了一笔"}
        client = client_of(caring.wang)
        assert "/record/beside/" in client.get("/today/").content.decode()
        text = client.get("/record/beside/").content.decode()
        assert "林老师谈的" in text
        assert "我谈的" in text
        assert client_of(caring.li).get("/record/beside/").content.decode().count("谈的") == 0
        address = f"/record/beside/{Beside.objects.get().pk}/keep/"
        assert client_of(caring.lin).post(address).status_code == 404
        assert client.post(address).status_code == 302
        assert "/record/beside/" not in client.get("/today/").content.decode()
        assert CareRecord.objects.count() == 2

    def test_taking_mine_back_decides_it(self, caring: Cast) -> None:
        caring.talk(caring.lin, caring.an, now=NOW)
        sent(caring.wang, form(caring.wang, caring.an))
        mine = CareRecord.objects.get(staff=caring.wang)
        client = client_of(caring.wang)
        client.post(f"/record/{mine.pk}/withdraw/", {"reason": "林老师记过了"})
        assert "/record/beside/" not in client.get("/today/").content.decode()

    def test_not_what_i_had_seen_nor_another_kind_or_day(self, caring: Cast) -> None:
        caring.talk(caring.lin, caring.an, now=NOW - timedelta(hours=2))
        caring.talk(caring.lin, caring.an, now=NOW, kind="tutoring")
        caring.talk(caring.lin, caring.an, now=NOW, happened_on=MONDAY - timedelta(days=1))
        seen = (NOW - timedelta(hours=1)).isoformat()
        assert sent(caring.wang, form(caring.wang, caring.an, seen=seen)).json()["beside"] == 0

    def test_sent_twice_it_is_one_pair(self, caring: Cast) -> None:
        caring.talk(caring.lin, caring.an, now=NOW)
        data = form(caring.wang, caring.an)
        for _time in range(2):
            sent(caring.wang, data)
        assert Beside.objects.count() == 1

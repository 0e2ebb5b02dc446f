"""The sheet in which care is recorded, with and without scripts."""

from datetime import timedelta
from itertools import count

import pytest

from nuangang.accounts.models import School
from nuangang.care.actions import reconcile_duties
from nuangang.care.models import CareRecord
from nuangang.care.tests.cast import MONDAY, Cast
from nuangang.desk.tests.caring import NOW, caring, client_of
from nuangang.lib.ids import new_id
from nuangang.people.models import Child, Relative, Tie

__all__ = ["caring"]


@pytest.fixture
def passing(caring: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a second pass whenever somebody asks for the time."""
    seconds = count()
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(seconds=next(seconds)))


def form(*children, **more) -> dict:
    return {
        "together": str(new_id()),
        "child": [str(child.pk) for child in children],
        "kind": "talk",
        "happened_on": MONDAY.isoformat(),
        **more,
    }


def test_the_likeliest_kind_is_chosen_already(caring: Cast) -> None:
    caring.rule("gift", unit="term")
    client = client_of(caring.wang)
    text = client.get(f"/record/?child={caring.an.pk}", follow=True).content.decode()
    assert 'value="talk" checked' in text
    assert 'value="study"' in text


def test_saved_with_one_tap_and_back_to_today(caring: Cast) -> None:
    client = client_of(caring.wang)
    answer = client.post("/record/", form(caring.an, mood="low", aspects=["mood"], words="想家"))
    [made] = CareRecord.objects.all()
    assert answer.url == f"/today/?saved={made.together}"
    assert (made.child, made.staff, made.aspects, made.mood, made.words) == (
        caring.an,
        caring.wang,
        ["mood"],
        "low",
        "想家",
    )
    text = client.get(answer.url).content.decode()
    assert "已记下 · 安安 谈心" in text
    assert f"/record/{made.together}/undo/" in text


def test_sent_twice_is_one_record(caring: Cast) -> None:
    client, sent = client_of(caring.wang), form(caring.an)
    for _time in range(2):
        assert client.post("/record/", sent).status_code == 302
    assert CareRecord.objects.count() == 1


def test_another_teachers_child_does_not_exist(caring: Cast) -> None:
    client = client_of(caring.wang)
    assert client.get(f"/record/?child={caring.chen.pk}").status_code == 404
    assert client.post("/record/", form(caring.an, caring.chen)).status_code == 404
    assert client.post("/record/", form(caring.an)).status_code == 302
    assert CareRecord.objects.count() == 1


def test_another_schools_child_does_not_exist_even_for_the_lead(caring: Cast) -> None:
    school = School.objects.create(short_name="bei", name="北山中学")
    theirs = Child.objects.create(school=school, name="远方")
    client = client_of(caring.lead)
    assert client.get(f"/record/?child={theirs.pk}").status_code == 404
    assert client.post("/record/", form(theirs)).status_code == 404
    assert client.post("/record/", form(caring.chen)).status_code == 302


def test_nobody_signed_in_is_sent_to_sign_in(caring: Cast) -> None:
    from django.test import Client

    assert Client().post("/record/", form(caring.an)).status_code == 302
    assert not CareRecord.objects.exists()


def test_several_at_once_and_undone_together(caring: Cast) -> None:
    client = client_of(caring.wang)
    text = client.get("/record/several/", follow=True).content.decode()
    assert "安安" in text
    assert "晨晨" not in text
    answer = client.post("/record/several/", form(caring.an, caring.bo))
    together = CareRecord.objects.first().together
    assert "已记下 2 个孩子" in client.get(answer.url).content.decode()
    client.post(f"/record/{together}/undo/")
    assert CareRecord.objects.filter(withdrawn=True).count() == 2
    assert (caring.duty(caring.an).done, caring.duty(caring.bo).done) == (0, 0)


def test_the_class_teacher_records_for_the_class(caring: Cast) -> None:
    caring.child("独独")
    reconcile_duties(caring.school)
    client = client_of(caring.lin)
    assert "独独" in client.get("/record/several/?of=class", follow=True).content.decode()
    assert "独独" not in client.get("/record/several/", follow=True).content.decode()
    assert (
        "独独"
        not in client_of(caring.wang).get("/record/several/?of=class", follow=True).content.decode()
    )
    client.post("/record/several/", form(caring.an, caring.bo, of="class"))
    assert caring.duty(caring.an).last_done_by == caring.lin


def test_several_need_at_least_one(caring: Cast) -> None:
    answer = client_of(caring.wang).post("/record/several/", form())
    assert answer.status_code == 422
    assert "先选孩子" in answer.content.decode()


def test_nobody_undoes_what_somebody_else_recorded(caring: Cast) -> None:
    client_of(caring.li).post("/record/", form(caring.chen))
    together = CareRecord.objects.get().together
    assert client_of(caring.wang).post(f"/record/{together}/undo/").status_code == 404
    assert CareRecord.objects.count() == 1


def test_could_not_with_its_reason_and_another_day(caring: Cast) -> None:
    day = MONDAY - timedelta(days=3)
    sent = form(caring.an, could_not="child_away", happened_on=day.isoformat())
    client_of(caring.wang).post("/record/", sent)
    made = CareRecord.objects.get()
    assert (made.could_not, made.happened_on) == ("child_away", day)
    assert caring.duty(caring.an).done == 0


def test_days_to_come_are_refused_and_what_was_typed_stays(caring: Cast) -> None:
    day = (MONDAY + timedelta(days=1)).isoformat()
    sent = form(caring.an, happened_on=day, words="写了很多")
    answer = client_of(caring.wang).post("/record/", sent)
    assert answer.status_code == 422
    assert "那天还没到" in answer.content.decode()
    assert "写了很多" in answer.content.decode()
    assert not CareRecord.objects.exists()


def test_follow_up_tomorrow_next_week_or_on_a_day(caring: Cast) -> None:
    client = client_of(caring.wang)
    for choice in (
        {"follow_up": "tomorrow"},
        {"follow_up": "next_week"},
        {"follow_up_on": "2026-12-01"},
    ):
        client.post("/record/", form(caring.an, **choice))
    days = CareRecord.objects.order_by("recorded_at", "follow_up_on")
    assert [str(r.follow_up_on) for r in days] == ["2026-11-17", "2026-11-23", "2026-12-01"]
    assert client.post("/record/", form(caring.an, follow_up_on="?")).status_code == 422


def test_another_kind_keeps_what_was_typed_and_saves_nothing(caring: Cast) -> None:
    Relative.objects.create(school=caring.school, child=caring.an, kin="paternal_grandmother")
    sent = form(caring.an, kind="parent_call", words="先写几句", again="1")
    text = client_of(caring.wang).post("/record/", sent).content.decode()
    assert "先写几句" in text
    assert "奶奶" in text
    assert sent["together"] in text
    assert not CareRecord.objects.exists()


def test_correcting_and_taking_back_with_a_reason(caring: Cast) -> None:
    client = client_of(caring.wang)
    client.post("/record/", form(caring.an, words="好"))
    first = CareRecord.objects.get()
    assert "好" in client.get(f"/record/{first.pk}/mend/").content.decode()
    client.post(f"/record/{first.pk}/mend/", form(caring.an, words="更好", reason="写错"))
    second = CareRecord.objects.get(supersedes=first)
    assert (second.words, second.reason) == ("更好", "写错")
    assert client.get(f"/record/{first.pk}/mend/").status_code == 404
    assert client_of(caring.li).get(f"/record/{second.pk}/mend/").status_code == 404
    assert client.post(f"/record/{second.pk}/withdraw/", {"reason": ""}).status_code == 422
    client.post(f"/record/{second.pk}/withdraw/", {"reason": "没有这回事"})
    assert caring.duty(caring.an).done == 0


def test_goes_back_only_to_our_own_pages(caring: Cast) -> None:
    client = client_of(caring.wang)
    there = client.post("/record/", form(caring.an, next="https://elsewhere.example/"))
    assert there.url.startswith("/today/")
    back = f"/children/{caring.an.pk}/care/"
    assert client.post("/record/", form(caring.an, next=back)).url == back


def test_statements_of_recording(caring: Cast, django_assert_num_queries) -> None:
    """Eight, and two that open and close a savepoint inside the test's own transaction."""
    client = client_of(caring.wang)
    client.get("/today/")
    sent = form(caring.an, caring.bo)
    with django_assert_num_queries(10):
        client.post("/record/", sent)


def test_all_who_still_wait_are_chosen_in_one_tap_without_scripts(caring: Cast) -> None:
    client = client_of(caring.wang)
    caring.talk(caring.wang, caring.an, now=NOW)
    sent = form(words="一起聊了聊", again="waiting")
    page = client.post("/record/several/", sent).content.decode()
    waits = f'value="{caring.bo.pk}" data-waits checked'
    assert waits in page
    assert f'value="{caring.an.pk}"><span>' in page
    assert "一起聊了聊" in page
    assert CareRecord.objects.count() == 1
    caring.talk(caring.wang, caring.bo, now=NOW)
    page = client.post("/record/several/", sent).content.decode()
    assert "全选" in page
    assert f'value="{caring.an.pk}" checked' in page


def test_the_form_says_who_recorded_the_same_today(caring: Cast) -> None:
    client = client_of(caring.wang)
    address = f"/record/?child={caring.an.pk}&kind=talk"
    caring.talk(caring.wang, caring.an, now=NOW)
    caring.talk(caring.lin, caring.an, now=NOW, kind="gift")
    caring.talk(caring.lin, caring.an, now=NOW, could_not="absent")
    assert "今天已经给这个孩子记过" not in client.get(address, follow=True).content.decode()
    caring.talk(caring.lin, caring.an, now=NOW)
    assert "林老师今天已经给这个孩子记过" in client.get(address, follow=True).content.decode()
    assert (
        "今天已经给"
        not in client.get(address.replace("talk", "tutoring"), follow=True).content.decode()
    )


def test_going_back_and_saving_again_is_one_record(caring: Cast, passing) -> None:
    client = client_of(caring.wang)
    opened = client.get(f"/record/?child={caring.an.pk}")
    assert opened.status_code == 302
    sent = form(caring.an, words="想家", together=opened.url.split("together=")[1])
    client.post("/record/", sent)
    assert "这一笔已经记下了" in client.get(opened.url).content.decode()
    client.post("/record/", sent)
    assert CareRecord.objects.count() == 1
    for _time in range(2):
        client.post("/record/", {**sent, "words": "想家，想奶奶"})
    assert CareRecord.objects.count() == 2
    [last] = CareRecord.objects.filter(supersedes__isnull=False)
    assert (last.words, last.reason) == ("想家，想奶奶", "改过后又保存了一次")


def test_saved_again_after_it_was_undone_is_recorded_anew(caring: Cast, passing) -> None:
    client, sent = client_of(caring.wang), form(caring.an)
    for _time in range(2):
        answer = client.post("/record/", sent)
        assert "已记下 · 安安 谈心" in client.get(answer.url).content.decode()
        assert caring.duty(caring.an).done == 1
        client.post(f"/record/{sent['together']}/undo/")
        assert caring.duty(caring.an).done == 0


def test_a_form_sent_as_somebody_elses_changes_nothing_of_theirs(caring: Cast, passing) -> None:
    sent = form(caring.an, words="王老师写的")
    client_of(caring.wang).post("/record/", sent)
    client_of(caring.lin).post("/record/", {**sent, "words": "林老师改的"})
    assert [row.words for row in CareRecord.objects.all()] == ["王老师写的"]


def test_a_child_gone_meanwhile_loses_no_words(caring: Cast) -> None:
    client = client_of(caring.wang)
    Tie.objects.filter(child=caring.an).update(until=MONDAY - timedelta(days=1))
    for address, children in (
        ("/record/", [caring.an]),
        ("/record/several/", [caring.an, caring.bo]),
    ):
        sent = form(*children, words="写了好久")
        answer = client.post(address, sent)
        assert answer.status_code == 404
        assert "现在不归您记录" in answer.content.decode()
        assert "写了好久" in answer.content.decode()
        assert client.post(address, sent, HTTP_HX_REQUEST="true").status_code == 422
    assert not CareRecord.objects.exists()


def test_a_form_without_a_child_asks_for_one(caring: Cast) -> None:
    client = client_of(caring.wang)
    assert "还没做的都选上" in client.get("/record/", follow=True).content.decode()
    assert "先选孩子" in client.post("/record/", form(words="好")).content.decode()


def test_a_follow_up_is_neither_over_nor_in_years(caring: Cast) -> None:
    client = client_of(caring.wang)
    for day, text in (
        (MONDAY - timedelta(days=1), "已经过去"),
        (MONDAY.replace(year=9999), "一年以后"),
    ):
        answer = client.post("/record/", form(caring.an, follow_up_on=day.isoformat()))
        assert text in answer.content.decode()
    assert not CareRecord.objects.exists()

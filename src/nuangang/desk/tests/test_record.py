"""The sheet in which care is recorded, with and without scripts."""

from datetime import timedelta

from nuangang.accounts.models import School
from nuangang.care.actions import reconcile_duties
from nuangang.care.models import CareRecord
from nuangang.care.tests.cast import MONDAY, Cast
from nuangang.desk.tests.caring import caring, client_of
from nuangang.lib.ids import new_id
from nuangang.people.models import Child, Relative

__all__ = ["caring"]


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
    text = client.get(f"/record/?child={caring.an.pk}").content.decode()
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
    text = client.get("/record/several/").content.decode()
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
    assert "独独" in client.get("/record/several/?of=class").content.decode()
    assert "独独" not in client.get("/record/several/").content.decode()
    assert "独独" not in client_of(caring.wang).get("/record/several/?of=class").content.decode()
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

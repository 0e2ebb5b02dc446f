"""A child goes to another school of the system: offered, seen, accepted once, refused, withdrawn."""

from datetime import date, timedelta
from typing import Any

import pytest

from nuangang.accounts.models import School
from nuangang.accounts.posts import Post
from nuangang.audit.models import Entry
from nuangang.care.actions import reconcile_duties
from nuangang.care.models import CareRule, Duty
from nuangang.care.tests.cast import MONDAY, Cast
from nuangang.desk.models import Transfer
from nuangang.desk.tests.caring import NOW, client_of
from nuangang.desk.tests.caring import caring as caring
from nuangang.desk.transferring import NotOpenError, accept_offer, offer_child, withdraw_offer
from nuangang.people.actions.family import add_fact, set_contact, set_relative
from nuangang.people.actions.files import change_file, open_file
from nuangang.people.models import Child, Contact, ParentFact, Relative, SchoolClass, Tie

THURSDAY = MONDAY + timedelta(days=3)


@pytest.fixture
def two(caring: Cast) -> Any:
    """An's school with family, talks and an agent parent; the school of Bei with its own rule."""
    lead = caring.as_(caring.lead)
    add_fact(lead, caring.an, "father", "residence", "away", since=date(2025, 2, 1), place="东莞")
    nan = set_relative(
        lead, caring.an, "paternal_grandmother", {"name": "王秀英", "is_carer": True}
    )
    set_contact(lead, caring.an, "13800005678", relative=nan)
    caring.talk(caring.wang, caring.an, now=NOW, words="只说给本校听")
    caring.bei = School.objects.create(short_name="bei", name="北山中学")
    caring.bei_lead = caring.person("北山主任", "beilead", caring.bei)
    caring.post(caring.bei_lead, Post.LEAD)
    caring.bei_class = SchoolClass.objects.create(school=caring.bei, entry_year=2026, number=3)
    CareRule.objects.create(
        school=caring.bei, kind="talk", name="每周谈心", proofs=["talk"], owed_by="class_teacher",
        unit="teaching_week", count=5, since=date(2026, 9, 1), children={"who": "all"},
    )  # fmt: skip
    return caring


def offered(two: Any) -> Transfer:
    """Offer An to Bei and return Bei's row."""
    offer_child(two.as_(two.lead), two.an, two.bei, from_on=MONDAY, note="孩子喜欢篮球")
    return Transfer.objects.get(school=two.bei)


def accepted(two: Any, row: Transfer, on: date = MONDAY) -> Child:
    return accept_offer(two.as_(two.bei_lead), row, klass=two.bei_class, on=on)


def test_the_file_closes_there_and_opens_here_under_one_person(two: Any) -> None:
    child = accepted(two, offered(two))
    two.an.refresh_from_db()
    assert (two.an.left_on, two.an.leave_reason, two.an.leave_place) == (
        MONDAY, "transferred", "北山中学",
    )  # fmt: skip
    assert (child.school, child.person, child.klass) == (two.bei, two.an.person, two.bei_class)
    assert child.joined_on == MONDAY
    assert Relative.objects.get(school=two.bei).name == "王秀英"
    contact = Contact.objects.get(school=two.bei)
    assert (contact.number, contact.relative.name) == ("13800005678", "王秀英")
    assert ParentFact.objects.get(school=two.bei).place == "东莞"
    assert child.came_with == {
        "school": "安平中学", "on": "2026-11-16", "care": [["talk", 1, "2026-11-16"]],
    }  # fmt: skip
    tie = Tie.objects.get(child=two.an)
    assert (tie.until, tie.end_reason) == (MONDAY, "child_left")
    assert not Duty.objects.filter(child=two.an, closed_on=None).exists()
    assert Duty.objects.filter(child=child, closed_on=None).count() == 1
    for school in (two.school, two.bei):
        assert Entry.objects.filter(school_id=school.pk, verb="transfer_accepted").count() == 1


def test_duties_there_begin_with_their_share_of_the_week(
    two: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = offered(two)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=3))
    child = accepted(two, row, on=THURSDAY)
    assert Duty.objects.get(child=child).owed == 2


def test_accepting_twice_does_nothing(two: Any) -> None:
    row = offered(two)
    first, second = accepted(two, row), accepted(two, row)
    assert first.pk == second.pk
    assert Child.objects.filter(school=two.bei).count() == 1
    assert Relative.objects.filter(school=two.bei).count() == 1


def test_who_comes_back_gets_the_old_file_and_nothing_is_doubled(two: Any) -> None:
    there = accepted(two, offered(two))
    add_fact(two.as_(two.bei_lead), there, "father", "residence", "home", since=MONDAY)
    offer_child(two.as_(two.bei_lead), there, two.school, from_on=MONDAY)
    back = Transfer.objects.get(school=two.school, way="in")
    again = accept_offer(two.as_(two.lead), back, klass=two.class_2, on=MONDAY)
    assert again.pk == two.an.pk
    assert (again.left_on, again.leave_reason, again.klass) == (None, "", two.class_2)
    ours = {"school": two.school, "child": two.an}
    assert Relative.objects.filter(**ours).count() == Contact.objects.filter(**ours).count() == 1
    facts = ParentFact.objects.filter(**ours).order_by("since")
    assert [f.value for f in facts] == ["away", "home"]
    assert facts[0].until == MONDAY - timedelta(days=1)
    offer_child(two.as_(two.lead), again, two.bei, from_on=MONDAY)
    third = accepted(two, Transfer.objects.get(school=two.bei, way="in", state="open"))
    assert third.pk == there.pk
    assert Relative.objects.filter(school=two.bei).count() == 1


def test_a_file_they_have_opened_by_hand_meanwhile_is_the_same_child(two: Any) -> None:
    given = {"name": "安安", "id_number": "110101201303070019"}
    change_file(two.as_(two.lead), two.an, given)
    hand = open_file(two.as_(two.bei_lead), two.bei, {**given, "klass": two.bei_class})
    assert hand.id_index != two.an.id_index
    assert accepted(two, offered(two)).pk == hand.pk
    hand.refresh_from_db()
    assert hand.person == two.an.person


def test_one_who_left_in_another_way_meanwhile_is_not_taken(two: Any) -> None:
    row = offered(two)
    Child.objects.filter(pk=two.an.pk).update(left_on=MONDAY, leave_reason="mistake")
    with pytest.raises(NotOpenError):
        accepted(two, row)
    assert not Child.objects.filter(school=two.bei).exists()


def test_withdrawn_the_other_school_sees_nothing_of_the_file(two: Any) -> None:
    row = offered(two)
    bei = client_of(two.bei_lead)
    page = bei.get(f"/transfers/{row.pk}/").content.decode()
    assert "王秀英" in page
    assert "东莞" in page
    assert "谈心" in page
    assert "只说给本校听" not in page
    assert "13800005678" not in page
    withdraw_offer(two.as_(two.lead), Transfer.objects.get(school=two.school))
    page = bei.get(f"/transfers/{row.pk}/").content.decode()
    assert "王秀英" not in page
    sent = {"klass": str(two.bei_class.pk), "on": MONDAY.isoformat()}
    bei.post(f"/transfers/{row.pk}/accept/", sent)
    assert not Child.objects.filter(school=two.bei).exists()


def test_the_whole_way_through_the_pages(two: Any) -> None:
    an, bei = client_of(two.lead), client_of(two.bei_lead)
    address = f"/children/{two.an.pk}/offer/"
    assert an.post(address, {"school": "", "from_on": "2026-11-16"}).status_code == 422
    sent = {"school": str(two.bei.pk), "from_on": "2026-11-16", "note": ""}
    an.post(address, sent)
    an.post(address, sent)
    row = Transfer.objects.get(school=two.bei)
    assert "安安" in bei.get("/transfers/").content.decode()
    assert "安安" in bei.get("/today/matters/").content.decode()
    for wrong in ("2026-11-30", "2025-01-01", "x"):
        answer = bei.post(
            f"/transfers/{row.pk}/accept/", {"klass": str(two.bei_class.pk), "on": wrong}
        )
        assert answer.status_code == 422
    answer = bei.post(
        f"/transfers/{row.pk}/accept/", {"klass": str(two.class_1.pk), "on": "2026-11-16"}
    )
    assert answer.status_code == 422
    sent = {"klass": str(two.bei_class.pk), "on": "2026-11-16"}
    page = bei.post(f"/transfers/{row.pk}/accept/", sent, follow=True).content.decode()
    assert "安平中学" in page
    assert "北山中学" in an.get(f"/children/{two.an.pk}/").content.decode()


def test_refused_with_a_reason_the_child_stays(two: Any) -> None:
    row, bei = offered(two), client_of(two.bei_lead)
    assert bei.post(f"/transfers/{row.pk}/refuse/", {"reason": ""}).status_code == 422
    bei.post(f"/transfers/{row.pk}/refuse/", {"reason": "本校没有学位"})
    an = client_of(two.lead).get("/transfers/").content.decode()
    assert "本校没有学位" in an
    two.an.refresh_from_db()
    assert two.an.left_on is None
    reconcile_duties(two.school, now=NOW)
    assert Duty.objects.filter(child=two.an, closed_on=None).exists()


def test_others_of_both_schools_see_no_offers(two: Any) -> None:
    row = offered(two)
    for person in (two.lin, two.wang):
        assert client_of(person).get("/transfers/").status_code == 404
        assert client_of(person).get(f"/children/{two.an.pk}/offer/").status_code == 404
    assert client_of(two.lead).get(f"/transfers/{row.pk}/").status_code == 404
    ours = Transfer.objects.get(school=two.school)
    assert client_of(two.bei_lead).post(f"/transfers/{ours.pk}/withdraw/").status_code == 404
    assert client_of(two.lead).post(f"/transfers/{ours.pk}/accept/").status_code in (404, 422)

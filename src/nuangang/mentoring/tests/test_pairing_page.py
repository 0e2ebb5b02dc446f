"""Where pairing starts, the list to sign, and handing over."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nuangang.audit.models import Entry
from nuangang.mentoring.actions import propose
from nuangang.mentoring.models import Plan
from nuangang.mentoring.tests.cast import Cast, other_school
from nuangang.people.models import SchoolClass


def test_it_says_who_has_nobody(cast: Cast) -> None:
    page = cast.browser(cast.lead).get(reverse("pairing")).content.decode()
    assert "丹丹" in page
    assert reverse("pair_child", args=[cast.dan.pk]) in page
    assert "安安" not in page
    assert "3<small> / 4</small>" in page


def test_classes_stand_in_the_order_of_their_grades(cast: Cast) -> None:
    for child, grade in (("九年级的", 9), ("八年级的", 8)):
        klass = SchoolClass.objects.create(
            school=cast.school, entry_year=cast.year, entry_grade=grade, number=1
        )
        cast.child(child, klass=klass)
    browser = cast.browser(cast.lead)
    propose(cast.as_(cast.lead))
    for address in (reverse("pairing"), reverse("pairing_list") + "?draft=1"):
        page = browser.get(address).content.decode()
        places = [page.index(name) for name in ("丹丹", "八年级的", "九年级的")]
        assert places == sorted(places)


def test_a_button_makes_the_draft(cast: Cast) -> None:
    browser = cast.browser(cast.lead)
    answer = browser.post(reverse("pairing_propose"), {"scope": "open"})
    assert answer["Location"] == reverse("pairing_draft")
    assert Plan.objects.get().scope == "open"
    assert reverse("pairing_draft") in browser.get(reverse("pairing")).content.decode()


@pytest.mark.parametrize("name", ["pairing", "pairing_list", "pairing_draft"])
def test_a_class_teacher_finds_no_page(cast: Cast, name: str) -> None:
    propose(cast.as_(cast.lead))
    assert cast.browser(cast.lead).get(reverse(name)).status_code == 200
    assert cast.browser(cast.lin).get(reverse(name)).status_code == 404


def test_a_class_teacher_cannot_make_a_draft(cast: Cast) -> None:
    assert cast.browser(cast.lin).post(reverse("pairing_propose")).status_code == 403
    assert not Plan.objects.exists()


def test_the_list_has_what_is_printed_and_who_looked_is_recorded(cast: Cast) -> None:
    cast.wang.phone = "15400000001"
    cast.wang.save()
    page = cast.browser(cast.lead).get(reverse("pairing_list")).content.decode()
    for word in ("安安", "王老师", "七(1)班", "15400000001", "2020-09-01"):
        assert word in page
    assert Entry.objects.get(verb="listed").detail == {"count": 3}


def test_the_list_of_the_draft_shows_the_drafted_pairs(cast: Cast) -> None:
    propose(cast.as_(cast.lead))
    page = cast.browser(cast.lead).get(reverse("pairing_list") + "?draft=1").content.decode()
    assert "丹丹" in page
    assert "徐老师" in page


def test_the_list_can_be_narrowed_to_one_adult(cast: Cast) -> None:
    address = f"{reverse('pairing_list')}?adult={cast.li.pk}&klass=nonsense"
    page = cast.browser(cast.lead).get(address).content.decode()
    assert "晨晨" in page
    assert "安安" not in page


def test_handing_over_asks_first_and_then_drafts(cast: Cast) -> None:
    browser, address = cast.browser(cast.lead), reverse("pairing_hand_over", args=[cast.wang.pk])
    assert "安安" in browser.get(address).content.decode()
    assert not Plan.objects.exists()
    assert browser.post(address, {"note": "调走"})["Location"] == reverse("pairing_draft")
    assert Plan.objects.get().leaving_id == cast.wang.pk
    stranger, _child = other_school()
    foreign = reverse("pairing_hand_over", args=[stranger.pk])
    assert browser.get(foreign).status_code == 404


def test_as_many_statements_for_twice_the_rows(cast: Cast) -> None:
    browser = cast.browser(cast.lead)
    browser.get(reverse("pairing"))
    with CaptureQueriesContext(connection) as few:
        browser.get(reverse("pairing"))
    for place in range(8):
        cast.tie(cast.child(f"孩子{place}"), cast.person(f"老师{place}", f"t{place}"))
        cast.child(f"没人{place}")
    with CaptureQueriesContext(connection) as many:
        browser.get(reverse("pairing"))
    assert len(many) == len(few) <= 10

"""What a child's page and the menu offer follows the rights over that very child."""

import pytest
from django.urls import reverse

from nuangang.accounts.posts import Post
from nuangang.care.actions import reconcile_duties
from nuangang.care.tests.cast import MONDAY, Cast
from nuangang.desk.tests.caring import NOW, caring, client_of
from nuangang.people.models import Tie

__all__ = ["caring"]
pytestmark = [pytest.mark.django_db, pytest.mark.once]

NO_RULE = "目前没有规则要求"


def page_of(cast: Cast, post: str, **more) -> str:
    holder = cast.person("新老师", "new")
    cast.post(holder, post, **more)
    return client_of(holder).get(reverse("child", args=[cast.an.pk])).content.decode()


def records(cast: Cast) -> str:
    return f"{reverse('record')}?child={cast.an.pk}"


def test_who_may_not_see_duties_is_not_told_that_there_are_none(caring: Cast) -> None:
    page = page_of(caring, Post.COUNSELLOR)
    assert NO_RULE not in page
    assert "每周谈心" not in page
    assert records(caring) in page


def test_who_may_neither_read_nor_write_records_finds_no_room_for_them(caring: Cast) -> None:
    page = page_of(caring, Post.DOCTOR)
    assert 'id="care"' not in page
    assert records(caring) not in page
    assert 'id="pairing"' not in page


def test_who_may_not_see_the_family_is_not_told_that_nothing_is_on_file(caring: Cast) -> None:
    page = page_of(caring, Post.PARTY_SECRETARY)
    assert 'id="calls"' not in page
    assert 'id="family"' not in page
    assert records(caring) not in page
    assert "每周谈心" in page


def test_who_owes_a_child_of_a_class_taught_something_sees_the_whole_file(caring: Cast) -> None:
    address = reverse("child", args=[caring.an.pk])
    owing = caring.person("新老师", "new")
    caring.post(owing, Post.SUBJECT_TEACHER, klass=caring.class_1)
    assert 'id="study"' not in client_of(owing).get(address).content.decode()
    caring.rule(
        owed_by="people", owing={"staff": [str(owing.pk)]}, kind="tutoring", name="每周辅导"
    )
    reconcile_duties(caring.school, now=NOW)
    page = client_of(owing).get(address).content.decode()
    assert 'id="study"' in page
    assert "每周辅导" in page


def test_a_stand_in_is_not_told_that_there_is_no_agent_parent(caring: Cast) -> None:
    Tie.objects.create(
        school=caring.school, child=caring.an, adult=caring.li, since=MONDAY,
        capacity=Tie.Capacity.STAND_IN,
    )  # fmt: skip
    page = client_of(caring.li).get(reverse("child", args=[caring.an.pk])).content.decode()
    assert "代管" in page
    assert "还没有人" not in page


ABOUT_CHILDREN = {"today", "children", "duties", "search"}


@pytest.mark.parametrize(
    ("post", "first", "kept"),
    [
        (Post.AUDITOR, "log", set()),
        (Post.SYSTEM_KEEPER, "sign_ins", set()),
        (Post.ROOM_KEEPER, "me", set()),
        (Post.DOCTOR, "children", {"children", "search"}),
        (Post.MONEY_KEEPER, "children", {"children", "search"}),
    ],
)
def test_a_post_has_no_entries_that_lead_to_empty_pages(caring: Cast, post, first, kept) -> None:
    holder = caring.person("新老师", "new")
    caring.post(holder, post)
    browser = client_of(holder)
    assert browser.get(reverse("home")).url == reverse(first)
    assert leads(browser) == kept
    caring.tie(caring.child("新生"), holder)
    assert leads(browser) == ABOUT_CHILDREN


def leads(browser) -> set[str]:
    page = browser.get(reverse("me")).content.decode()
    return {n for n in ABOUT_CHILDREN if f'="{reverse(n)}"' in page}


def test_who_has_no_post_yet_finds_where_children_will_be(caring: Cast) -> None:
    assert leads(client_of(caring.person("新老师", "new"))) == ABOUT_CHILDREN

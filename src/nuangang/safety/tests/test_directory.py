"""The directory for parents: the head's choice, each one's own yes, the sheet, the link that can be withdrawn."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nuangang.accounts.models import School, SignInAttempt
from nuangang.accounts.posts import Post
from nuangang.people.models import Staff, StaffPost
from nuangang.safety.actions.directory import choose_posts, hide_number, open_link, show_number
from nuangang.safety.queries.directory import USUAL
from nuangang.safety.tests.cast import Cast

OWN, SCHOOL = "13900001234", "0871 6800100"


@pytest.fixture
def given(cast: Cast) -> Cast:
    """A school whose head has chosen, with a subject teacher in class 1 and Lin's own number."""
    School.objects.filter(pk=cast.school.pk).update(phone=SCHOOL)
    cast.post(cast.wang, Post.SUBJECT_TEACHER, klass=cast.class_1, subject="数学")
    cast.wang.phone = "13700000000"
    cast.wang.save()
    choose_posts(cast.as_(cast.head), USUAL)
    return cast


def public(cast: Cast) -> str:
    link = open_link(cast.as_(cast.lin), cast.class_1)
    return reverse("directory_public", args=[cast.school.short_name, link.address])


def test_nothing_is_given_before_the_head_says_whose(cast: Cast) -> None:
    sheet = reverse("directory_class", args=[cast.class_1.pk])
    assert cast.head.name not in cast.get(cast.lin, sheet)
    assert Client().get(public(cast)).status_code == 404
    address = reverse("directory")
    assert cast.send(cast.lead, "directory", posts=list(USUAL)).status_code == 200
    assert cast.head.name not in cast.get(cast.lin, sheet)
    assert cast.send(cast.head, "directory", posts=["head", "class_teacher"]).status_code == 302
    page = cast.get(cast.lin, sheet)
    assert cast.head.name in page
    assert cast.lead.name not in page
    assert cast.get(cast.head, address)


def test_without_ones_own_yes_the_schools_number_stands_there(given: Cast) -> None:
    address = public(given)
    page = Client().get(address).content.decode()
    assert "数学" in page
    assert SCHOOL in page
    assert OWN not in page
    assert "13700000000" not in page
    given.send(given.lin, "my_number", number="abc")
    assert OWN not in Client().get(address).content.decode()
    given.send(given.lin, "my_number", number=OWN)
    given.send(given.lin, "my_number", number=OWN)
    assert OWN in Client().get(address).content.decode()
    given.send(given.lin, "my_number", no="1")
    assert OWN not in Client().get(address).content.decode()


def test_the_public_page_has_teachers_only_and_is_kept_from_search(given: Cast) -> None:
    answer = Client().get(public(given))
    page = answer.content.decode()
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert not [child for child in ("安安", "波波", "晨晨") if child in page]
    assert given.counsellor.name not in page


def test_renewed_and_withdrawn_the_old_link_opens_nothing(given: Cast) -> None:
    old = public(given)
    given.send(given.lin, "directory_link", given.class_1.pk)
    assert Client().get(old).status_code == 404
    new = public(given)
    given.send(given.lin, "directory_link", given.class_1.pk, close="1")
    assert Client().get(new).status_code == 404
    assert SignInAttempt.objects.count() == 2  # wrong addresses are counted
    other = given.send(given.lin, "directory_link", given.class_2.pk)
    assert other.status_code == 404
    assert given.get(given.wang, reverse("directory_class", args=[given.class_1.pk])) == ""
    SignInAttempt.objects.bulk_create(
        SignInAttempt(login_index=str(n), address="127.0.0.1", at=timezone.now()) for n in range(60)
    )
    assert Client().get(public(given)).status_code == 429


def test_a_change_of_teacher_is_there_by_itself(given: Cast) -> None:
    address, today = public(given), timezone.localdate()
    show_number(given.as_(given.lin), OWN)
    rows = StaffPost.objects.filter(school=given.school, staff=given.lin)
    rows.update(until=today)
    given.post(given.li, Post.CLASS_TEACHER, klass=given.class_1)
    page = Client().get(address).content.decode()
    assert given.li.name in page
    assert given.lin.name not in page
    assert OWN not in page
    Staff.objects.filter(school=given.school, pk=given.li.pk).update(
        until=today - timedelta(days=1)
    )
    assert given.li.name not in Client().get(address).content.decode()
    assert not hide_number(given.as_(given.wang))


def test_sheets_ask_no_more_for_more_classes(given: Cast) -> None:
    def asked() -> int:
        given.get(given.head, reverse("directory_print"))
        with CaptureQueriesContext(connection) as found:
            assert given.get(given.head, reverse("directory_print"))
        return len(found)

    before = asked()
    for number in (5, 6, 7):
        given.post(given.wang, Post.SUBJECT_TEACHER, klass=given.klass(number), subject="数学")
    assert asked() == before

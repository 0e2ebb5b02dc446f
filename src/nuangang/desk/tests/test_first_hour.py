"""A new school's first steps on the board."""

import re
from datetime import date, timedelta

import pytest

from nuangang.accounts.models import School, User
from nuangang.accounts.posts import Post
from nuangang.care.actions import reconcile_duties
from nuangang.care.tests.cast import Cast
from nuangang.desk.tests.caring import NOW, caring, client_of
from nuangang.people.models import Child, Staff, StaffPost

__all__ = ["caring"]


def steps(text: str) -> list[tuple[str, bool]]:
    """Return the step that has the button, and whether each is done."""
    if 'class="board-steps"' not in text:
        return []
    items = re.findall(
        r'<li class="(.*?)</li>', text.split('class="board-steps"')[1].split("</ol>")[0], re.S
    )
    return [("button" in item, item.startswith("done")) for item in items]


def test_an_empty_school_begins_with_its_staff(db: None) -> None:
    user = User.objects.create_user("head", name="校长")
    head = Staff.objects.create(
        school=School.objects.create(short_name="xin", name="新学校"), user=user, name="校长"
    )
    StaffPost.objects.create(school=head.school, staff=head, post=Post.HEAD, since=date(2020, 9, 1))
    text = client_of(head).get("/board/").content.decode()
    assert steps(text) == [(True, False), *[(False, False)] * 6]
    assert "/staff/import/" in text
    assert "%" not in re.sub(r"<[^>]+>", "", text.split("<main")[1])


def test_the_next_open_step_has_the_button(caring: Cast) -> None:
    text = client_of(caring.lead).get("/board/").content.decode()
    assert [done for _next, done in steps(text)] == [True, True, True, True, False, False, True]
    assert [place for place, (has, _done) in enumerate(steps(text)) if has] == [4]


def test_who_may_not_take_the_step_sees_it_without_a_button(caring: Cast) -> None:
    secretary = caring.person("书记", "secretary")
    caring.post(secretary, Post.PARTY_SECRETARY)
    shown = steps(client_of(secretary).get("/board/").content.decode())
    assert [has for has, _done in shown] == [False] * 7


def test_they_go_when_all_is_done(caring: Cast) -> None:
    caring.talk(caring.wang, caring.an, now=NOW)
    assert steps(client_of(caring.lead).get("/board/").content.decode()) == []


@pytest.mark.parametrize(("days", "shown"), [(29, True), (30, False)])
def test_they_go_after_a_month_of_care_even_if_files_still_lack_something(
    caring: Cast, days: int, shown: bool
) -> None:
    Child.objects.update(gaps=["character"])
    caring.talk(caring.wang, caring.an, now=NOW, happened_on=NOW.date() - timedelta(days=days))
    reconcile_duties(caring.school, now=NOW)
    assert bool(steps(client_of(caring.lead).get("/board/").content.decode())) is shown

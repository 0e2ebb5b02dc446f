"""One child's agent parent, chosen and ended by hand, and the panel on the child's page."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from nuangang.mentoring.queries import panel
from nuangang.mentoring.tests.cast import Cast, other_school
from nuangang.people.models import Tie

TODAY = timezone.localdate()


def choose(cast: Cast, child, adult, by=None, since=TODAY):
    address = reverse("pair_child", args=[child.pk])
    given = {"adult": adult.pk, "since": since.isoformat()}
    return cast.browser(by or cast.lead).post(address, given)


def test_a_child_gets_an_agent_parent_with_the_reason(cast: Cast) -> None:
    assert choose(cast, cast.dan, cast.xu).status_code == 302
    tie = Tie.objects.get(child=cast.dan)
    assert (tie.adult_id, tie.since, tie.why) == (cast.xu.pk, TODAY, [["quota", {"quota": 2}]])


def test_changing_ends_the_one_before(cast: Cast) -> None:
    choose(cast, cast.an, cast.xu)
    old = Tie.objects.get(child=cast.an, adult=cast.wang)
    assert (old.until, old.end_reason) == (TODAY, "changed")
    assert cast.held()["安安"] == "徐老师"


def test_whose_check_is_missing_is_said_of_that_very_person(cast: Cast) -> None:
    cast.xu.cleared_until = TODAY + timedelta(days=90)
    cast.xu.save()
    cast.person("徐老师", "xu2")
    page = cast.browser(cast.lead).get(reverse("pair_child", args=[cast.dan.pk])).content.decode()
    unchecked = [o for o in page.split('class="adult-option') if "没有有效的准入查询" in o]
    assert len(unchecked) == 3
    assert not any(str(cast.xu.pk) in option for option in unchecked)


def test_a_child_who_is_not_left_behind_can_be_paired_too(cast: Cast) -> None:
    child = cast.child("不留守", left_behind="no")
    page = cast.browser(cast.lead).get(reverse("pair_child", args=[child.pk])).content.decode()
    assert f'value="{cast.xu.pk}"' in page
    choose(cast, child, cast.xu)
    assert cast.held()["不留守"] == "徐老师"


def test_nobody_who_may_not_and_no_day_to_come(cast: Cast) -> None:
    choose(cast, cast.dan, cast.lin)
    assert choose(cast, cast.dan, cast.xu, since=TODAY + timedelta(days=1)).status_code == 422
    stranger, _child = other_school()
    assert choose(cast, cast.dan, stranger).status_code == 404
    assert "丹丹" not in cast.held()


def test_a_class_teacher_cannot_pair(cast: Cast) -> None:
    assert choose(cast, cast.dan, cast.xu, by=cast.lin).status_code == 403
    assert "丹丹" not in cast.held()


def test_a_pair_ends_with_reason_and_note(cast: Cast) -> None:
    address = reverse("pair_end", args=[cast.an.pk])
    given = {"until": TODAY.isoformat(), "reason": "wish", "note": "孩子提出"}
    cast.browser(cast.lin).post(address, given)
    assert "安安" in cast.held()
    browser = cast.browser(cast.lead)
    for _time in range(2):
        assert browser.post(address, given).status_code == 302
    tie = Tie.objects.get(child=cast.an)
    assert (tie.until, tie.end_reason, tie.end_note) == (TODAY, "wish", "孩子提出")


def test_the_panel_tells_who_why_and_who_before(cast: Cast) -> None:
    choose(cast, cast.an, cast.xu)
    shown = panel(cast.as_(cast.lead), cast.an)
    assert (shown["agent_parent"].name, len(shown["agent_parent"].why)) == ("徐老师", 1)
    assert [(tie.name, tie.until) for tie in shown["earlier"]] == [("王老师", TODAY)]
    assert shown["may_pair"]
    page = cast.browser(cast.lead).get(reverse("child", args=[cast.an.pk])).content.decode()
    assert reverse("pair_child", args=[cast.an.pk]) in page


def test_a_class_teacher_sees_the_panel_but_cannot_change_it(cast: Cast) -> None:
    shown = panel(cast.as_(cast.lin), cast.an)
    assert shown["agent_parent"].name == "王老师"
    assert not shown["may_pair"]
    assert shown["may_helper"]

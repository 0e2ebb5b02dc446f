"""Study helpers of a class: proposed, agreed on with both children's yes, ended."""

from django.urls import reverse
from django.utils import timezone

from nuangang.mentoring.actions import agree_on_helper
from nuangang.mentoring.models import HelperPair
from nuangang.mentoring.queries import panel
from nuangang.mentoring.queries.study_helpers import class_helpers
from nuangang.mentoring.tests.cast import Cast, other_school

TODAY = timezone.localdate()
YES = {"child_agreed": "on", "helper_agreed": "on"}


def agree(cast: Cast, child, helper, by=None, **more):
    address = reverse("helper_agree", args=[child.pk])
    return cast.browser(by or cast.lin).post(address, {"helper": helper.pk, **YES, **more})


def held() -> list[tuple[str, str]]:
    rows = HelperPair.objects.filter(until__isnull=True)
    return list(rows.order_by("since", "pk").values_list("child__name", "helper__name"))


def test_the_solver_proposes_classmates(cast: Cast) -> None:
    found = class_helpers(cast.as_(cast.lin), cast.class_1, TODAY)
    assert {one.name for one in found.wanting} == {"安安", "波波", "丹丹"}
    assert all(one.helper and one.helper != one.id for one in found.wanting)
    page = cast.browser(cast.lin).get(reverse("class_helpers", args=[cast.class_1.pk]))
    assert "安安" in page.content.decode()


def test_a_class_teacher_opens_the_own_class_at_once(cast: Cast) -> None:
    answer = cast.browser(cast.lin).get(reverse("study_helpers"))
    assert answer["Location"] == reverse("class_helpers", args=[cast.class_1.pk])
    assert cast.browser(cast.lead).get(reverse("study_helpers")).status_code == 200
    assert cast.browser(cast.wang).get(reverse("study_helpers")).status_code == 404


def test_both_children_must_have_said_yes(cast: Cast) -> None:
    address = reverse("helper_agree", args=[cast.an.pk])
    for given in ({"child_agreed": "on"}, {"helper_agreed": "on"}, {}):
        answer = cast.browser(cast.lin).post(address, {"helper": cast.bo.pk, **given})
        assert answer.status_code == 422
    assert held() == []
    assert agree(cast, cast.an, cast.bo).status_code == 302
    pair = HelperPair.objects.get()
    assert (pair.child_agreed, pair.helper_agreed, pair.since) == (True, True, TODAY)
    assert pair.checked_by_id == cast.lin.pk


def test_agreeing_twice_makes_one_and_another_helper_takes_over(cast: Cast) -> None:
    agree(cast, cast.an, cast.bo)
    agree(cast, cast.an, cast.bo)
    assert held() == [("安安", "波波")]
    agree(cast, cast.an, cast.dan)
    assert held() == [("安安", "丹丹")]
    assert HelperPair.objects.count() == 2


def test_a_helper_is_another_child_of_the_class(cast: Cast) -> None:
    _lead, stranger = other_school()
    for helper in (cast.chen, stranger, cast.an):
        agree(cast, cast.an, helper, by=cast.lead)
    assert held() == []


def test_other_classes_are_none_of_a_class_teachers_business(cast: Cast) -> None:
    mate = cast.child("同学", klass=cast.class_2)
    pair = agree_on_helper(cast.as_(cast.lead), cast.chen, mate, since=TODAY)
    browser = cast.browser(cast.lin)
    assert browser.get(reverse("class_helpers", args=[cast.class_2.pk])).status_code == 404
    assert agree(cast, mate, cast.chen).status_code == 404
    assert browser.post(reverse("helper_end", args=[pair.pk])).status_code == 404
    assert held() == [("晨晨", "同学")]


def test_an_ended_pair_is_kept_as_history(cast: Cast) -> None:
    agree(cast, cast.an, cast.bo)
    pair = HelperPair.objects.get()
    shown = panel(cast.as_(cast.lin), cast.bo)
    assert [p.child.name for p in shown["helps"]] == ["安安"]
    cast.browser(cast.lin).post(reverse("helper_end", args=[pair.pk]))
    assert HelperPair.objects.get().until == TODAY
    assert panel(cast.as_(cast.lin), cast.an)["helpers"] == []


def test_nobody_helps_more_than_the_school_allows(cast: Cast) -> None:
    for number in range(5):
        cast.child(f"同学{number}", left_behind="no")
    found = class_helpers(cast.as_(cast.lin), cast.class_1, TODAY)
    helping = [one.helper for one in found.wanting]
    assert max(map(helping.count, helping)) <= found.cap

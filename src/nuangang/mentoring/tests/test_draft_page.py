"""The draft on its page: looked through, narrowed, mended, approved."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from nuangang.mentoring.actions import propose
from nuangang.mentoring.models import Plan
from nuangang.mentoring.queries.drafts import draft_plan, read_draft
from nuangang.mentoring.tests.cast import Cast, other_school
from nuangang.people.models import Tie

TODAY = timezone.localdate()


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return propose(cast.as_(cast.lead))


def page(cast: Cast, asked: str = "") -> str:
    answer = cast.browser(cast.lead).get(f"{reverse('pairing_draft')}{asked}")
    return answer.content.decode()


def test_without_a_draft_it_leads_to_the_start(cast: Cast) -> None:
    answer = cast.browser(cast.lead).get(reverse("pairing_draft"))
    assert answer["Location"] == reverse("pairing")


def test_one_sentence_says_what_will_happen(cast: Cast, plan: Plan) -> None:
    actor = cast.as_(cast.lead)
    with translation.override("zh-hans"):
        said = read_draft(actor, draft_plan(actor), TODAY).sentence()
    assert said == "2 对不变，1 个孩子新结对，1 个孩子换人；每人带 1–2 个孩子。"


def test_what_changes_is_shown_first_and_all_on_demand(cast: Cast, plan: Plan) -> None:
    assert "晨晨" not in page(cast)
    assert "丹丹" in page(cast)
    everything = page(cast, "?state=")
    assert all(name in everything for name in ("安安", "波波", "晨晨", "丹丹"))


def test_it_can_be_narrowed(cast: Cast, plan: Plan) -> None:
    of_li = page(cast, f"?adult={cast.li.pk}")
    assert "晨晨" in of_li
    assert "丹丹" not in of_li
    by_class = page(cast, f"?klass={cast.class_2.pk}")
    assert "晨晨" in by_class
    assert "丹丹" not in by_class
    assert "晨晨" not in page(cast, "?q=丹")
    assert "丹丹" in page(cast, "?state=new")


def test_a_newcomer_since_then_is_told_of(cast: Cast, plan: Plan) -> None:
    address = reverse("pairing_rerun", args=[plan.pk])
    assert address not in page(cast)
    cast.child("新来")
    assert address in page(cast)
    cast.browser(cast.lead).post(address)
    assert "新来" in cast.drafted()


def test_approving_writes_the_ties_and_a_second_time_nothing(cast: Cast, plan: Plan) -> None:
    browser, address = cast.browser(cast.lead), reverse("pairing_approve", args=[plan.pk])
    drafted = cast.drafted()
    for _time in range(2):
        assert browser.post(address, {"since": TODAY.isoformat()})["Location"] == reverse("pairing")
    assert cast.held() == drafted
    assert Tie.objects.count() == 5


def test_a_day_to_come_is_refused_and_nothing_written(cast: Cast, plan: Plan) -> None:
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    address = reverse("pairing_approve", args=[plan.pk])
    assert cast.browser(cast.lead).post(address, {"since": tomorrow}).status_code == 422
    assert Tie.objects.count() == 3


def test_moving_shows_what_it_changes_and_can_be_undone(cast: Cast, plan: Plan) -> None:
    browser, pair = cast.browser(cast.lead), cast.pair(cast.chen)
    address = reverse("pairing_move", args=[pair.pk])
    choice = browser.get(address).content.decode()
    assert f'value="{cast.wang.pk}"' in choice
    assert f'value="{cast.lin.pk}"' not in choice
    back = browser.post(address, {"adult": cast.wang.pk, "back": "state=&page=2&evil=x"})
    assert "evil" not in back["Location"]
    shown = browser.get(back["Location"]).content.decode()
    assert f'value="{cast.li.pk}"' in shown  # the way back
    assert cast.drafted()["晨晨"] == "王老师"
    browser.post(address, {"adult": cast.li.pk, "undo": "1"})
    assert cast.drafted()["晨晨"] == "李老师"
    assert not cast.pair(cast.chen).locked


def test_a_lock_is_set_and_taken_off(cast: Cast, plan: Plan) -> None:
    address = reverse("pairing_lock", args=[cast.pair(cast.dan).pk])
    browser = cast.browser(cast.lead)
    for locked in (True, False):
        browser.post(address, {"locked": int(locked), "back": "q=丹"})
        assert cast.pair(cast.dan).locked is locked


def test_dropping_leads_back(cast: Cast, plan: Plan) -> None:
    cast.browser(cast.lead).post(reverse("pairing_drop", args=[plan.pk]))
    assert Plan.objects.get().state == Plan.State.DROPPED


@pytest.mark.parametrize("name", ["pairing_approve", "pairing_drop", "pairing_rerun"])
def test_others_can_do_nothing_to_it(cast: Cast, plan: Plan, name: str) -> None:
    stranger, _child = other_school()
    address, given = reverse(name, args=[plan.pk]), {"since": TODAY.isoformat()}
    assert cast.browser(cast.lin).post(address, given).status_code == 403
    assert cast.browser(stranger).post(address, given).status_code == 404
    assert Plan.objects.get().state == Plan.State.DRAFT


@pytest.mark.parametrize("name", ["pairing_lock", "pairing_move"])
def test_others_can_do_nothing_to_a_pair(cast: Cast, plan: Plan, name: str) -> None:
    stranger, _child = other_school()
    address = reverse(name, args=[cast.pair(cast.dan).pk])
    given = {"locked": 1, "adult": cast.wang.pk}
    assert cast.browser(cast.lin).post(address, given).status_code == 403
    assert cast.browser(stranger).post(address, given).status_code == 404
    assert cast.drafted()["丹丹"] == "徐老师"


def test_as_many_statements_for_twice_the_rows(cast: Cast, plan: Plan) -> None:
    browser, address = cast.browser(cast.lead), reverse("pairing_draft") + "?state="
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for place in range(8):
        cast.tie(cast.child(f"孩子{place}"), cast.person(f"老师{place}", f"t{place}"))
    propose(cast.as_(cast.lead))
    with CaptureQueriesContext(connection) as many:
        browser.get(address)
    assert len(many) == len(few) <= 10

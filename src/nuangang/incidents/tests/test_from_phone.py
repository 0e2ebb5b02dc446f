"""Raised on a phone without a network: kept, said plainly to be told to nobody, sent once, as of the tap."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from nuangang.care.actions import reconcile_duties
from nuangang.desk.tests.test_recording_offline import DUMP, ready
from nuangang.incidents.models import Incident, IncidentStep
from nuangang.incidents.queries.help import phone_help
from nuangang.incidents.tests.cast import Cast
from nuangang.people.models import Staff
from tests.browsing import PHONE


def sent(cast: Cast, by: Staff, tapped: datetime, now: datetime, **more: Any) -> HttpResponse:
    """Send what a phone kept, whose clock is a year behind."""
    year = timedelta(days=365)
    given = {
        "person": by.user_id, "once": uuid4(), "kind": "injury", "child": cast.an.pk,
        "written": (tapped - year).isoformat(), "sent": (now - year).isoformat(), **more,
    }  # fmt: skip
    return cast.browser(by).post(reverse("incident_from_phone"), given)


def test_it_is_raised_once_as_of_the_tap(cast: Cast) -> None:
    now, once = timezone.now(), uuid4()
    tapped = now - timedelta(minutes=40)
    for _twice in range(2):
        answer = sent(cast, cast.wang, tapped, now, once=once, words="摔了")
        assert answer.status_code == 200
    made = Incident.objects.get(school=cast.school)
    assert answer.json()["url"] == reverse("incident", args=[made.pk])
    assert abs(made.raised_at - tapped) < timedelta(seconds=30)
    step = IncidentStep.objects.get(school=cast.school, kind="raised")
    assert (step.words, step.noted_at - made.raised_at > timedelta(minutes=39)) == ("摔了", True)
    assert cast.due(made, "guardian").due_at < now  # thirty minutes count from the tap


def test_what_is_wrong_or_another_persons_is_refused_in_words(cast: Cast) -> None:
    now = timezone.now()
    assert sent(cast, cast.wang, now, now, person=cast.li.user_id).status_code == 409
    wrong = sent(cast, cast.wang, now, now, kind="nothing")
    assert (wrong.status_code, bool(wrong.json()["text"])) == (422, True)
    assert sent(cast, cast.wang, now, now, child=uuid4()).status_code == 422
    assert not Incident.objects.exists()
    assert sent(cast, cast.wang, now + timedelta(days=1), now).status_code == 200  # nonsense: now
    assert Incident.objects.get().raised_at <= timezone.now()


def test_the_phone_keeps_whom_to_ring(cast: Cast) -> None:
    cast.head.phone = "13811112222"
    cast.head.save()
    help_ = phone_help(cast.as_(cast.wang))
    assert [f"校长 {cast.head.name}", "13811112222"] in help_["numbers"]
    assert "injury" in help_["kinds"]


@pytest.mark.browser
def test_without_a_network_it_says_that_nobody_knows_and_goes_when_there_is_one(
    transactional_db: None, visit: Any
) -> None:
    cast = Cast()
    cast.head.phone = "13811112222"
    cast.head.save()
    cast.rule(
        unit="every_n_days", every=7, since=timezone.localdate(), window={"in_holidays": True}
    )
    reconcile_duties(cast.school, now=timezone.now())
    page = ready(visit(cast.wang.user, PHONE))
    page.goto("/incidents/new/")
    page.context.set_offline(True)
    page.locator("#raise-form .kind-chip").first.click()
    page.get_by_role("button", name="上报").last.click()
    page.get_by_role("heading", name="还没有人知道").wait_for()  # the line went while it was open
    page.locator(".topbar .waiting-count", has_text="1 条待发送").wait_for()

    page.goto("/incidents/new/")
    page.get_by_text("没有网络：网络恢复以前").wait_for()
    expect(page.get_by_role("link", name="13811112222")).to_have_attribute(
        "href", "tel:13811112222"
    )
    page.locator("#raise-offline .kind-chip").first.click()
    page.locator("#raise-offline label", has_text="安安").click()
    page.get_by_label("在哪里").fill("双杠那里")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="先存下").click()
    page.get_by_role("heading", name="还没有人知道").wait_for()
    page.locator(".topbar .waiting-count", has_text="2 条待发送").wait_for()
    assert not Incident.objects.exists()
    assert not [word for word in ("安安", "双杠", "13811112222") if word in page.evaluate(DUMP)]

    page.context.set_offline(False)
    page.wait_for_url("**/incidents/*-*/")
    expect(page.locator(".waiting-count")).to_have_count(0)
    assert Incident.objects.filter(school=cast.school).count() == 2

"""The new school year confirmed and undone, and somebody away, on a phone of 360 pixels."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from nuangang.care.actions import reconcile_duties
from nuangang.care.tests.cast import Cast, at
from nuangang.people.models import Child, SchoolClass, Tie
from tests.browsing import PHONE

pytestmark = pytest.mark.browser


def width(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


def test_the_new_year_is_confirmed_and_undone(
    transactional_db: None, visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(date(2029, 9, 3)))
    cast = Cast()
    cast.below = SchoolClass.objects.create(school=cast.school, entry_year=2028, number=1)
    cast.child("小小", klass=cast.below)
    page = visit(cast.lead.user, PHONE)
    page.goto("/new-year/")
    assert width(page) == 360
    page.get_by_role("button", name="确认新学年").click()
    page.get_by_text("新学年已开始").first.wait_for()
    assert width(page) == 360
    assert Child.objects.filter(leave_reason="graduated").count() == 3
    page.get_by_role("button", name="全部撤销").click()
    page.get_by_text("都和原来一样").first.wait_for()
    assert not Child.objects.exclude(left_on=None).exists()
    assert Tie.objects.filter(until=None).count() == 3


def test_somebody_is_away_and_another_stands_in(transactional_db: None, visit) -> None:
    cast, today = Cast(), timezone.localdate()
    cast.rule(unit="every_n_days", every=7, since=today, window={"in_holidays": True})
    reconcile_duties(cast.school, now=timezone.now())
    page = visit(cast.lead.user, PHONE)
    page.goto(f"/absences/of/{cast.wang.pk}/")
    assert width(page) == 360
    page.locator("[name=begins]").fill(today.isoformat())
    page.locator("[name=ends]").fill((today + timedelta(days=10)).isoformat())
    page.locator("[name=reason]").fill("住院")
    page.locator("[name=stand_in]").select_option(str(cast.li.pk))
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="保存", exact=True).wait_for()
    assert width(page) == 360
    stand_ins = Tie.objects.filter(capacity="stand_in", stands_for=cast.wang)
    assert {t.adult for t in stand_ins} == {cast.li}
    assert {t.child for t in stand_ins} == {cast.an, cast.bo}
    other = visit(cast.li.user, PHONE)
    other.goto("/today/")
    other.get_by_text("安安").first.wait_for()
    assert width(other) == 360

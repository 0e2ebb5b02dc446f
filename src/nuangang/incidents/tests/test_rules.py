"""The rules: seen, previewed, changed as a version; an incident keeps the one it began under."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from nuangang.accounts.models import Region, RegionPost, User
from nuangang.incidents.actions.policy import (
    ChangedMeanwhileError,
    follow_again,
    save_county_rules,
    save_rules,
)
from nuangang.incidents.models import PolicyVersion
from nuangang.incidents.queries.policy import in_force, region_of
from nuangang.incidents.table import default_table, rule_of
from nuangang.incidents.tests.cast import Cast
from nuangang.people.actors import actor_for


def typed(guardian: int = 20, **more):
    return {
        "on": "on", "counts_from": "happened", "guardian": guardian, "parents": 60, "progress": 24,
        "final": 7, "base": 0, **more,
    }  # fmt: skip


def test_the_lead_sees_what_it_comes_to_and_then_saves_a_version(cast: Cast) -> None:
    address, browser = reverse("incident_rule", args=["injury"]), cast.browser(cast.lead)
    shown = browser.post(address, typed(show=1)).content.decode()
    assert "12:20" in shown
    assert not PolicyVersion.objects.exists()
    mark = shown.split('name="seen" value="')[1].split('"')[0].replace("&#39;", "'")
    unseen = browser.post(address, typed(25, save=1, seen=mark)).content.decode()
    assert "12:25" in unseen  # changed after the preview: shown again, not saved
    assert not PolicyVersion.objects.exists()
    assert browser.post(address, typed(save=1, seen=mark, changed="镇里要求")).status_code == 302
    version = PolicyVersion.objects.get()
    assert (version.number, version.source, version.by_name) == (1, "own", "周主任")
    assert rule_of(version.table, "injury").tell["guardian"] == (20, None)
    assert rule_of(version.table, "illness") == rule_of(default_table(), "illness")
    assert "20 分钟" in cast.get(cast.wang, reverse("incident_rules"))
    assert cast.browser(cast.wang).get(address).status_code == 404


def test_an_incident_keeps_its_version_and_versions_never_change(cast: Cast) -> None:
    before = cast.incident()
    lead, base = cast.as_(cast.lead), in_force(cast.school).number
    table = default_table()
    table["kinds"]["injury"]["tell"]["guardian"] = [5, None]
    save_rules(lead, table, changed="", base=base)
    after = cast.incident()
    assert cast.due(before, "guardian").due_at - before.happened_at == timedelta(minutes=30)
    assert cast.due(after, "guardian").due_at - after.happened_at == timedelta(minutes=5)
    assert (before.policy.source, after.policy.source) == ("shipped", "own")
    with pytest.raises(ChangedMeanwhileError):
        save_rules(lead, table, changed="", base=base)
    with pytest.raises(DatabaseError), transaction.atomic():
        PolicyVersion.objects.update(table={})
    old = cast.get(cast.wang, reverse("incident_rules_version", args=[before.policy.number]))
    assert "30 分钟" in old


def test_refused_rules_say_why_and_keep_what_was_typed(cast: Cast) -> None:
    browser = cast.browser(cast.lead)
    page = browser.post(reverse("incident_rule", args=["mr4"]), typed(77, show=1))
    assert page.status_code == 422  # no police
    assert 'value="77"' in page.content.decode()
    nobody = browser.post(reverse("incident_rule", args=["injury"]), typed("", parents="", show=1))
    assert nobody.status_code == 422
    assert browser.get(reverse("incident_rule", args=["nonsense"])).status_code == 404


def test_the_county_gives_defaults_until_the_school_has_its_own(cast: Cast) -> None:
    county = Region.objects.create(level="county", name="云岭县")
    town = Region.objects.create(level="township", name="清溪镇", parent=county)
    cast.school.region = town
    cast.school.save()
    user = User.objects.create_user("officer", name="专管员")
    RegionPost.objects.create(user=user, region=county, kind="county_officer", since="2020-01-01")
    officer = actor_for(user.pk)
    table = default_table()
    table["kinds"]["injury"]["tell"]["bureau"] = [90, None]
    save_county_rules(officer, region_of(officer), table, changed="", base=0)
    first = cast.incident()
    assert first.policy.source == "county"
    assert cast.incident().policy_id == first.policy_id  # no version for each incident
    own = in_force(cast.school)
    save_rules(cast.as_(cast.lead), default_table(), changed="", base=own.number)
    assert cast.incident().policy.source == "own"
    follow_again(cast.as_(cast.lead))
    assert rule_of(in_force(cast.school).table, "injury").tell["bureau"] == (90, None)
    browser = cast.browser(type("Who", (), {"pk": user.pk, "user": user})())
    assert "1 小时 30 分钟" in browser.get(reverse("county_incident_rules")).content.decode()


def test_numbers_outside_stand_on_the_incident(cast: Cast) -> None:
    given = {"base": 0, "bureau": "值班室 0873-1234567"}
    answer = cast.browser(cast.lead).post(reverse("incident_numbers"), given)
    assert answer.status_code == 302
    page = cast.get(cast.wang, reverse("incident", args=[cast.incident().pk]))
    assert "tel:08731234567" in page
    assert "值班室" in page

"""The demonstration county: its size, its gaps, and nobody real in it."""

from datetime import date

import pytest
from django.test import Client

from nuangang.accounts.models import School, User
from nuangang.care.models import CareRecord, PeriodResult
from nuangang.lib import idnumber
from nuangang.people.models import Child, Consent, SchoolClass, Staff, Tie
from nuangang.privacy.models import DataRequest
from nuangang.site.demo.build import build_demo


@pytest.mark.once
@pytest.mark.django_db
def test_the_demonstration_is_as_large_as_the_founding_plan():
    school = build_demo(lambda _name: None)
    here = Child.objects.of(school).filter(left_on=None)
    left_behind = here.filter(left_behind__in=("one", "both"))
    assert (here.count(), left_behind.count()) == (1400, 856)
    assert SchoolClass.objects.of(school).count() == 24
    staff = Staff.objects.of(school).filter(outside=False)
    assert (staff.count(), staff.filter(party_member=True).count()) == (78, 31)
    assert left_behind.values("village").distinct().count() == 6
    assert Tie.objects.of(school).filter(until__isnull=True).count() == 845
    assert 0 < left_behind.filter(gaps=[]).count() < 856
    assert left_behind.filter(care_records__isnull=True).exists()
    assert CareRecord.objects.of(school).count() > 5000
    assert set(PeriodResult.objects.of(school).values_list("outcome", flat=True)) >= {
        "met",
        "missed",
    }
    assert all(c.id_number.startswith("999999") for c in here[:50])
    assert idnumber.read(here[0].id_number).birth == here[0].birth
    assert School.objects.filter(is_demo=False).count() == 0
    said = set(Consent.objects.of(school).values_list("answer", flat=True))
    assert said == {"granted", "refused"}
    assert (
        0 < DataRequest.objects.of(school).get().due_on.toordinal() - date.today().toordinal() <= 2
    )
    for login in ("head", "lead", "class-teacher", "agent-parent", "counsellor", "county"):
        client = Client()
        client.force_login(User.objects.get(login=login))
        assert client.get("/", follow=True).status_code == 200

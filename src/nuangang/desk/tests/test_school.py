"""The school's settings and its calendar."""

from datetime import date

import pytest

from nuangang.accounts.models import School
from nuangang.people.models import Child
from nuangang.terms.models import DayMark, Term
from nuangang.terms.queries import calendar_of

TERMS = {
    "sure": "1",
    "term1-begins": "2026-09-02",
    "term1-ends": "2027-01-20",
    "term2-begins": "2027-03-01",
    "term2-ends": "2027-07-05",
}


def kept(register):
    return School.objects.get(pk=register.school.pk)


def test_another_definition_labels_all_children_anew(register):
    child = register.left_behind_child()
    typed = {"name": "安平中学", "definition": "D-CQ", "phone": "", "code": ""}
    register.post("lead", "/school/", **typed)
    assert kept(register).definition == "D-CQ"
    assert Child.objects.get(pk=child.pk).left_behind_as_of is not None


def test_the_place_in_the_county_is_set(register):
    typed = {"name": "安平中学", "definition": "D-SCH", "county": "云岭县", "township": "清溪镇"}
    register.post("lead", "/school/", **typed)
    assert (kept(register).region.name, kept(register).region.parent.name) == ("清溪镇", "云岭县")
    assert "云岭县" in register.get("lead", "/school/").content.decode()


def test_terms_are_set_and_duties_follow(register):
    register.post("lead", "/school/calendar/?year=2026", **TERMS)
    assert Term.objects.of(register.school).filter(begins="2026-09-02").exists()
    assert calendar_of(kept(register)).week_of(date(2026, 9, 2))[1] == 1


def test_a_term_that_ends_before_it_begins_is_refused_and_nothing_lost(register):
    register.post("lead", "/school/calendar/?year=2026", **TERMS)
    wrong = {**TERMS, "term1-ends": "2026-08-01"}
    answer = register.post("lead", "/school/calendar/?year=2026", **wrong)
    assert answer.status_code == 422
    assert "什么都没有改动" in answer.content.decode()
    assert Term.objects.of(register.school).filter(begins="2026-09-02").exists()


def test_days_off_are_entered_and_taken_out(register):
    register.post("lead", "/school/calendar/day/", begins="2026-11-26", kind="off", name="运动会")
    assert not calendar_of(kept(register)).is_school_day(date(2026, 11, 26))
    register.post("lead", "/school/calendar/day/drop/", begins="2026-11-26", kind="off")
    assert not DayMark.objects.filter(name="运动会").exists()


@pytest.mark.parametrize("who", ["teacher", "mentor", "outsider"])
def test_only_leaders_change_the_school(register, who):
    assert register.get(who, "/school/").status_code == 404
    assert (
        register.post(who, "/school/calendar/day/", begins="2026-11-26", kind="off").status_code
        == 403
    )

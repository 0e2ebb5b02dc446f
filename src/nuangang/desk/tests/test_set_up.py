"""The first page of an empty installation."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nuangang.accounts.models import School, User
from nuangang.care.models import CareRule
from nuangang.people.models import StaffPost
from nuangang.terms.models import Term

TYPED = {
    "school_name": "清溪镇初级中学",
    "kind": "junior",
    "county": "云岭县",
    "township": "清溪镇",
    "definition": "D-SCH",
    "head_name": "石校长",
    "login": "shi",
    "password": "harbour-lamp-7",
}


@pytest.mark.django_db
def test_a_school_is_opened_with_head_calendar_and_rules():
    client = Client()
    assert client.get("/sign-in/").url == "/set-up/"
    answer = client.post("/set-up/", TYPED)
    school = School.objects.get()
    assert answer.status_code == 302
    assert (school.name, school.region.name, school.first_grade) == ("清溪镇初级中学", "清溪镇", 7)
    assert StaffPost.objects.of(school).get().post == "head"
    assert Term.objects.of(school).count() == 2
    assert CareRule.objects.of(school).count() == 5
    assert client.get("/me/").status_code == 200


@pytest.mark.django_db
def test_the_first_head_is_in_at_once_and_has_a_week_for_the_second_step():
    client = Client()
    assert client.post("/set-up/", TYPED).url == "/"
    assert "第二步验证" in client.get("/board/").content.decode()
    left = User.objects.get().factor_due - timezone.now()
    assert timedelta(days=6) < left <= timedelta(days=7)


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["qingxi2026", "shi5201314", "石校长2026"])
def test_a_password_of_names_in_the_same_form_is_refused(password):
    assert "三四个" in Client().post("/set-up/", {**TYPED, "password": password}).content.decode()
    assert not School.objects.exists()


@pytest.mark.django_db
def test_bad_input_names_the_field_and_keeps_what_was_typed():
    answer = Client().post("/set-up/", {**TYPED, "code": "12", "password": "1234"})
    page = answer.content.decode()
    assert "学校标识码是十位数字" in page
    assert "云岭县" in page
    assert not School.objects.exists()


@pytest.mark.django_db
def test_there_is_no_such_page_once_a_school_is_here():
    School.objects.create(name="x", short_name="x")
    assert Client().post("/set-up/", TYPED).status_code == 404
    assert School.objects.count() == 1

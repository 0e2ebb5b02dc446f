"""Making somebody who can sign in, from the command line."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from nuangang.accounts.models import Region, RegionPost, School, User
from nuangang.people.models import StaffPost

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    county = Region.objects.create(level="county", name="云岭县")
    town = Region.objects.create(level="township", name="清溪镇", parent=county)
    return School.objects.create(short_name="demo", name="清溪初中", region=town)


def made(monkeypatch, *words, typed=""):
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    out = io.StringIO()
    call_command("createuser", *words, stdout=out)
    return out.getvalue()


def test_a_lead_with_a_password(school, monkeypatch):
    made(
        monkeypatch, "周主任", "--school", "demo", "--post", "lead", "--login", "zhou",
        "--password-stdin", typed="harbour-lamp-7\n",
    )  # fmt: skip
    assert StaffPost.objects.get().post == "lead"
    answer = Client().post("/sign-in/", {"login": "zhou", "password": "harbour-lamp-7"})
    assert answer.status_code == 302


def test_without_a_password_a_code_to_join(school, monkeypatch):
    code = made(monkeypatch, "王老师").strip().rsplit(" ", 1)[-1].rsplit("：", 1)[-1]
    assert Client().get(f"/join/{code}/").status_code == 200


def test_a_county_viewer(school, monkeypatch):
    made(monkeypatch, "县关爱办", "--post", "county_viewer")
    assert RegionPost.objects.get().region.name == "云岭县"


def test_a_weak_password_or_a_taken_name_makes_nobody(school, monkeypatch):
    with pytest.raises(CommandError):
        made(monkeypatch, "王老师", "--password-stdin", typed="1234\n")
    User.objects.create_user("wang", name="x")
    with pytest.raises(CommandError):
        made(monkeypatch, "王老师", "--login", "wang")
    assert User.objects.count() == 1

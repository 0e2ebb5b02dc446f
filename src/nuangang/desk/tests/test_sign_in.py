"""Signing in, out, and joining with a slip."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from nuangang.accounts import actions
from nuangang.accounts.models import Invitation, User
from nuangang.audit.actions import Person
from nuangang.audit.models import Entry
from nuangang.notify.models import PushDevice
from nuangang.notify.push_keys import key_in_use
from nuangang.people.models import Staff

PASSWORD = "harbour-lamp-7"


@pytest.fixture
def lin(register):
    user = register.lin.user
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, login: str = "teacher", password: str = PASSWORD):
    return client.post("/sign-in/", {"login": login, "password": password})


def test_the_right_password_opens_the_first_page(lin):
    answer = sign_in(Client())
    assert answer.status_code == 302
    assert Entry.objects.filter(verb="signed_in", object_id=lin.pk).exists()


def test_a_wrong_password_says_what_to_do(lin):
    answer = sign_in(Client(), password="wrong")
    assert "登录名或密码不对" in answer.content.decode()
    assert "还没有保存" not in answer.content.decode()


def test_guessing_is_stopped_for_that_name_and_address_only(lin, register):
    for _ in range(5):
        sign_in(Client(), password="wrong")
    assert "错的次数太多了" in sign_in(Client()).content.decode()
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert sign_in(elsewhere).status_code == 302


def test_who_left_cannot_sign_in(lin, register):
    Staff.objects.filter(pk=register.lin.pk).update(until="2026-01-01")
    assert "没有职务" in sign_in(Client()).content.decode()


def notified_device(user) -> PushDevice:
    """Return a browser of this colleague in which notices are switched on."""
    staff, now = Staff.objects.get(user=user), timezone.now()
    return PushDevice.objects.create(
        school_id=staff.school_id, to_id=staff.pk, name="手机", endpoint="https://push.example.com/1",
        p256dh="p", auth="a", key=key_in_use(now), made_at=now,
    )  # fmt: skip


def test_a_new_password_ends_other_sessions(lin):
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    notified = notified_device(lin)
    changed = {"password": "another-lamp-8", "again": "another-lamp-8"}
    assert here.post("/me/password/", changed).status_code == 302
    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302
    notified.refresh_from_db()
    assert notified.ended == "self"  # whoever has the phone hears of nothing any more


def test_next_leads_only_within_the_site(lin):
    typed = {"login": "teacher", "password": PASSWORD, "next": "https://example.org/"}
    assert Client().post("/sign-in/", typed).url == "/"


def test_a_slip_lets_somebody_choose_a_password_once(register):
    user = register.lin.user
    code = actions.invite(Person("x"), [user])[user]
    client = Client()
    assert register.lin.name in client.get(f"/join/{code}/").content.decode()
    chosen = {"password": PASSWORD, "again": PASSWORD}
    assert client.post(f"/join/{code}/", chosen).status_code == 302
    assert client.get("/me/").status_code == 200
    assert Client().get(f"/join/{code}/").status_code == 410
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_passwords_that_differ_or_are_weak_are_refused(register):
    user = register.lin.user
    code = actions.invite(Person("x"), [user])[user]
    answer = Client().post(f"/join/{code}/", {"password": "12345678", "again": "87654321"})
    assert "两次输的密码不一样" in answer.content.decode()
    assert Invitation.objects.get().used_at is None


def test_a_newer_slip_ends_the_older(register):
    user = register.lin.user
    first = actions.invite(Person("x"), [user])[user]
    actions.invite(Person("x"), [user])
    assert Client().get(f"/join/{first}/").status_code == 410


def test_no_cast_where_a_real_school_is(register):
    assert "演示" not in Client().get("/sign-in/").content.decode()
    register.lin.user.login = "head"
    register.lin.user.save()
    assert Client().post("/sign-in/demo/", {"login": "head"}).url == "/sign-in/"


def test_the_cast_signs_in_by_a_click_in_the_demonstration(register):
    for school in (register.school, register.other_school):
        school.is_demo = True
        school.save()
    register.lin.user.login = "class-teacher"
    register.lin.user.save()
    client = Client()
    assert register.lin.name in client.get("/sign-in/").content.decode()
    assert client.post("/sign-in/demo/", {"login": "class-teacher"}).url == "/"


def test_language_is_chinese_unless_chosen(register):
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert "登录" in client.get("/sign-in/").content.decode()
    client.post("/reading", {"language": "en", "next": "/sign-in/"})
    assert "Sign-in name" in client.get("/sign-in/").content.decode()


def test_one_token_serves_every_form_of_a_page(lin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lin)
    page = client.get("/me/").content.decode()
    tokens = set(re.findall(r'csrfmiddlewaretoken" value="(\w+)"', page))
    assert len(tokens) == 1
    assert tokens != set(
        re.findall(r'csrfmiddlewaretoken" value="(\w+)"', client.get("/me/").content.decode())
    )
    sent = {"csrfmiddlewaretoken": tokens.pop()}
    assert client.post("/sign-out/", sent).status_code == 302
    assert client.post("/sign-out/", {"csrfmiddlewaretoken": "x" * 64}).status_code == 403

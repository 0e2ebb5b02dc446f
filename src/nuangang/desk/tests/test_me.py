"""我: where I am signed in, and ending that."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nuangang.accounts.models import Session, User
from nuangang.accounts.posts import Post
from nuangang.audit.models import Entry
from nuangang.people.actions.staff import end_post, give_post, say_goodbye
from nuangang.people.models import Staff, StaffPost

PASSWORD = "harbour-lamp-7"
PHONE = "Mozilla/5.0 (Linux; Android 10; Mi 9) AppleWebKit/537.36 Chrome/130 MicroMessenger/8.0.57"


@pytest.fixture
def lin(register):
    Session.objects.all().delete()
    user = register.lin.user
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(login="teacher", **more):
    client = Client(HTTP_USER_AGENT=more.pop("agent", "Windows NT 10.0 Edg/130"))
    client.post("/sign-in/", {"login": login, "password": PASSWORD, **more})
    return client


def test_my_devices_are_listed_in_words(lin):
    signed_in(agent=PHONE, own="on")
    page = signed_in().get("/me/").content.decode()
    assert "Android · WeChat" in page
    assert "Windows · Edge" in page
    assert "就是这台" in page


def test_one_is_ended_or_all_others(lin):
    phone, pc, third = signed_in(agent=PHONE, own="on"), signed_in(), signed_in()
    row = Session.objects.get(own_device=True)
    pc.post(f"/me/sessions/{row.pk}/end/")
    assert phone.get("/me/").status_code == 302
    assert third.get("/me/").status_code == 200
    pc.post("/me/sessions/end/")
    assert third.get("/me/").status_code == 302
    assert pc.get("/me/").status_code == 200


def test_nobody_ends_anothers(lin, register):
    mine = signed_in()
    row = Session.objects.get(user=lin)
    register.post("mentor", f"/me/sessions/{row.pk}/end/")
    assert mine.get("/me/").status_code == 200


def test_the_head_signs_a_colleague_out_everywhere(lin, register):
    register._give("head", Staff.objects.create(school=register.school, name="周校长"), Post.HEAD)
    phone, pc = signed_in(agent=PHONE, own="on"), signed_in()
    address = f"/staff/{register.lin.pk}/sign-out/"
    for who in ("lead", "mentor", "elsewhere"):
        register.browsers[who].force_login(User.objects.get(login=who))
        assert register.post(who, address).status_code == 403
    theirs = Staff.objects.get(name="北山主任")
    assert register.post("head", f"/staff/{theirs.pk}/sign-out/").status_code == 404
    assert phone.get("/me/").status_code == pc.get("/me/").status_code == 200
    assert address in register.get("head", f"/staff/{register.lin.pk}/").content.decode()
    assert address in register.get("head", "/staff/sign-ins/").content.decode()
    register.post("head", address)
    assert phone.get("/me/").status_code == pc.get("/me/").status_code == 302
    told = Entry.objects.get(verb="signed_out_everywhere")
    assert (told.object_id, told.detail["count"]) == (lin.pk, 2)
    own = Staff.objects.get(name="周校长")
    register.post("head", f"/staff/{own.pk}/sign-out/")
    assert register.get("head", "/me/").status_code == 200


def test_a_remembered_phone_stays_a_month_and_a_shared_pc_does_not(lin):
    phone, pc = signed_in(own="on"), signed_in()
    days = (Session.objects.get(own_device=True).expire_date - timezone.now()).days
    assert days in (29, 30)
    assert phone.cookies["sessionid"]["max-age"] == 90 * 24 * 3600
    assert pc.cookies["sessionid"]["max-age"] == ""


def test_a_leaders_phone_stays_a_week(register):
    user = register.lin.user
    give_post(register.lead, register.lin, Post.COUNSELLOR, since=timezone.localdate())
    user.set_password(PASSWORD)
    user.factor_due = timezone.now() + timedelta(days=30)
    user.save()
    signed_in(own="on")
    assert (Session.objects.get(user=user).expire_date - timezone.now()).days in (6, 7)


def test_losing_a_post_or_leaving_ends_sessions_at_once(lin, register):
    client = signed_in()
    held = StaffPost.objects.get(staff=register.lin, post=Post.CLASS_TEACHER, until=None)
    end_post(register.lead, held, until=timezone.localdate())
    assert client.get("/me/").status_code == 302
    client = signed_in()
    say_goodbye(register.lead, register.lin, on=timezone.localdate())
    assert client.get("/me/").status_code == 302
    assert not Session.objects.filter(user=lin).exists()


def test_gaining_a_leading_post_asks_to_sign_in_anew(lin, register):
    client = signed_in()
    give_post(register.lead, register.lin, Post.DEPUTY, since=timezone.localdate())
    assert client.get("/me/").status_code == 302


def test_a_known_device_is_not_slowed_by_others(lin):
    own = signed_in()
    own.post("/sign-out/")
    for _ in range(6):
        Client().post("/sign-in/", {"login": "teacher", "password": "wrong"})
    assert (
        "错的次数太多了"
        in Client().post("/sign-in/", {"login": "teacher", "password": PASSWORD}).content.decode()
    )
    assert own.post("/sign-in/", {"login": "teacher", "password": PASSWORD}).status_code == 302

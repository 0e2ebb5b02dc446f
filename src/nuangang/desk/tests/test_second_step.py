"""The second step: set up, asked for, asked again, lost and reset."""

from datetime import timedelta

import pyotp
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from nuangang.accounts import factors
from nuangang.accounts.models import Factor, RecoveryCode, User
from nuangang.audit.actions import Person
from nuangang.audit.models import Entry
from nuangang.desk.tests.test_sign_in import notified_device
from nuangang.people.models import Staff
from nuangang.policy.fresh import FRESH

PASSWORD = "harbour-lamp-7"


@pytest.fixture
def lead(register):
    user = Staff.objects.get(name="德育主任").user
    user.set_password(PASSWORD)
    user.save()
    register.browsers["lead"].force_login(user)
    return user


def sign_in(login="lead", **more):
    client = Client()
    typed = {"login": login, "password": PASSWORD, **more}
    return client, client.post("/sign-in/", typed)


def with_app(user) -> pyotp.TOTP:
    """Give the user an app whose codes of now and before are all unused."""
    app = pyotp.TOTP(factors.new_secret())
    actor = Person(user.name, user.pk)
    assert factors.add_app(actor, user, app.secret, app.now())
    Factor.objects.update(counter=0)
    return app


def later(client, ago):
    """Let the client's session have begun, and proved itself, some time ago."""
    session = client.session
    session["began"] = session["proved"] = (timezone.now() - ago).isoformat()
    session["longest"] = timedelta(days=1).total_seconds()
    session.save()


def test_who_needs_it_is_led_to_it_with_a_week_of_grace(lead):
    client, answer = sign_in()
    assert answer.url == "/me/steps/?next=%2F"
    page = client.get(answer.url).content.decode()
    assert "您的职务需要第二步验证" in page
    assert "以后再说" in page
    assert client.get("/staff/").status_code == 200
    assert "第二步验证" in client.get("/staff/").content.decode()
    left = User.objects.get(pk=lead.pk).factor_due - timezone.now()
    assert timedelta(days=6) < left <= timedelta(days=7)


def test_the_week_is_not_begun_anew_by_signing_in_again(lead):
    sign_in()
    first = User.objects.get(pk=lead.pk).factor_due
    sign_in()
    assert User.objects.get(pk=lead.pk).factor_due == first


def test_past_the_week_nothing_opens_but_setting_it_up(lead):
    User.objects.filter(pk=lead.pk).update(factor_due=timezone.now() - timedelta(minutes=1))
    client, _answer = sign_in()
    assert client.get("/staff/").url == "/me/steps/"
    assert "以后再说" not in client.get("/me/steps/").content.decode()
    app = scan(client)
    client.post("/me/steps/app/", {"code": app.now(), "name": "旧手机"})
    assert client.get("/staff/").status_code == 200
    assert User.objects.get(pk=lead.pk).factor_due is None


def test_a_session_in_the_week_ends_with_it(lead):
    due = timezone.now() + timedelta(minutes=5)
    User.objects.filter(pk=lead.pk).update(factor_due=due)
    sign_in()
    assert lead.sessions.get(user=lead, began_at__isnull=False, expire_date=due)


def test_others_are_not_led_to_it(register):
    register.lin.user.set_password(PASSWORD)
    register.lin.user.save()
    assert sign_in("teacher")[1].url == "/"


def scan(client) -> pyotp.TOTP:
    page = client.get("/me/steps/app/").content.decode()
    found = page.split("secret=")[1].split("&")[0]
    return pyotp.TOTP(found)


def test_setting_up_an_app_shows_recovery_codes_once(register, lead):
    client = register.browsers["lead"]
    app = scan(client)
    wrong = client.post("/me/steps/app/", {"code": "000000", "name": ""}).content.decode()
    assert "不是这个" in wrong
    page = client.post("/me/steps/app/", {"code": app.now(), "name": ""}).content.decode()
    assert page.count("<li>") >= 10
    assert RecoveryCode.objects.filter(user=lead).count() == 10
    assert Entry.objects.filter(verb="factor_added", object_id=lead.pk).exists()


def test_the_secret_is_sealed_in_the_database(register, lead):
    from django.db import connection

    app = with_app(lead)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_factor")
        assert app.secret not in cursor.fetchone()[0]


def test_password_alone_opens_nothing(lead):
    with_app(lead)
    client, answer = sign_in()
    assert answer.url == "/sign-in/step/"
    assert client.get("/staff/").url.startswith("/sign-in/")
    assert client.get("/me/").url.startswith("/sign-in/")


def test_a_code_opens_once(lead):
    app = with_app(lead)
    client, _answer = sign_in(next="/staff/")
    code = app.now()
    assert client.post("/sign-in/step/", {"code": f"{code[:3]} {code[3:]}"}).url == "/staff/"
    other, _answer = sign_in()
    assert other.post("/sign-in/step/", {"code": code}).status_code == 200


def test_a_recovery_code_opens_once(lead):
    with_app(lead)
    code = factors.renew_codes(Person(""), lead)[0]
    client, _answer = sign_in()
    assert client.post("/sign-in/step/", {"code": f"{code[:5]}-{code[5:]}".lower()}).url == "/"
    other, _answer = sign_in()
    assert other.post("/sign-in/step/", {"code": code}).status_code == 200
    assert factors.codes_left(lead.pk) == 9


def test_guessing_codes_is_stopped(lead):
    app = with_app(lead)
    client, _answer = sign_in()
    for _ in range(5):
        client.post("/sign-in/step/", {"code": "123456"})
    page = client.post("/sign-in/step/", {"code": app.now()}).content.decode()
    assert "错的次数太多了" in page


def test_half_way_lasts_ten_minutes(lead):
    app = with_app(lead)
    client, _answer = sign_in()
    session = client.session
    session["half"]["at"] = (timezone.now() - timedelta(minutes=11)).isoformat()
    session.save()
    assert client.post("/sign-in/step/", {"code": app.now()}).url == "/sign-in/"


def test_asked_again_before_slips_and_what_was_sent_is_carried_out(register, lead):
    app = with_app(lead)
    client = register.browsers["lead"]
    client.get("/staff/")
    later(client, FRESH)
    chosen = {"staff": str(register.wang.pk)}
    asked = client.post("/staff/slips/", chosen).content.decode()
    assert "请确认是您本人" in asked
    assert f'name="staff" value="{register.wang.pk}"' in asked
    assert "slip-code" not in asked
    wrong = client.post("/staff/slips/", {**chosen, "confirm": "POST", "code": "123456"})
    assert wrong.status_code == 422
    done = client.post("/staff/slips/", {**chosen, "confirm": "POST", "code": app.now()})
    assert done.content.decode().count("slip-code") == 1
    assert "slip-code" in client.post("/staff/slips/", chosen).content.decode()


def test_who_has_no_second_step_is_asked_for_the_password(register):
    register.lin.user.set_password(PASSWORD)
    register.lin.user.save()
    client, _answer = sign_in("teacher")
    later(client, FRESH)
    assert "请确认是您本人" in client.get("/me/password/").content.decode()
    answer = client.post("/me/password/", {"confirm": "GET", "password": PASSWORD})
    assert answer.url == "/me/password/"
    assert "again" in client.get("/me/password/").content.decode()


def test_id_numbers_are_opened_after_asking_again(register):
    child = register.left_behind_child()
    client = register.browsers["lead"]
    client.get("/staff/")
    later(client, FRESH)
    page = client.post(f"/children/{child.pk}/reveal/", {"reason": "check"}).content.decode()
    assert "请确认是您本人" in page
    assert not Entry.objects.filter(verb="revealed").exists()


def head_of(register):
    from nuangang.accounts.posts import Post

    head = Staff.objects.create(school=register.school, name="王校长")
    register._give("head", head, Post.HEAD)
    return head


def test_the_head_resets_a_colleagues_and_they_are_told(register, lead):
    with_app(lead)
    head_of(register)
    person = Staff.objects.get(user=lead)
    assert "重置第二步验证" in register.get("head", f"/staff/{person.pk}/").content.decode()
    notified = notified_device(lead)
    register.post("head", f"/staff/{person.pk}/step/reset/", reason="手机丢了")
    assert not factors.has_factor(lead.pk)
    notified.refresh_from_db()
    assert notified.ended == "self"
    assert register.get("lead", "/me/").status_code == 302
    assert Entry.objects.get(verb="factor_reset").detail["reason"] == "手机丢了"
    client, answer = sign_in()
    assert "王校长重置了您的第二步验证：手机丢了" in client.get(answer.url).content.decode()
    client, answer = sign_in()
    assert "重置了您的" not in client.get(answer.url).content.decode()


def test_a_reset_needs_its_reason_and_the_right(register, lead):
    with_app(lead)
    head_of(register)
    person = Staff.objects.get(user=lead)
    register.post("head", f"/staff/{person.pk}/step/reset/", reason="")
    assert factors.has_factor(lead.pk)
    assert register.post("lead", f"/staff/{person.pk}/step/reset/", reason="x").status_code == 403
    assert (
        register.post("elsewhere", f"/staff/{person.pk}/step/reset/", reason="x").status_code == 403
    )
    assert factors.has_factor(lead.pk)


def test_a_lone_keeper_resets_at_the_server(lead, capsys):
    with_app(lead)
    call_command("reset_factor", "lead")
    assert not factors.has_factor(lead.pk)
    assert lead.notices.count() == 1


def test_the_last_one_stays_where_a_post_needs_it(register, lead):
    with_app(lead)
    only = Factor.objects.get()
    register.post("lead", f"/me/steps/{only.pk}/drop/")
    assert Factor.objects.filter(pk=only.pk).exists()
    with_app(lead)
    register.post("lead", f"/me/steps/{only.pk}/drop/")
    assert not Factor.objects.filter(pk=only.pk).exists()


def test_nobody_drops_anothers(register, lead):
    with_app(lead)
    only = Factor.objects.get()
    assert register.post("teacher", f"/me/steps/{only.pk}/drop/").status_code == 404


def test_the_cast_of_the_demonstration_is_exempt_there_only(register, lead):
    for school in (register.school, register.other_school):
        school.is_demo = True
        school.save()
    with_app(lead)
    client = Client()
    assert client.post("/sign-in/demo/", {"login": "lead"}).url == "/"
    later(client, FRESH)
    assert (
        "slip-code"
        in client.post("/staff/slips/", {"staff": str(register.wang.pk)}).content.decode()
    )
    register.school.is_demo = False
    register.school.save()
    assert Client().post("/sign-in/demo/", {"login": "lead"}).url == "/sign-in/"


def test_where_passkeys_are_not_possible_one_line_says_why(register):
    page = (
        register.browsers["lead"].get("/me/steps/", HTTP_HOST="192.168.1.8:8000").content.decode()
    )
    assert "这个网址不能用通行密钥" in page
    page = register.browsers["lead"].get("/me/steps/", HTTP_HOST="localhost").content.decode()
    assert "添加通行密钥" in page


@pytest.mark.parametrize("answer", ["", "{}", "[]", "x", '{"id":"AA","rawId":"AA","response":{}}'])
def test_hostile_passkey_answers_open_nothing(lead, answer):
    client = Client(HTTP_HOST="localhost")
    assert client.post("/sign-in/passkey/question/").json()["publicKey"]["challenge"]
    assert client.post("/sign-in/passkey/", {"passkey": answer}).url == "/sign-in/"
    assert client.get("/me/").status_code == 302

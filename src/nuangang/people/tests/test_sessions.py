"""A session is read together with its user, and ends as any session ends."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nuangang.accounts.models import Session, User
from nuangang.people.models import Staff
from nuangang.people.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast) -> Client:
    cast.lin.user = User.objects.create_user(login="lin", password=None, name="林老师")
    cast.lin.save()
    browser = Client()
    browser.force_login(cast.lin.user)
    return browser


def test_one_statement_says_who_is_asking(client):
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/today/").status_code == 200
    about = [
        q["sql"] for q in asked if "accounts_session" in q["sql"] or "accounts_user" in q["sql"]
    ]
    assert len(about) == 1
    assert Session.objects.get().user.login == "lin"


def test_it_ends_with_its_time_its_user_and_their_right(client, cast):
    User.objects.update(is_active=False)
    assert client.get("/me/").status_code == 302
    User.objects.update(is_active=True)
    assert client.get("/me/").status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/me/").status_code == 302
    client.force_login(cast.lin.user)
    Staff.objects.filter(pk=cast.lin.pk).update(user=None)
    User.objects.all().delete()
    assert not Session.objects.filter(user__isnull=False).exists()
    assert client.get("/me/").status_code == 302


def test_it_keeps_what_it_is_told_also_of_nobody():
    kept = SessionStore()
    kept["seen"] = "雨"
    kept.save()
    assert SessionStore(kept.session_key)["seen"] == "雨"
    assert SessionStore("made up").get("seen") is None

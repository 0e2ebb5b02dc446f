"""Sessions: what is kept of them, when they end, and who ends them."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from nuangang.accounts.actions import change_password
from nuangang.accounts.models import Session, User
from nuangang.accounts.sessions import forget_ended
from nuangang.audit.actions import Person
from nuangang.people.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin():
    return User.objects.create_user("lin", "harbour-lamp-7", name="林老师")


def begun(user, **kept) -> SessionStore:
    client = Client()
    client.force_login(user)
    store = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    store.update(kept)
    store.save()
    return SessionStore(store.session_key)


def test_the_key_is_not_in_the_database(lin):
    store = begun(lin)
    row = Session.objects.get()
    assert row.user == lin
    assert store.session_key not in (row.pk, row.session_data)


def test_an_idle_session_ends_after_a_quarter_of_an_hour(lin):
    begun(lin)
    left = Session.objects.get().expire_date - timezone.now()
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)


def test_one_that_ended_opens_nothing_and_is_forgotten(lin):
    store = begun(lin)
    Session.objects.update(expire_date=timezone.now())
    assert store.load() == {}
    assert forget_ended(timezone.now()) == 1


def test_use_moves_the_idle_end_once_a_minute(lin, django_assert_num_queries):
    store = begun(lin)
    store.load()
    with django_assert_num_queries(0):
        store.touch()
    then = timezone.now() - timedelta(minutes=10)
    Session.objects.update(seen_at=then, expire_date=then + timedelta(minutes=15))
    store = SessionStore(store.session_key)
    assert store["_auth_user_id"]
    with django_assert_num_queries(1):
        store.touch()
    assert Session.objects.get().expire_date - timezone.now() > timedelta(minutes=14)


def test_use_never_moves_the_absolute_end(lin):
    began = timezone.now() - timedelta(hours=11, minutes=58)
    begun(lin, began=began.isoformat())
    assert Session.objects.get().expire_date == began + timedelta(hours=12)


def test_a_new_password_ends_the_others_at_once(lin):
    here, _there = begun(lin), begun(lin)
    change_password(Person(""), lin, "another-lamp-8", here=here.session_key)
    assert Session.objects.count() == 1

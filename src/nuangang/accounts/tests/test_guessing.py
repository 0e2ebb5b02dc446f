"""Guessing is slowed, and nobody is locked out by it."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth import hashers
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.utils import timezone

from nuangang.accounts import devices, guessing
from nuangang.accounts.actions import check_sign_in
from nuangang.accounts.devices import address_of, known_device, remember_device
from nuangang.accounts.guessing import TooManyTriesError, index_of, note_wrong, refuse_guessing
from nuangang.accounts.models import SignInAttempt, User

pytestmark = pytest.mark.django_db
PASSWORD = "harbour-lamp-7"


@pytest.fixture
def lin():
    return User.objects.create_user("lin", PASSWORD, name="林老师")


def guess(count, *, name="lin", address="10.0.0.1", device="", ago=timedelta(0)):
    at = timezone.now() - ago
    SignInAttempt.objects.bulk_create(
        SignInAttempt(login_index=index_of(name), address=address, device=device, at=at)
        for _ in range(count)
    )


def test_five_wrong_tries_from_one_place_are_enough(lin):
    guess(5)
    with pytest.raises(TooManyTriesError):
        check_sign_in("lin", PASSWORD, "10.0.0.1")
    assert check_sign_in("lin", PASSWORD, "10.0.0.2") == lin


def test_guesses_elsewhere_never_slow_the_owners_own_device(lin):
    guess(500, address="10.0.0.1")
    for number in range(100):
        guess(2, address=f"10.1.0.{number}")
    with pytest.raises(TooManyTriesError):
        check_sign_in("lin", PASSWORD, "10.9.9.9")
    assert check_sign_in("lin", PASSWORD, "10.0.0.1", lambda _pk: "mine") == lin


def test_a_stolen_known_device_is_stopped_too(lin):
    for _ in range(guessing.ON_A_KNOWN_DEVICE):
        check_sign_in("lin", "wrong", "10.0.0.1", lambda _pk: "mine")
    with pytest.raises(TooManyTriesError):
        check_sign_in("lin", PASSWORD, "10.0.0.1", lambda _pk: "mine")


def test_a_known_device_is_forgotten_after_half_a_year(lin, monkeypatch):
    request, answer = RequestFactory().get("/"), HttpResponse()
    remember_device(request, answer, lin.pk)
    request.COOKIES[devices.COOKIE] = answer.cookies[devices.COOKIE].value
    assert known_device(request, lin.pk)
    later = time.time() + 181 * 24 * 3600
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert known_device(request, lin.pk) == ""


def test_a_name_guessed_from_everywhere_gets_one_try_a_minute(lin):
    for number in range(60):
        guess(1, address=f"10.1.0.{number}", ago=timedelta(hours=1))
    assert check_sign_in("lin", "wrong", "10.2.0.1") is None
    with pytest.raises(TooManyTriesError):
        check_sign_in("lin", "wrong", "10.2.0.2")
    SignInAttempt.objects.update(at=timezone.now() - timedelta(minutes=2))
    assert check_sign_in("lin", PASSWORD, "10.2.0.2") == lin


def test_all_names_together_are_slowed():
    for number in range(600):
        guess(1, name=f"n{number}", address=f"10.1.{number // 200}.{number % 200}")
    with pytest.raises(TooManyTriesError):
        refuse_guessing("anybody", "10.7.7.7")


def test_tries_are_forgotten_after_a_day(lin):
    guess(3, ago=timedelta(hours=25))
    note_wrong("lin", "10.0.0.1")
    assert guessing.forget_tries(timezone.now()) == 3


@pytest.mark.parametrize("kind", ["unknown", "wrong", "never joined", "left"])
def test_every_refusal_costs_one_hash_and_the_same_statements(
    lin, kind, monkeypatch, django_assert_num_queries
):
    never = User.objects.create_user("never", name="新老师")
    User.objects.create_user("gone", PASSWORD, name="走了", is_active=False)
    login = {"unknown": "nobody", "wrong": "lin", "never joined": never.login, "left": "gone"}[kind]
    worked = []
    hasher = hashers.get_hasher()
    for name in ("encode", "verify"):
        real = getattr(type(hasher), name)
        monkeypatch.setattr(
            type(hasher), name, lambda *a, real=real, **k: (worked.append(1), real(*a, **k))[1]
        )
    with django_assert_num_queries(6):
        assert check_sign_in(login, "wrong", "10.0.0.1") is None
    assert len(worked) == 1


@pytest.mark.parametrize(
    ("peer", "forwarded", "seen"),
    [
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "6.6.6.6, 9.9.9.9", "9.9.9.9"),
        ("10.0.0.1", "nonsense", None),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
        ("::ffff:10.0.0.1", "", "10.0.0.1"),
    ],
)
def test_where_a_request_comes_from(peer, forwarded, seen):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=peer, **headers)
    with override_settings(BEHIND_PROXY=bool(forwarded)):
        assert address_of(request) == seen


def test_a_forwarded_address_is_not_believed_without_a_proxy():
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="9.9.9.9")
    assert address_of(request) == "10.0.0.1"

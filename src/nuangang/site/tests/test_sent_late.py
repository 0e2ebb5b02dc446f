"""A form whose token went stale keeps what was typed in it."""

import re
from datetime import date

import pytest
from django.test import Client

from nuangang.care.models import CareRecord
from nuangang.care.tests.cast import Cast
from nuangang.lib.ids import new_id

HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


def client_of(cast: Cast) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.wang.user)
    client.get("/me/")
    return client


def stale(cast: Cast) -> dict:
    day = date.today().isoformat()
    typed = {"together": str(new_id()), "child": str(cast.an.pk), "kind": "talk"}
    return {**typed, "happened_on": day, "words": "想<家>了", "csrfmiddlewaretoken": "x" * 64}


def test_the_words_come_back_and_go_with_a_second_tap(cast: Cast) -> None:
    client, sent = client_of(cast), stale(cast)
    answer = client.post("/record/", sent, **HERE)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "您写的都在" in page
    assert 'action="/record/"' in page
    assert 'name="words" value="想&lt;家&gt;了"' in page
    [token] = set(re.findall(r'csrfmiddlewaretoken" value="(\w+)"', page))
    again = client.post("/record/", {**sent, "csrfmiddlewaretoken": token}, **HERE)
    assert again.status_code == 302
    assert CareRecord.objects.get().words == "想<家>了"


def test_a_script_gets_a_token_that_works(cast: Cast) -> None:
    client, sent = client_of(cast), stale(cast)
    token = client.post("/record/", sent, **HERE)["X-New-Token"]
    assert client.post("/record/", {**sent, "csrfmiddlewaretoken": token}, **HERE).url


@pytest.mark.parametrize("origin", ["", "https://elsewhere.example"])
def test_what_another_site_sent_is_not_given_back(cast: Cast, origin: str) -> None:
    answer = client_of(cast).post("/record/", stale(cast), HTTP_ORIGIN=origin)
    assert answer.status_code == 403
    assert "X-New-Token" not in answer
    assert "您写的都在" not in answer.content.decode()


def test_a_password_is_never_given_back(cast: Cast) -> None:
    sent = {"old_password": "old-secret-1", "new_password": "new-secret-1"}
    answer = client_of(cast).post("/me/password/", sent, **HERE)
    assert answer.status_code == 403
    assert "secret-1" not in answer.content.decode()


def test_nobody_signed_in_gets_nothing_back(cast: Cast) -> None:
    answer = Client(enforce_csrf_checks=True).post("/record/", stale(cast), **HERE)
    assert answer.status_code == 403
    assert "您写的都在" not in answer.content.decode()


def test_what_is_refused_is_read_to_its_end(db):
    stranger = Client(enforce_csrf_checks=True)
    answer = stranger.post("/sign-in/", b"x" * 300_000, content_type="text/plain")
    assert answer.status_code == 403
    assert answer.wsgi_request.read() == b""

"""What every answer carries for the browser, and what sessions and forms of other sites can't do."""

import pytest
from django.test import Client
from django.urls import reverse

PASSWORD = "harbour-lamp-7"
pytestmark = pytest.mark.once


@pytest.fixture
def lin(register):
    register.lin.user.set_password(PASSWORD)
    register.lin.user.save()
    return register.lin.user


def sign_in(client: Client, **more: str):
    return client.post("/sign-in/", {"login": "teacher", "password": PASSWORD, **more})


@pytest.mark.parametrize(
    "address", ["/sign-in/", "/me/", "/children/", "/no-such-page/", "/api/v1/", "/sw.js"]
)
def test_every_answer_carries_its_guards(lin, address):
    client = Client()
    sign_in(client)
    answer = client.get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert (
        "charset=utf-8" in answer.headers["Content-Type"]
        or "json" in answer.headers["Content-Type"]
    )
    assert not any(name.startswith("Access-Control") for name in answer.headers)


@pytest.mark.parametrize("address", ["/me/", "/children/", "/sign-in/", "/today/"])
def test_no_page_is_kept_by_a_proxy_or_the_back_button(lin, address):
    client = Client()
    sign_in(client)
    assert client.get(address).headers["Cache-Control"] == "no-store"


def test_the_session_cookie_is_out_of_reach(lin):
    client = Client()
    sign_in(client)
    kept = client.cookies["sessionid"]
    assert (kept["httponly"], kept["samesite"]) == (True, "Lax")
    assert all(cookie["samesite"] == "Lax" for cookie in client.cookies.values())


def test_signing_in_makes_a_new_session(lin, register):
    """A session that somebody planted before is not the one that is signed in."""
    client = Client()
    client.post("/sign-in/passkey/question/")
    planted = client.cookies["sessionid"].value
    sign_in(client)
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/me/").status_code == 302


def test_signed_out_is_out_and_nothing_stays_in_the_browser(lin):
    client = Client()
    sign_in(client)
    kept = client.cookies["sessionid"].value
    client.post("/sign-out/")
    thief = Client()
    thief.cookies["sessionid"] = kept
    assert thief.get("/me/").status_code == 302
    assert client.cookies["sessionid"].value == ""


def test_a_form_from_another_site_is_refused(lin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lin)
    for name in ("sign_out", "me_password", "me_sessions_end", "my_step_codes"):
        answer = client.post(reverse(name), {"password": "x"}, HTTP_ORIGIN="https://evil.example")
        assert answer.status_code == 403
    assert client.get("/me/").status_code == 200


def test_opening_a_page_changes_no_sign_in(lin):
    client = Client()
    client.force_login(lin)
    for name in ("sign_out", "me_sessions_end", "my_step_codes", "demo_sign_in"):
        assert client.get(reverse(name)).status_code == 405 or name == "my_step_codes"
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)",
     "http:///evil.example", "/%09/evil.example", "\thttps://evil.example", "https:evil.example", "好", "a\x00b", "me"],
)  # fmt: skip
def test_nothing_wanted_leads_off_the_site(lin, wanted):
    where = sign_in(Client(), next=wanted).url
    assert where == "/" or (where.startswith("/") and where[1:2] not in "/\\")


def test_a_forged_host_gets_into_no_address(lin):
    client = Client(HTTP_HOST="evil.example")
    assert sign_in(client).url == "/"
    assert "evil.example" not in client.get("/me/").content.decode()


def test_only_hosts_that_are_named_are_served(lin, settings):
    settings.ALLOWED_HOSTS = ["nuangang.school.cn"]
    assert Client(HTTP_HOST="evil.example").get("/sign-in/").status_code == 400
    assert Client(HTTP_HOST="nuangang.school.cn").get("/sign-in/").status_code == 200


def test_trace_is_not_answered(lin):
    client = Client()
    client.force_login(lin)
    for address in ("/sign-out/", "/sign-in/chat/", "/me/"):
        assert b"sessionid" not in client.trace(address).content

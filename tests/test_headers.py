"""Every answer forbids what comes from outside, and no page holds a script or a style of its own."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver

from nuangang.accounts.models import School, User
from nuangang.people.models import Staff, StaffPost

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son\w+=\"|javascript:", re.I
)
OUTSIDE = re.compile(r"(?:src|href|action|poster)=\"(?:https?:)?//([^/\"]+)", re.I)
PLACES = ["/", "/sign-in/", "/join/", "/join/AAAA-BBBB/", "/no-such-page", "/api/v1/docs", "/offline/",
          "/healthz", "/sw.js", "/api/v1/children", "/api/", "/me/", "/components/"]  # fmt: skip


def without_arguments() -> list[str]:
    """Return every address that needs no argument."""
    found = []

    def walk(patterns, prefix: str) -> None:
        for each in patterns:
            route = prefix + str(each.pattern)
            if hasattr(each, "url_patterns"):
                walk(each.url_patterns, route)
            elif "<" not in route and not route.startswith("sign-out"):
                found.append(f"/{route}")

    walk(get_resolver().url_patterns, "")
    return sorted(set(found))


@pytest.fixture
def head():
    school = School.objects.create(code="a", name="甲校", short_name="甲", is_demo=True)
    user = User.objects.create_user("head", name="校长")
    staff = Staff.objects.create(school=school, user=user, name="校长")
    StaffPost.objects.create(school=school, staff=staff, post="head", since="2020-01-01")
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def complaints(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    found = [f"{name} missing" for name, value in HEADERS.items() if answer.get(name) != value]
    policy = answer.get("Content-Security-Policy", "")
    if "unsafe" in policy or not policy.startswith("default-src 'self'"):
        found.append(f"policy {policy}")
    if "geolocation=()" not in answer.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    if not answer.streaming and answer["Content-Type"].startswith("text/html"):
        page = answer.content.decode()
        found += [f"inline {each[:40]}" for each in INLINE.findall(page)]
        found += [f"outside {host}" for host in OUTSIDE.findall(page) if host != "testserver"]
    return found


def test_every_page_of_a_stranger_and_of_the_head(head):
    stranger = Client(raise_request_exception=False)
    wrong = {a: c for a in PLACES if (c := complaints(stranger, a))}
    wrong |= {f"head {a}": c for a in without_arguments() if (c := complaints(head, a))}
    assert wrong == {}


def test_cookies_are_for_this_site_and_out_of_scripts_reach(settings):
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"


def test_unknown_host_is_refused_where_names_are_set(settings):
    settings.ALLOWED_HOSTS = ["care.example.gov.cn"]
    assert Client().get("/healthz", headers={"host": "evil.example"}).status_code == 400
    assert Client().get("/healthz", headers={"host": "care.example.gov.cn"}).status_code == 200


def test_nothing_left_to_say_for_djangos_own_check_of_a_countys_settings(tmp_path: Path) -> None:
    """Only what does not fit a school's own network is left out, each with its reason."""
    env = {"PATH": "/usr/bin:/bin", "NUANGANG_VAR": str(tmp_path), "NUANGANG_HTTPS": "1",
           "NUANGANG_HOSTS": "care.example.gov.cn"}  # fmt: skip
    command = [sys.executable, "-m", "nuangang", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    left = set(re.findall(r"security\.W\d+", done.stderr + done.stdout))
    # W002: our own middleware sends the header. W005, W021: subdomains and preloading concern names that are not ours. W008: the proxy redirects.
    assert left <= {"security.W002", "security.W005", "security.W021", "security.W008"}, done.stderr


def test_the_project_itself_is_sound():
    call_command("check")

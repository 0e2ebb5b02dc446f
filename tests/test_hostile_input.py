"""Every form of the product, found by reading its pages, filled with what somebody hostile would send.

No answer may be a server's error, show what was sent as markup, show another school's child or
write a row of another school. A new form is swept by itself once a page leads to it.
"""

import logging
import traceback
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver
from django.utils.html import escape

from nuangang.accounts.models import ChatPlatform, Region, RegionPost, School, User
from nuangang.accounts.posts import Post
from nuangang.care.tests.cast import Cast
from nuangang.desk.tests import caring as at_school
from nuangang.desk.tests.caring import NOW
from nuangang.desk.tests.register_cast import Register
from nuangang.mentoring.models import Plan
from nuangang.people.models import Child, Contact, ParentFact, Relative, SchoolClass
from nuangang.people.tests.api import token_for
from tests.hostile import (
    HOSTILE,
    MARK,
    SCRIPT,
    Form,
    fillings,
    odd_bodies,
    query_of,
    read_forms,
    route_of,
    uploads,
    wire_safe,
)

pytestmark = pytest.mark.once
caring = at_school.caring


@pytest.fixture
def register(db: None) -> Register:
    return Register()


SECRET = "外校的孩子乙"
POSTS = (Post.HEAD, Post.LEAD, Post.RECORDS_OFFICER, Post.COUNSELLOR, Post.ACADEMIC_LEAD)
# These end the visit itself; what they take is nothing.
ENDS = ("sign-out/",)
PAGES_A_ROUTE, LINKS_A_PAGE = 2, 400


class Visit:
    """One person's way through every page they can reach, and what they can send from there."""

    def __init__(self, user: User | None, others: dict[str, str]) -> None:
        self.client = Client(raise_request_exception=False)
        self.problems: list[str] = []
        if user is not None:
            self.client.force_login(user)
        self.others = others
        self.forms: dict[Any, Form] = {}
        self.asks: dict[str, set[str]] = {}
        self.sent: Counter[str] = Counter()
        self.answers: Counter[int] = Counter()

    def crawl(self, *starts: str) -> None:
        """Read pages breadth first, at most two of each route."""
        seen: Counter[str] = Counter()
        met, waiting = set(starts), deque(starts)
        while waiting:
            address = waiting.popleft()
            route = route_of(address)
            if (not route and address != "/") or seen[route] >= PAGES_A_ROUTE or route in ENDS:
                continue
            seen[route] += 1
            answer = self.ask(address)
            if answer.status_code in (301, 302):
                found = [answer.headers["Location"]]
            elif "text/html" in answer.headers.get("Content-Type", "") and not answer.streaming:
                found = self._read(address, answer.content.decode())
            else:
                found = []
            for link in found[:LINKS_A_PAGE]:
                self.asks.setdefault(route_of(link), set()).update(query_of(link))
                if link not in met:
                    met.add(link)
                    waiting.append(link)

    def _read(self, address: str, text: str) -> list[str]:
        if not text.strip():
            return []
        posts, gets, links = read_forms(address, text)
        for form in posts:
            if route_of(form.action) not in ("", *ENDS):
                self.forms.setdefault(form.key, form)
        for form in gets:
            names = {name for name, _value in form.fields}
            self.asks.setdefault(route_of(form.action), set()).update(names)
        return links

    def ask(self, address: str, **query: Any) -> Any:
        """Open a page and look at what comes."""
        answer = self.client.get(address, {n: wire_safe(v) for n, v in query.items()} or None)
        self._look(answer, f"GET {address} {query}")
        return answer

    def send(self, form: Form, data: dict[str, Any]) -> None:
        """Send a form, look at what comes, and undo it."""
        with undone(self.client):
            sent = {name: wire_safe(value) for name, value in data.items()}
            answer = self.client.post(form.action, sent)
            self._look(answer, f"POST {form.action} {str(data)[:300]} (from {form.page})")
            self.sent[route_of(form.action)] += 1

    def _look(self, answer: Any, what: str) -> None:
        self.answers[answer.status_code] += 1
        if wrong := wrong_with(answer):
            self.problems.append(f"{wrong}: {what}")

    def sweep(self) -> None:
        """Send every form that was found, in every hostile way."""
        for salt, form in enumerate(self.forms.values()):
            for data in fillings(form, self.others, salt * 5):
                self.send(form, data)
            for data in uploads(form, salt, len(form.files) and 5):
                self.send(form, data)
            with undone(self.client):
                for answer in odd_bodies(self.client, form, salt):
                    self._look(answer, f"POST {form.action} odd body (from {form.page})")

    def sweep_queries(self) -> None:
        """Ask pages with hostile queries: each name they know, and names they don't."""
        for salt, (route, names) in enumerate(sorted(self.asks.items())):
            if "<" in route or route in ENDS:
                continue
            known = enumerate(sorted(names | {"page", "q", "next"}))
            self.ask(f"/{route}", **{n: HOSTILE[(salt + i) % len(HOSTILE)] for i, n in known})
            odd = f"/{route}?page=-1&page=%ed%a0%80&q=%00&%ff=1&q={'x' * 3000}"
            self._look(self.client.get(odd), f"GET {odd[:80]}")


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """Take back what was written within, and the cookies that name it."""
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    with transaction.atomic():
        kept = transaction.savepoint()
        yield
        transaction.savepoint_rollback(kept)
    client.cookies.clear()
    client.cookies.load(cookies)


def wrong_with(answer: Any) -> str:
    """Return what is wrong with an answer: a server's error, markup that was sent, a secret; or ''."""
    if answer.status_code >= 500:
        return f"{answer.status_code} {FAILED and FAILED[-1]}"
    where = answer.headers.get("Location", "")
    if "\r" in where or urlsplit(where).netloc not in ("", "testserver"):
        return f"leads to {where!r}"
    if answer.streaming or "text/html" not in answer.headers.get("Content-Type", ""):
        return ""
    text = answer.content.decode(errors="replace")
    if found := MARK.search(text):
        return f"shows {text[max(0, found.start() - 80) : found.end() + 80]!r}"
    return "shows another school's child" if SECRET in text else ""


FAILED: list[str] = []


def _note(**_given: Any) -> None:
    """Remember where the server failed, for the test's message."""
    lines = traceback.format_exc(chain=False).strip().splitlines()
    ours = [line.strip() for line in lines if "nuangang" in line]
    FAILED.append(f"{lines[-1][:200]} at {ours[-1] if ours else '?'}")


@pytest.fixture
def elsewhere(caring: Cast) -> Iterator[dict[str, str]]:
    """Another school with a class and a child, whose rows nothing may write while it exists."""
    school = School.objects.create(short_name="there", name="北山中学")
    klass = SchoolClass.objects.create(school=school, entry_year=2026, number=1)
    child = Child.objects.create(school=school, name=SECRET, klass=klass, search=f" {SECRET} ")
    staff = caring.person("北山主任", "there", school)
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and school.pk.hex in str(params).replace(
            "-", ""
        ):
            written.append(sql[:200])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield {
            "child": str(child.pk),
            "klass": str(klass.pk),
            "staff": str(staff.pk),
            "adult": str(staff.pk),
        }
    assert not written


def rows(caring: Cast) -> None:
    """Make one of what pages can show, so that they show their forms."""
    school = caring.school
    for post in POSTS:
        caring.post(caring.lead, post)
    User.objects.filter(pk=caring.lead.user_id).update(is_keeper=True)
    parent = Relative.objects.create(school=school, child=caring.an, kin="father", name="安父")
    Contact.objects.create(school=school, child=caring.an, relative=parent, number="13900000000")
    ParentFact.objects.create(school=school, child=caring.an, parent="father", kind="residence", value="away")  # fmt: skip
    caring.talk(caring.wang, caring.an, caring.bo, now=NOW, words="说了说学习")
    caring.talk(caring.lead, caring.chen, now=NOW)
    token_for(caring.lead)
    Plan.objects.create(school=school, made_at=NOW)
    ChatPlatform.objects.create(
        school=school, kind="wecom", app_id="a", secret="s", corp_id="a", agent_id="1",
        address="http://testserver", inside_only=False, set_at=NOW,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _quiet(settings: Any) -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    settings.CHAT_HOSTS = {k: {"login": "/x", "inside": "/x", "api": "http://127.0.0.1:9"} for k in ("dingtalk", "wecom", "feishu")}  # fmt: skip
    got_request_exception.connect(_note)
    yield
    got_request_exception.disconnect(_note)
    logging.disable(logging.NOTSET)


def roster_of(client: Client, name: str) -> None:
    """Send a roster with a row that needs deciding, so that its page shows its forms."""
    from nuangang.desk.tests.test_rosters import CHEN, LI, NAMELESS, upload

    client.post("/rosters/", {"file": upload(LI, CHEN, NAMELESS, name=name)})


def starts() -> list[str]:
    """Return the pages whose addresses hold nothing to fill in."""
    found, waiting = [], [("", get_resolver())]
    while waiting:
        before, resolver = waiting.pop()
        for entry in resolver.url_patterns:
            route = before + str(entry.pattern)
            if hasattr(entry, "url_patterns"):
                waiting.append((route, entry))
            elif "<" not in route and not route.startswith(("api/", *ENDS)):
                found.append(f"/{route}")
    return sorted(found)


def test_every_form_of_a_school_takes_what_is_hostile(
    caring: Cast, elsewhere: dict[str, str]
) -> None:
    rows(caring)
    visit = Visit(caring.lead.user, elsewhere)
    roster_of(visit.client, f"{SCRIPT}.xlsx")
    visit.crawl(*starts(), f"/children/{caring.an.pk}/", f"/staff/{caring.wang.pk}/")
    visit.sweep()
    visit.sweep_queries()
    assert not visit.problems, "\n".join(visit.problems[:20])
    assert visit.client.get("/me/").status_code == 200
    assert len(visit.forms) > 60, sorted(visit.sent)


def test_every_form_of_the_county_and_of_strangers_takes_what_is_hostile(
    caring: Cast, elsewhere: dict[str, str]
) -> None:
    county = Region.objects.create(level="county", name="甲县")
    School.objects.filter(pk=caring.school.pk).update(region=county)
    viewer = User.objects.create_user("viewer", name="县里")
    RegionPost.objects.create(user=viewer, region=county, kind="county_officer", since=date(2020, 1, 1))  # fmt: skip
    for user in (viewer, caring.wang.user, None):
        visit = Visit(user, elsewhere)
        visit.crawl(*starts())
        visit.sweep()
        visit.sweep_queries()
        assert not visit.problems, "\n".join(visit.problems[:20])
        assert visit.sent


def test_the_sweep_would_see_it(register: Any) -> None:
    """Set up what the sweep must find: markup sent back, a way off the site, a failure, a form."""
    shown = HttpResponse(f"<p>{SCRIPT}</p>")
    assert wrong_with(shown).startswith("shows")
    assert wrong_with(HttpResponse(SECRET)) == "shows another school's child"
    assert wrong_with(HttpResponse(status=302, headers={"Location": "https://evil.example/"}))
    assert wrong_with(HttpResponse(status=500)).startswith("500")
    assert wrong_with(HttpResponse(escape(SCRIPT))) == ""
    visit = Visit(register.lin.user, {"child": "x"})
    visit.crawl("/me/")
    kept = next(form for form in visit.forms.values() if "password" in dict(form.fields))
    assert route_of(kept.action) == "me/password/"
    assert len({str(data) for data in fillings(kept, visit.others, 0)}) > len(kept.fields)

"""What every test of the project starts from: quick hashing, its own database file, a browser."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client, SimpleTestCase
from hypothesis import settings as hypothesis_settings

from nuangang.lib.master_keys import make_key_file

ROOT = Path(__file__).parent
LONG = {"slow", "browser"}
hypothesis_settings.register_profile("suite", deadline=None, max_examples=60)
hypothesis_settings.load_profile("suite")


class QuickHasher(Argon2PasswordHasher):
    """The real hasher with the least work, so that tests don't wait for it."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, and give each test process a database file of its own."""
    if not hasattr(config, "workerinput"):
        command = [sys.executable, ROOT / "tools" / "messages.py", "compile"]
        subprocess.run(command, check=True)
    settings.PASSWORD_HASHERS = [f"{__name__}.QuickHasher"]
    folder = Path(tempfile.mkdtemp(prefix="nuangang-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    settings.MEDIA_ROOT = folder / "files"
    settings.KEY_FILE = folder / "keys" / "keys.json"
    settings.COUNSELLING_KEY_FILE = folder / "keys" / "counselling.json"
    settings.KEY_HELD_SECONDS = 24 * 3600  # no count of statements depends on how long a test takes
    for path in (settings.KEY_FILE, settings.COUNSELLING_KEY_FILE):
        make_key_file(path)
    if connection.vendor == "sqlite":
        # A file, not memory: a live server's threads need connections of their own.
        test = settings.DATABASES["default"].setdefault("TEST", {})
        test["NAME"] = str(folder / "test.sqlite3")
        type(connection.ops).execute_sql_flush = _flush_append_only


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the long tests, so that at the end no process waits for the other.

    On PostgreSQL only tests with rows run, and of these not the ones marked `once`: the others can
    come out no different there.
    """
    items.sort(key=lambda item: not (LONG & {mark.name for mark in item.iter_markers()}))
    if connection.vendor == "postgresql":
        config.hook.pytest_deselected(items=[item for item in items if not _differs(item)])
        items[:] = filter(_differs, items)


def _differs(item: pytest.Item) -> bool:
    return _has_rows(item) and item.get_closest_marker("once") is None


def _has_rows(item: pytest.Item) -> bool:
    wanted = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    django_class = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    return bool(wanted or django_class or item.get_closest_marker("django_db"))


def _flush_append_only(operations: BaseDatabaseOperations, statements: list[str]) -> None:
    """Empty the tables after a live-server test, past the triggers that forbid to delete."""
    with transaction.atomic(), operations.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            cursor.execute(statement)
        for _name, sql in triggers:
            cursor.execute(sql)


@pytest.fixture(autouse=True)
def _statements_name_their_school(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in which the product asked for a school's rows without naming the school."""
    from tests.naming_school import Watch

    watch = Watch()
    if not _has_rows(request.node):
        yield
        return
    with connection.execute_wrapper(watch):
        yield
    assert not watch.found, watch.found


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """Let Django ask once what the database can do, so that no test's count of statements has it.

    Kept on the class: beside a browser's loop another connection may stand in this one's place.
    """
    with django_db_blocker.unblock():
        assert connection.features.supports_json_field
    type(connection.features).supports_json_field = True


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """Give a real browser, one for all tests of a process."""
    from tests.browsing import chromium

    # Playwright's own loop runs in this thread; Django takes it for async code of ours, and gives it
    # another connection. The first would stay open, so that no test has the file to itself.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    connection.close()
    with chromium() as started:
        yield started


@pytest.fixture
def visit(browser, live_server) -> Iterator[Callable]:
    """Give `visit(user, device)`: a page of the running site, signed in as `user` (or nobody).

    The test fails when one of them threw an error, broke the content policy, lacked a file of its
    own, asked for anything of another origin, or made the server fail.
    """
    from tests.browsing import DESK, new_context

    contexts, complaints = [], []

    def opened(user=None, device: dict = DESK):
        context = new_context(browser, live_server.url, device)
        contexts.append(context)
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.extend(_errors(line)))
        page.on("request", lambda asked: complaints.extend(_strangers(asked, live_server.url)))
        page.on("response", lambda answer: complaints.extend(_failures(answer)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints, complaints


# A 404 page, a refused token, or a line that breaks, may be what is tested.
_NO_FAULT = (
    "Failed to load resource",
    "htmx:sendError",
    "htmx:afterRequest",
    "Response Status Error Code 403",
)


def _errors(line) -> list[str]:
    return [line.text] if line.type == "error" and not line.text.startswith(_NO_FAULT) else []


def _strangers(asked, own: str) -> list[str]:
    """Return the address if a page loads it from another origin.

    data: and blob: never leave the browser; going to a chat platform to sign in is no loading. The
    server answers to both names of this machine.
    """
    url, own = (each.replace("//127.0.0.1:", "//localhost:") for each in (asked.url, own))
    outside = url.startswith(("http", "ws")) and not f"{url}/".startswith(f"{own}/")
    return [f"asked {asked.url}"] if outside and not asked.is_navigation_request() else []


def _failures(answer) -> list[str]:
    wrong = answer.status >= 500 or (answer.status >= 400 and "/static/" in answer.url)
    return [f"{answer.status} {answer.url}"] if wrong else []


def session_cookie(user, url: str) -> dict:
    """Return the cookie of a browser in which `user` is signed in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}

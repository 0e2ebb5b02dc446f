"""The statements of the main pages find their rows by an index, however many a county has."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nuangang.accounts.models import Region, RegionPost, User
from nuangang.care.clock import tick
from nuangang.care.tests.cast import Cast
from nuangang.desk.figures.keeping import keep_figures
from nuangang.desk.tests.caring import NOW, caring

__all__ = ["caring"]

# What grows with the children and the years; the others hold a few rows a school.
GREAT = {
    "people_child",
    "people_relative",
    "people_contact",
    "people_parentfact",
    "people_tie",
    "people_change",
    "care_duty",
    "care_carerecord",
    "care_periodresult",
    "audit_entry",
    "desk_dayfigures",
}
PAGES = {
    "list": "/children/",
    "search": "/children/?q=an",
    "child": "/children/{child}/",
    "today": "/today/",
    "board": "/board/",
    "board of the term": "/board/?of=term",
    "term": "/board/term/",
    "duties": "/duties/",
    "duties of a state": "/duties/?state=urgent&due=week",
    "county": "/county/",
    "an agent parent's list": "/children/",
    "an agent parent's child": "/children/{child}/",
    "an agent parent's day": "/today/",
}
# A range of ids is whatever has one: every row of the school.
WHOLE_ON_SQLITE = re.compile(r"SCAN (\w+)(?! USING)|SEARCH (\w+) USING .*_id>\?")


@pytest.fixture
def school(caring: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A school in its thirteenth week, in a county that somebody looks at."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    region = Region.objects.create(level="county", name="云岭县")
    caring.school.region = region
    caring.school.save()
    viewer = User.objects.create_user("county", name="县关爱办")
    RegionPost.objects.create(
        user=viewer, region=region, kind="county_viewer", since=date(2020, 9, 1)
    )
    keep_figures(caring.school, NOW)
    return caring


@pytest.fixture
def plans(db: None) -> Iterator[None]:
    """On PostgreSQL a handful of rows is read whole, and rightly: forbid it where there is a choice."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET enable_seqscan = off")
        yield
        if connection.vendor == "postgresql":
            cursor.execute("RESET enable_seqscan")


def read_whole(statements: Iterable[str]) -> list[str]:
    """Return the great tables that a statement reads from end to end, each with the statement."""
    return [f"{table}: {sql}" for sql in statements for table in _scanned(sql) & GREAT]


def _scanned(sql: str) -> set[str]:
    names = dict(re.findall(r'(?:FROM|JOIN) "(\w+)"(?: "?(\w+)"?)?', sql))
    called = {alias: table for table, alias in names.items()} | {table: table for table in names}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            steps = [row[3] for row in cursor.fetchall()]
            found = [WHOLE_ON_SQLITE.match(step) for step in steps]
            read = {match[1] or match[2] for match in found if match}
            return {called.get(name, name) for name in read}
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        plan = cursor.fetchone()[0]
    text = plan if isinstance(plan, str) else json.dumps(plan)
    return set(re.findall(r'"Seq Scan".{0,120}?"Relation Name": "(\w+)"', text))


@pytest.mark.usefixtures("plans")
@pytest.mark.parametrize("page", PAGES)
def test_no_page_reads_a_great_table_whole(school: Cast, page: str) -> None:
    client = Client()
    client.force_login(_who_looks(school, page))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(PAGES[page].format(child=school.an.pk)).status_code == 200
    selects = [q["sql"] for q in asked.captured_queries if q["sql"].startswith("SELECT")]
    assert len(selects) > 1
    assert read_whole(selects) == []


def _who_looks(school: Cast, page: str) -> User:
    if page == "county":
        return User.objects.get(name="县关爱办")
    return school.wang.user if page.startswith("an agent parent") else school.lead.user


@pytest.mark.usefixtures("plans")
def test_reading_a_table_whole_is_noticed(school: Cast) -> None:
    assert read_whole(['SELECT * FROM "care_carerecord" WHERE "words" = \'x\''])


@pytest.mark.once
def test_after_a_night_a_child_s_records_are_found_by_the_child(school: Cast) -> None:
    """SQLite went through all records of the school, newest first, for who reaches children by ties."""
    for _number in range(40):
        school.talk(school.wang, school.an, school.bo, now=NOW)
    tick(NOW)
    client = Client()
    client.force_login(school.wang.user)
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/children/{school.an.pk}/")
    [records] = [q["sql"] for q in asked.captured_queries if '"mendable"' in q["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {records}")
        found_by = cursor.fetchall()[0][3]
    assert "care_record_child (school_id=? AND child_id=?" in found_by

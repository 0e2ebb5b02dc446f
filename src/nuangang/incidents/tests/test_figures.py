"""Figures of a period: by kind, party and leader, in few statements; each number leads to its list."""

import csv
import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nuangang.audit.models import Entry
from nuangang.incidents.actions.leading import close_incident, take_lead
from nuangang.incidents.actions.telling import note_attempt
from nuangang.incidents.queries.figures import figures
from nuangang.incidents.tests.cast import Cast

MINUTE = timedelta(minutes=1)


def told(cast: Cast, made, party: str, minutes: int) -> None:
    at = made.raised_at + minutes * MINUTE
    row = cast.due(made, party)
    note_attempt(cast.as_(cast.lead), row, result="reached", whom="人", once=uuid4(), now=at)


def three(cast: Cast) -> None:
    """Raise an injury told of well, an illness told of badly, and a drill."""
    then = timezone.now() - timedelta(days=2)
    well, badly = cast.incident(now=then), cast.incident(kind="illness", now=then)
    cast.incident(now=then, drill=True)
    told(cast, well, "guardian", 12)
    told(cast, badly, "guardian", 31)
    take_lead(cast.as_(cast.lead), well, now=then + 6 * MINUTE)


def linked(page: str, party: str) -> dict[str, str]:
    """Return the numbers of a party, each with the address it leads to."""
    found = re.findall(rf'href="([^"]*party={party}&[^"]*verdict=(\w+))"[^>]*>(\d+)<', page.replace("&amp;", "&"))  # fmt: skip
    return {v: (address, n) for address, v, n in found if "drill=1" not in address}


def test_who_was_told_in_time_too_late_and_never_and_who_led(cast: Cast) -> None:
    three(cast)
    day = timezone.localdate()
    real, drills = figures(cast.as_(cast.head), timezone.now(), day - timedelta(days=5), day)
    assert (real.count, drills.count, real.until_led) == (2, 1, 6)
    carer = next(p for p in real.parties if p.code == "guardian")
    assert (carer.in_time, carer.late, carer.never, carer.median) == (1, 1, 0, 22)
    bureau = next(p for p in real.parties if p.code == "bureau")
    assert (bureau.in_time, bureau.late, bureau.never) == (0, 0, 2)
    assert [(each.name, each.count_of) for each in real.leaders] == [("", 1), ("周主任", 1)]
    assert figures(cast.as_(cast.head), timezone.now(), day, day)[0].count == 0


def test_each_number_leads_to_its_list_and_the_table_can_be_taken_along(cast: Cast) -> None:
    three(cast)
    page = cast.get(cast.head, reverse("incidents_figures"), span="months")
    numbers = linked(page, "guardian")
    assert {verdict: number for verdict, (_a, number) in numbers.items()} == {"in_time": "1", "late": "1"}  # fmt: skip
    shown = cast.get(cast.head, unescape(numbers["late"][0]))
    assert "突发疾病" in shown
    assert "受伤、意外" not in shown.split('id="results"')[1]
    taken = cast.browser(cast.head).get(reverse("incidents_figures_file"), {"span": "months"})
    rows = list(csv.reader(taken.content.decode("utf-8-sig").splitlines()))
    assert ["突发疾病", "1", "0", "1"] in [row[1:5] for row in rows]
    assert "安安" not in taken.content.decode()
    assert Entry.objects.filter(verb="took_incident_figures").exists()
    for view in ("incidents_figures", "incidents_figures_file"):
        assert cast.browser(cast.wang).get(reverse(view)).status_code == 404


def test_days_that_are_none_are_put_right(cast: Cast) -> None:
    for days in (
        {"from": "gestern"},
        {"from": "2026-09-30", "to": "2026-09-01"},
        {"to": "0001-01-01"},
    ):
        assert cast.get(cast.head, reverse("incidents_figures"), **days), days
        assert cast.get(cast.head, reverse("incidents_list"), **days), days


def test_mistakes_are_left_out_and_twice_the_rows_ask_no_more(cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert cast.get(cast.head, reverse("incidents_figures"), span="months")
        return len(found)

    three(cast)
    mistake = cast.incident(now=timezone.now() - timedelta(days=1))
    close_incident(cast.as_(cast.lead), mistake, outcome="mistake", words="没事", lesson="")
    asked()
    before = asked()
    day = timezone.localdate()
    three(cast)
    assert asked() == before <= 4
    real, _drills = figures(cast.as_(cast.head), timezone.now(), day - timedelta(days=5), day)
    assert real.count == 4


def test_who_reported_harm_is_not_found_by_who_led(cast: Cast) -> None:
    made = cast.incident(cast.wang, kind="mr4")
    take_lead(cast.as_(cast.wang), made)
    page = cast.get(cast.head, reverse("incidents_figures"))
    assert "上报人（保密）" in page
    assert str(cast.wang.pk) not in page
    listed = cast.get(cast.head, reverse("incidents_list"), led=cast.wang.pk)
    assert reverse("incident", args=[made.pk]) not in listed

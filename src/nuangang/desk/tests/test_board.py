"""The head's board: true numbers, each of which opens the list behind it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nuangang.accounts.models import School, User
from nuangang.accounts.posts import Post
from nuangang.care.actions import freeze, reconcile_duties
from nuangang.care.clock import tick
from nuangang.care.models import PeriodResult
from nuangang.care.tests.cast import MONDAY, NEXT_MONDAY, Cast, at
from nuangang.desk.figures.board import Board, board_of
from nuangang.desk.figures.keeping import keep_figures
from nuangang.desk.models import DayFigures
from nuangang.desk.tests.caring import NOW, caring, client_of
from nuangang.people.actions.files import change_file
from nuangang.people.models import Child, Staff, StaffPost, Tie
from nuangang.terms.actions import set_calendar
from nuangang.terms.calendar import Calendar, DayRange, TermSpan

__all__ = ["caring"]
DAY = timedelta(days=1)
LATER = at(NEXT_MONDAY + 2 * DAY, 10)
LINK = re.compile(r'<a\b[^>]*href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
LISTS = ("/children/?", "/duties/?", "/board/term/?")


@pytest.fixture
def school(caring: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """On Wednesday of week 13: An was talked to last week and this, Bo last week, Chen never."""
    caring.rule("home_visit", name="每月家访", unit="calendar_month")
    change_file(caring.as_(caring.lead), caring.bo, {"hobby": "画画"})
    Child.objects.all().update(made_at=NOW)
    reconcile_duties(caring.school, now=NOW)
    caring.talk(caring.wang, caring.an, caring.bo, now=NOW)
    freeze(caring.school, now=LATER)
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    caring.talk(caring.wang, caring.an, now=LATER)
    caring.child("新来的", klass=None, left_behind="one", birth=LATER.date(), gaps=["birth"])
    change_file(caring.as_(caring.lead), caring.an, {"hobby": "唱歌"})
    Child.objects.exclude(name="新来的").update(left_behind="both", gaps=[])
    Tie.objects.filter(child=caring.chen).update(until=LATER.date())
    reconcile_duties(caring.school, now=LATER)
    return caring


def board(cast: Cast, **asked: bool) -> Board:
    return board_of(cast.as_(cast.lead), LATER, **asked)


def page(cast: Cast, address: str = "/board/") -> str:
    return client_of(cast.lead).get(address).content.decode()


def words(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


def counted(text: str) -> list[int]:
    """Return the numbers in the line above a list."""
    [line] = re.findall(r'<span class="count">(.*?)</span>', text.split("list-line")[1], re.DOTALL)
    return [int(number) for number in re.findall(r"\d+", words(line))]


def test_the_figures_are_true(school: Cast) -> None:
    seen = board(school)
    children = seen.children
    assert (children.pupils, children.left_behind, children.full, children.paired) == (4, 4, 3, 2)
    assert (children.quiet_14, children.quiet_30) == (2, 2)
    assert [(row["name"], row["days"]) for row in seen.unreached] == [
        ("晨晨", None),
        ("新来的", None),
    ]
    assert (seen.present.done, seen.present.total, seen.late) == (1, 4, 2)
    assert (seen.last_week.done, seen.last_week.total) == (2, 3)
    assert (seen.term.done, seen.term.total) == (2, 3)
    assert [row["name"] for row in seen.birthdays] == ["新来的"]
    assert seen.news == {"new": 1, "changed": 1, "paired": 0, "released": 1}


@pytest.mark.parametrize("address", ["/board/", "/board/?of=term"])
def test_every_number_is_as_many_as_its_list_shows(school: Cast, address: str) -> None:
    client = client_of(school.lead)
    checked = 0
    for href, label in LINK.findall(client.get(address).content.decode()):
        numbers = [
            int(number) for number in re.findall(r"\d+", re.sub(r"1?4 天|30 天", "", words(label)))
        ]
        if not numbers or not href.startswith(LISTS) or "(" in words(label) or "%" in words(label):
            continue
        listed = counted(client.get(unescape(href)).content.decode())
        if href.startswith("/duties/") and len(numbers) == 2:
            met = counted(client.get(unescape(href) + "&state=met").content.decode())
            listed = [listed[0], *met]
        assert sorted(listed) == sorted(numbers), (href, words(label))
        checked += 1
    assert checked >= 12


def test_it_says_by_which_definition_and_when(school: Cast) -> None:
    text = page(school)
    assert "学籍系统口径，截至2026-11-25" in text
    assert "截至 11月25日 10:00" in text


def test_weeks_stand_beside_one_another_by_kind(school: Cast) -> None:
    chart = board(school).chart
    weeks = {week["label"]: week["values"] for week in chart["weeks"]}
    assert chart["series"] == ["谈心"]
    assert (weeks["12"], weeks["13"], weeks["1"]) == ([2], [1], [0])
    assert [week["label"] for week in chart["weeks"] if week["now"]] == ["13"]


def test_weeks_without_school_owe_nothing_and_the_page_says_so(
    caring: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = DayRange(MONDAY, MONDAY + 6 * DAY, "秋收假")
    term = TermSpan(2026, 1, date(2026, 9, 1), date(2027, 1, 22))
    caring.school = set_calendar(
        caring.as_(caring.lead), caring.school, Calendar(terms=(term,), days_off=(off,))
    )
    reconcile_duties(caring.school, now=NOW)
    seen = board_of(caring.as_(caring.lead), NOW)
    assert (seen.present.total, seen.exempt) == (0, True)
    assert "这周基本不上课" in page(caring)
    freeze(caring.school, now=at(NEXT_MONDAY))
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(NEXT_MONDAY))
    seen = board_of(caring.as_(caring.lead), at(NEXT_MONDAY))
    assert seen.last_week is None
    assert [week["label"] for week in seen.chart["weeks"]][11] == "休"
    assert PeriodResult.objects.filter(outcome="excused").count() == 3


def test_last_week_stands_beside_today(school: Cast) -> None:
    before = keep_figures(school.school, LATER)
    assert "上周" not in words(page(school)).split("本周履职")[0]
    DayFigures.objects.filter(pk=before.pk).update(day=LATER.date() - 7 * DAY, full=1, quiet_30=3)
    text = words(page(school))
    assert "建档率 75 % 上周 25%" in text
    assert "2 个孩子 上周 3" in text


def test_kept_twice_a_day_is_kept_once(school: Cast) -> None:
    keep_figures(school.school, NOW)
    keep_figures(school.school, LATER)
    again = keep_figures(school.school, LATER + timedelta(hours=1))
    row = DayFigures.objects.get(day=LATER.date())
    assert (row.pk, row.kept_at) == (again.pk, LATER + timedelta(hours=1))
    assert (row.week_met, row.week_owed, row.term_met, row.term_owed) == (1, 4, 2, 3)
    assert row.weeks[-2:] == [["2026-11-16", 2, 3], ["2026-11-23", 1, 4]]
    assert row.by_definition["D-SCH"] == 0


def test_what_is_kept_for_the_county_is_what_the_head_sees(school: Cast) -> None:
    kept, seen = keep_figures(school.school, LATER), board(school)
    for name in ("pupils", "unknown", "left_behind", "full", "paired", "quiet_14", "quiet_30"):
        assert getattr(kept, name) == getattr(seen.children, name), name
    assert (kept.week_met, kept.week_owed) == (seen.present.done, seen.present.total)
    term = board(school, whole_term=True).table["rows"][0]["cells"]
    assert kept.term_met == sum(cell["done"] for cell in term)
    assert kept.term_owed == sum(cell["total"] for cell in term)


def test_the_clock_counts_again_after_an_hour_and_once(school: Cast) -> None:
    tick(LATER)
    row = DayFigures.objects.get()
    school.talk(school.wang, school.bo, now=LATER)
    tick(LATER + timedelta(minutes=59))
    row.refresh_from_db()
    assert (row.week_met, row.kept_at) == (1, LATER)
    for minutes in (61, 62):
        tick(LATER + timedelta(minutes=minutes))
    row.refresh_from_db()
    assert (row.week_met, row.kept_at) == (2, LATER + timedelta(minutes=61))


def test_the_term_lists_whom_it_missed_most(school: Cast) -> None:
    text = words(page(school, "/board/term/").split("</thead>")[1])
    assert text.index("晨晨") < text.index("安安")
    in_class_1 = page(school, f"/board/term/?klass={school.class_1.pk}")
    assert "晨晨" not in in_class_1
    assert "安安" in in_class_1


def test_the_terms_list_goes_on_over_pages(school: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nuangang.desk.views.board.PER_PAGE", 1)
    whole = words(page(school, "/board/term/?all=1").split("<tbody")[1].split("</tbody>")[0])
    pages = [
        words(page(school, f"/board/term/?page={n}").split("<tbody")[1].split("</tbody>")[0])
        for n in (1, 2, 3)
    ]
    assert "晨晨" in pages[0]
    assert all(shown[-9:] in whole for shown in pages)
    assert page(school, "/board/term/?page=99").count("<tr") == 2
    assert words(page(school, "/board/term/?page=99").split("<tbody")[1]).startswith(pages[-1][:9])


@pytest.mark.parametrize("post", [Post.HEAD, Post.DEPUTY, Post.PARTY_SECRETARY])
def test_the_leaders_see_the_same(school: Cast, post: str) -> None:
    leader = school.person("领导", "leader")
    school.post(leader, post)
    client = client_of(leader)
    assert "晨晨" in client.get("/board/").content.decode()
    assert client.get("/board/?of=term").status_code == 200


def test_teachers_do_not_see_it_and_other_schools_see_their_own(school: Cast) -> None:
    for teacher in (school.lin, school.wang):
        for address in ("/board/", "/board/term/"):
            assert client_of(teacher).get(address).status_code == 404
    elsewhere = Staff.objects.create(
        school=School.objects.create(short_name="bei", name="北山中学"),
        user=User.objects.create_user("bei", name="北山校长"),
        name="北山校长",
    )
    StaffPost.objects.create(
        school=elsewhere.school, staff=elsewhere, post=Post.HEAD, since=date(2020, 9, 1)
    )
    keep_figures(school.school, LATER - 7 * DAY)
    text = client_of(elsewhere).get("/board/").content.decode()
    assert "晨晨" not in text
    assert "上周" not in text
    assert Client().get("/board/").status_code == 302


def test_twice_the_rows_cost_the_same_statements(school: Cast) -> None:
    client, counts = client_of(school.lead), []
    for number in range(2):
        client.get("/board/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/board/")
        counts.append(len(asked))
        more = [school.child(f"孩{number}{place}", klass=school.class_2) for place in range(6)]
        for child in more:
            school.tie(child, school.li)
        reconcile_duties(school.school, now=LATER)
        school.talk(school.li, *more[:3], now=LATER)
    assert max(counts) <= 7  # the seventh: the names of those whose turn it is, once there are any

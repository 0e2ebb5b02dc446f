"""The county's page: figures of its own schools, never a name."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nuangang.accounts.models import Region, RegionPost, School, User
from nuangang.care.tests.cast import MONDAY, Cast, at
from nuangang.desk.figures.county import in_order, lines, together
from nuangang.desk.figures.keeping import keep_figures
from nuangang.desk.models import DayFigures
from nuangang.desk.tests.caring import NOW, caring, client_of
from nuangang.people.models import Child

__all__ = ["caring"]


class County:
    """A county of two townships with the school of the cast and one more; another county beside."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.region = Region.objects.create(level="county", name="云岭县")
        self.other = Region.objects.create(level="county", name="隔壁县")
        self.place(cast.school, "清溪镇", self.region)
        self.second = School.objects.create(short_name="bei", name="北山中学", definition="D-P2")
        self.place(self.second, "石门镇", self.region)
        self.beside = School.objects.create(short_name="ge", name="隔壁中学")
        self.place(self.beside, "隔壁镇", self.other)
        Child.objects.create(school=self.second, name="贝贝", left_behind="one")
        self.viewer = User.objects.create_user("county", name="县关爱办")
        RegionPost.objects.create(
            user=self.viewer, region=self.region, kind="county_viewer", since=date(2020, 9, 1)
        )
        self.browser = Client()
        self.browser.force_login(self.viewer)

    def place(self, school: School, name: str, county: Region) -> None:
        """Put a school into a township of a county."""
        school.region = Region.objects.create(level="township", name=name, parent=county)
        school.save()

    def keep(self) -> None:
        """Let every school keep its figures."""
        for school in School.objects.all():
            keep_figures(school, NOW)

    def page(self, address: str = "/county/") -> str:
        """Open the county's page."""
        return self.browser.get(address).content.decode()


@pytest.fixture
def county(caring: Cast) -> County:
    return County(caring)


def rows(text: str) -> list[list[str]]:
    """Return the cells of the table in words."""
    body = text.split("<tbody")[1].split("</tbody>")[0]
    found = [re.findall(r"<t[hd]\b.*?</t[hd]>", row, re.S) for row in body.split("<tr")[1:]]
    return [[re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", c)).strip() for c in row] for row in found]


def test_schools_are_rows_and_figures_columns(county: County) -> None:
    county.cast.talk(county.cast.wang, county.cast.an, now=NOW)
    county.keep()
    second, first = rows(county.page())
    assert first[:3] == ["安平中学 清溪镇", "3", "3 学籍系统口径"]
    assert first[4:9] == ["100% 3/3", "100% 3/3", "33% 1/3", "—", "2"]
    assert second[:3] == ["北山中学 石门镇", "1", "1 宽口径"]
    assert second[5] == "0% 0/1"
    assert "各校口径不同" in county.page()


def test_one_definition_compares_them(county: County) -> None:
    county.keep()
    DayFigures.objects.update(by_definition={"D-MCA": 2, "D-WF": 7})
    assert [row[3] for row in rows(county.page())] == ["2", "2"]
    assert [row[3] for row in rows(county.page("/county/?definition=D-WF"))] == ["7", "7"]
    assert "合计 14 人" in county.page("/county/?definition=D-WF")


def test_no_name_of_a_child_and_no_other_county(county: County) -> None:
    Child.objects.create(school=county.beside, name="隔隔", left_behind="one")
    county.keep()
    text = county.page()
    for name in ("安安", "波波", "晨晨", "贝贝", "隔隔", "隔壁"):
        assert name not in text
    assert county.browser.get(f"/children/{county.cast.an.pk}/").status_code == 404
    assert county.browser.get("/board/").status_code == 404


def test_only_the_county_opens_it(county: County) -> None:
    for staff in (county.cast.lead, county.cast.lin, county.cast.wang):
        assert client_of(staff).get("/county/").status_code == 404
    RegionPost.objects.update(until=MONDAY)
    assert county.browser.get("/county/").status_code in (302, 404)


def test_a_school_without_figures_waits_for_tonight(county: County) -> None:
    keep_figures(county.cast.school, NOW)
    second, _first = rows(county.page("/county/?sort=-quiet"))[::-1]
    assert second[:3] == ["北山中学 石门镇", "今晚统计", "—"]


def test_the_latest_figures_count_and_say_when(county: County) -> None:
    keep_figures(county.second, at(MONDAY - timedelta(days=2)))
    keep_figures(county.cast.school, at(MONDAY - timedelta(days=7)))
    keep_figures(county.cast.school, NOW)
    text = county.page()
    second, first = rows(text)
    assert first[0] == "安平中学 清溪镇"
    assert "截至11月14日" in second[0].replace(" ", "")
    assert "最早的一次是 11月14日 09:00" in text


def test_figures_kept_anew_are_shown_at_once(county: County) -> None:
    county.keep()
    assert [row[1] for row in rows(county.page())] == ["1", "3"]
    Child.objects.create(school=county.second, name="新新", left_behind="one")
    keep_figures(county.second, NOW + timedelta(minutes=1))
    with CaptureQueriesContext(connection) as asked:
        assert [row[1] for row in rows(county.page())] == ["2", "3"]
    assert "desk_dayfigures" in asked.captured_queries[-1]["sql"]
    with CaptureQueriesContext(connection) as again:
        assert [row[1] for row in rows(county.page())] == ["2", "3"]
    assert len(again) == len(asked) - 1


def test_sorted_by_any_column_and_summed(county: County) -> None:
    county.keep()
    DayFigures.objects.filter(school=county.second).update(
        quiet_30=9, pupils=500, definition="D-SCH"
    )
    ids = [county.region.pk]
    DayFigures.objects.filter(school=county.second).update(full=0)
    for sort, first in (("name", "北山中学"), ("-name", "安平中学"), ("-quiet", "北山中学"),
                        ("pupils", "安平中学"), ("-files", "安平中学"), ("odd", "北山中学")):  # fmt: skip
        assert in_order(lines(ids), sort)[0].name == first, sort
    whole = together(lines(ids), "D-MCA")
    assert (whole.pupils, whole.quiet, whole.counted) == (503, 12, 4)


def test_the_course_of_the_term_leaves_the_running_week_out(county: County) -> None:
    row = keep_figures(county.cast.school, NOW)
    weeks = [["2026-11-02", 1, 4], ["2026-11-09", 0, 0], ["2026-11-16", 0, 9]]
    DayFigures.objects.filter(pk=row.pk).update(weeks=weeks)
    line = next(line for line in lines([county.region.pk]) if line.kept)
    assert line.course() == [25, None]


def test_twice_the_schools_cost_the_same_statements(county: County) -> None:
    counts = []
    for number in range(2):
        county.keep()
        with CaptureQueriesContext(connection) as asked:
            county.page()
        counts.append(len(asked))
        for place in range(3):
            school = School.objects.create(
                short_name=f"s{number}{place}", name=f"学校{number}{place}"
            )
            county.place(school, f"镇{number}{place}", county.region)
    assert counts[0] == counts[1] <= 6

"""The figures of the API are the board's: the same numbers, and no child's name for the county."""

from datetime import date

from nuangang.accounts.integrations import make_integration
from nuangang.accounts.models import Region, RegionPost, School, User
from nuangang.audit.actions import Person
from nuangang.care.tests.cast import Cast
from nuangang.desk.figures.board import board_of
from nuangang.desk.figures.county import lines
from nuangang.desk.figures.keeping import keep_figures
from nuangang.desk.tests import caring as at_school
from nuangang.desk.tests.caring import NOW
from nuangang.people.tests.api import LATER, Program, program
from nuangang.policy.integrations import OF_REGION

caring = at_school.caring


def test_the_figures_are_those_of_the_board(caring: Cast) -> None:
    caring.talk(caring.wang, caring.an, now=NOW)
    board = board_of(caring.as_(caring.lead), NOW)
    answer = program(caring.lead, "figures:read").get("figures").json()
    told = {row["code"]: (row["numerator"], row["denominator"]) for row in answer["figures"]}
    shares = {"files_full": board.children.files, "paired": board.children.pairs}
    shares["week_met"] = board.present
    assert {name: (s.done, s.total) for name, s in shares.items()}.items() <= told.items()
    assert told["late"][0] == board.late
    assert told["unreached_30"][0] == board.children.quiet_30
    whole = board.table["rows"][0]["cells"]
    assert sum(cell["numerator"] for cell in answer["running"]) == sum(c["done"] for c in whole)
    assert sum(cell["denominator"] for cell in answer["running"]) == sum(c["total"] for c in whole)


def test_the_county_gets_each_schools_figures_and_no_name(caring: Cast) -> None:
    county = Region.objects.create(level="county", name="甲县")
    School.objects.filter(pk=caring.school.pk).update(region=county)
    School.objects.create(short_name="far", name="外县中学")
    viewer = User.objects.create_user("viewer", name="县里")
    post = RegionPost.objects.create(
        user=viewer, region=county, kind="county_viewer", since=date(2020, 1, 1)
    )
    keep_figures(caring.school, NOW)
    _made, token = make_integration(
        Person("viewer"), name="县平台", purpose="", scopes=OF_REGION, expires_at=LATER,
        user_id=viewer.pk, region_id=county.pk,
    )  # fmt: skip
    asking = Program(token)
    answer = asking.get("figures/schools")
    (row,) = answer.json()
    (line,) = lines([county.pk])
    paired = next(each for each in row["figures"] if each["code"] == "paired")
    assert (paired["numerator"], paired["denominator"]) == (line.pairs.done, line.pairs.total)
    assert "安安" not in answer.content.decode()
    assert asking.get("children").status_code == 403
    post.until = date(2026, 11, 1)
    post.save()
    assert asking.get("figures/schools").status_code == 401

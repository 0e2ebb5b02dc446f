"""The list of children."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nuangang.desk.tests.register_cast import names
from nuangang.people.actions.ties import tie
from nuangang.people.models import Child
from nuangang.people.tests.cast import date

CHILDREN = reverse("children")


def test_the_list_says_who_counts_and_by_which_definition(register):
    register.left_behind_child()
    answer = register.get("lead", CHILDREN)
    page = answer.content.decode()
    assert "李欣怡" in page
    assert "七(1)班" in page
    assert "奶奶" in page or "王秀英" in page
    assert "学籍" in page or "School-roll definition" in page
    assert timezone.localdate().isoformat() in page


def test_filters_narrow_it(register):
    register.left_behind_child("李欣怡", boarding=True)
    other = register.child("张三", klass=register.other_class, village="石桥村")
    other_class = str(register.other_class.pk)
    for asked, expected in [
        ({"q": "zs"}, ["张三"]),
        ({"klass": other_class}, ["张三"]),
        ({"label": "any"}, ["李欣怡"]),
        ({"label": "unknown"}, ["张三"]),
        ({"village": "石桥村"}, ["张三"]),
        ({"boarding": "yes"}, ["李欣怡"]),
        ({"gap": "father_whereabouts"}, ["张三"]),
        ({"gap": "any"}, ["李欣怡", "张三"]),
        ({"sort": "-name"}, ["张三", "李欣怡"]),
        ({"quiet": "1", "label": "any"}, ["李欣怡"]),
        ({"left": "1"}, []),
        ({"klass": "no-such", "sort": "odd"}, ["李欣怡", "张三"]),
    ]:
        assert names(register.get("lead", CHILDREN, **asked)) == expected, asked
    tie(register.lead, other, register.wang, since=date(2026, 9, 1))
    assert names(register.get("lead", CHILDREN, mentor="none")) == ["李欣怡"]


def test_everybody_sees_their_own(register):
    mine = register.left_behind_child()
    register.child("张三", klass=register.other_class)
    register.other_schools_child()
    assert names(register.get("teacher", CHILDREN)) == ["李欣怡"]
    assert names(register.get("mentor", CHILDREN)) == []
    tie(register.lead, mine, register.wang, since=date(2026, 9, 1))
    assert names(register.get("mentor", CHILDREN)) == ["李欣怡"]
    assert names(register.get("elsewhere", CHILDREN)) == ["外校生"]


def test_fifty_a_page_and_all_to_print(register):
    for number in range(51):
        Child.objects.create(school=register.school, name=f"孩{number}", klass=register.klass)
    assert len(names(register.get("lead", CHILDREN))) == 50
    assert len(names(register.get("lead", CHILDREN, page=2))) == 1
    assert len(names(register.get("lead", CHILDREN, rows="all"))) == 0
    register.post("lead", f"{CHILDREN}?rows=all", reason="check", words="")
    assert len(names(register.get("lead", CHILDREN, rows="all"))) == 51


PART = {"HX-Request": "true", "HX-Target": "results"}


def test_twice_the_children_cost_the_same_statements(register):
    asked = ({}, {"q": "李"}, {"klass": str(register.klass.pk)}, {"page": "9"})
    counts = []
    for number in range(2):
        for place in range(3):
            register.left_behind_child(f"李{number}{place}")
        counts.append(
            [statements(register, data, whole) for data in asked for whole in (True, False)]
        )
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 4


def statements(register, data, whole) -> int:
    with CaptureQueriesContext(connection) as done:
        page = register.browsers["lead"].get(CHILDREN, data, headers={} if whole else PART)
    assert page.status_code == 200
    # The log's own entry is a write beside the page, and the same for every list.
    return sum('INTO "audit_entry"' not in asked["sql"] for asked in done)


def test_narrowing_and_paging_send_the_list_alone(register):
    for number in range(60):
        child = register.child(f"孩子{number}", village="柳树村")
        tie(register.lead, child, register.wang, since=date(2026, 9, 1))
    lead = register.browsers["lead"]
    for asked in ({}, {"page": "2"}, {"village": "柳树村"}):
        whole = lead.get(CHILDREN, asked).content.decode()
        part = lead.get(CHILDREN, asked, headers=PART).content.decode()
        assert part.split('id="results"')[1].split("</nav>")[0] in whole
        assert "filter-bar" not in part
        assert "side" not in part
        assert "<title>" in part
    listed = lead.get(CHILDREN, headers={**PART, "Accept-Encoding": "gzip"})
    assert len(listed.content) <= 3000
    assert len(lead.get(CHILDREN, headers={"Accept-Encoding": "gzip"}).content) <= 7000


def test_a_page_beyond_the_last_is_the_last(register):
    for number in range(51):
        Child.objects.create(school=register.school, name=f"孩{number}", klass=register.klass)
    for asked in ({}, {"klass": str(register.klass.pk)}):
        assert len(names(register.get("lead", CHILDREN, page="9", **asked))) == 1
        assert len(names(register.get("lead", CHILDREN, page="x", **asked))) == 50
        assert len(names(register.get("lead", CHILDREN, page="-1", **asked))) in (1, 50)
    assert names(register.get("lead", CHILDREN, page="2", q="nobody")) == []


def test_no_children_yet_says_what_to_do(register):
    assert "harbour-still" in register.get("lead", CHILDREN).content.decode()

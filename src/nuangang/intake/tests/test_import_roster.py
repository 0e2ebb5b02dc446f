"""The command that others script against (the issue's contract)."""

import json

import pytest
from django.core.management import call_command

from nuangang.accounts.models import School
from nuangang.intake.tests.paper import xlsx
from nuangang.people.models import Child

ROWS = [
    ["姓名", "性别", "身份证号", "班级", "监护人", "关系", "电话"],
    ["李欣怡", "女", "999999201503010024", "七(1)班", "王秀英", "奶奶", "154-0000-0001"],
    ["", "男", "", "七(1)班", "王某", "爷爷", "15400000002"],
]


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(xlsx({"七年级": ROWS}))
    return str(path)


@pytest.fixture
def school(db):
    return School.objects.create(short_name="demo", code="3144000001", name="清溪初中")


def told(capsys, *words):
    call_command("import_roster", *words, "--json")
    return json.loads(capsys.readouterr().out)


def test_json_keeps_to_the_contract(school, roster, capsys):
    said = told(capsys, roster, "--school", "demo", "--check")
    assert said["totals"] == {
        "rows": 2, "children": 1, "created": 1, "updated": 0, "unchanged": 0, "blocked": 1,
    }  # fmt: skip
    child = said["children"][0]
    assert child["row"] == 2
    assert (child["name"], child["gender"], child["birth"]) == ("李欣怡", "female", "2015-03-01")
    assert (child["grade"], child["klass"]) == (7, 1)
    assert child["guardian_relation"] == "paternal_grandmother"
    assert child["guardian_phone"] == "15400000001"
    assert [(p["row"], p["code"], p["severity"]) for p in said["problems"]] == [
        (3, "missing_name", "row")
    ]
    assert said["sheets"][0]["header_rows"] == [1]


def test_check_writes_nothing(school, roster, capsys):
    told(capsys, roster, "--school", "demo", "--check")
    assert not Child.objects.exists()


def test_reading_in_by_code_and_again(school, roster, capsys):
    assert told(capsys, roster, "--school", "3144000001")["totals"]["created"] == 1
    assert told(capsys, roster)["totals"]["unchanged"] == 1
    assert Child.objects.get().klass.name_on(2026) == "七(1)班"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04cut", b"%PDF-1.7 no roster"])
def test_a_file_that_cannot_be_used_exits_with_two(school, tmp_path, capsys, content):
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(SystemExit) as stopped:
        call_command("import_roster", str(path))
    assert stopped.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_an_unknown_school_exits_with_two(school, roster, capsys):
    with pytest.raises(SystemExit) as stopped:
        call_command("import_roster", roster, "--school", "nobody")
    assert stopped.value.code == 2
    assert "没有" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_check_needs_no_school(roster, capsys):
    assert told(capsys, roster, "--check")["totals"]["children"] == 1


def test_a_year_of_entry_is_read_by_the_schools_own_grades(school, tmp_path, capsys):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(xlsx({"Sheet1": [["姓名", "性别", "班级"], ["李欣怡", "女", "2025级1班"]]}))
    child = told(capsys, str(path), "--school", "demo", "--check")["children"][0]
    assert (child["grade"], child["klass"]) == (8, 1)

"""What a case expects, and the judge that compares a reading with it (issue 2's JSON contract)."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

FIELDS = [
    "name",
    "gender",
    "birth",
    "id_number",
    "grade",
    "klass",
    "ethnicity",
    "address",
    "village",
    "boarding",
    "father_name",
    "father_phone",
    "father_workplace",
    "mother_name",
    "mother_phone",
    "mother_workplace",
    "guardian_name",
    "guardian_relation",
    "guardian_phone",
    "guardian_age",
    "guardian_health",
    "both_parents_away",
]
CODES = [
    "missing_name",
    "id_lost_digits",
    "id_checksum",
    "birth_mismatch",
    "gender_mismatch",
    "date_unreadable",
    "phone_invalid",
    "duplicate_in_file",
    "class_unknown",
    "value_unknown",
]
SEVERITIES = ("row", "cell", "note")


class OneOf:
    """Any of several values is right."""

    def __init__(self, *values: Any):
        """Take the right values."""
        self.values = values

    def fits(self, got: Any, problems: list[dict[str, Any]]) -> bool:
        """Tell whether `got` is one of them."""
        return got in self.values

    def __repr__(self) -> str:
        """Name the values in a failure."""
        return f"{type(self).__name__}{self.values!r}"


class Maybe(OneOf):
    """Absent, or one of several values."""

    def fits(self, got: Any, problems: list[dict[str, Any]]) -> bool:
        """Tell whether `got` is absent or one of the values."""
        return got is None or got in self.values


class Said(OneOf):
    """Absent or one of several values, but never without a problem on that row."""

    def fits(self, got: Any, problems: list[dict[str, Any]]) -> bool:
        """Tell whether the doubt was said aloud."""
        return bool(problems) and (got is None or got in self.values)


class Clear(OneOf):
    """One of several values, or absent with a problem on that row."""

    def fits(self, got: Any, problems: list[dict[str, Any]]) -> bool:
        """Tell whether the value was read or its loss said aloud."""
        return got in self.values or (got is None and bool(problems))


class Anything(OneOf):
    """The contract leaves it open."""

    def fits(self, got: Any, problems: list[dict[str, Any]]) -> bool:
        """Accept everything."""
        return True


ANY = Anything()
ABSENT = OneOf(None)


@dataclass
class Case:
    """One file with its truth; sheet None stands for a format whose sheet has no name."""

    name: str
    filename: str
    data: bytes
    children: list[dict[str, Any]]
    problems: set[tuple[str | None, int, str]] = field(default_factory=set)
    skipped: set[tuple[str | None, int]] = field(default_factory=set)
    allowed: set[str] = field(default_factory=set)
    places: dict[tuple[str | None, int, str], str] = field(default_factory=dict)
    headers: dict[str | None, tuple[list[int], str]] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Keep pytest's failure short."""
        return f"<Case {self.name}>"


def judge(case: Case, answer: dict[str, Any]) -> list[str]:
    """Return every way in which the answer breaks the contract or misses the truth."""
    answer = json.loads(json.dumps(answer))
    complaints = _shape(answer)
    complaints += _children(case, answer)
    complaints += _problems(case, answer)
    complaints += _places(case, answer)
    complaints += _skipped(case, answer)
    complaints += _headers(case, answer)
    return complaints


def _shape(answer: dict[str, Any]) -> list[str]:
    wrong = [
        f"no {key!r}" for key in ("sheets", "children", "problems", "skipped") if key not in answer
    ]
    for problem in answer.get("problems", []):
        lost = [k for k in ("sheet", "row", "code", "severity", "message") if not problem.get(k)]
        if problem["severity"] == "cell" and not str(problem.get("column", "")).isalpha():
            wrong.append(f"problem in no column: {problem}")
        if lost or problem["severity"] not in SEVERITIES:
            wrong.append(f"problem without {lost}: {problem}")
    for child in answer.get("children", []):
        wrong += [f"row {child['row']}: {k} is null, not absent" for k in child if child[k] is None]
    for line in answer.get("skipped", []):
        if not all(line.get(k) for k in ("sheet", "row", "why")):
            wrong.append(f"skipped row not explained: {line}")
    for sheet in answer.get("sheets", []):
        if not {"name", "header_rows", "columns"} <= set(sheet):
            wrong.append(f"sheet not described: {sorted(sheet)}")
    return wrong


def _same_sheet(wanted: str | None, got: str) -> bool:
    return wanted is None or wanted == got


def _children(case: Case, answer: dict[str, Any]) -> list[str]:
    wrong, left = [], list(answer["children"])
    for wanted in case.children:
        got = next((c for c in left if _is(wanted, c)), None)
        if got is None:
            if not wanted.get("_optional"):
                wrong.append(f"row {wanted['row']} {wanted['name']}: child not read")
            continue
        left.remove(got)
        wrong += _facts(wanted, got, _about(answer, got))
    wrong += [f"row {c['row']}: no child stands there, got {c.get('name')}" for c in left]
    return wrong


def _is(wanted: dict[str, Any], got: dict[str, Any]) -> bool:
    if not _same_sheet(wanted["sheet"], got["sheet"]):
        return False
    return (
        got.get("name") == wanted["name"] if wanted["row"] is None else got["row"] == wanted["row"]
    )


def _about(answer: dict[str, Any], got: dict[str, Any]) -> list[dict[str, Any]]:
    return [p for p in answer["problems"] if (p["sheet"], p["row"]) == (got["sheet"], got["row"])]


def _facts(
    wanted: dict[str, Any], got: dict[str, Any], problems: list[dict[str, Any]]
) -> list[str]:
    wrong = []
    for key in FIELDS:
        value, want = got.get(key), wanted.get(key)
        right = want.fits(value, problems) if isinstance(want, OneOf) else _equal(value, want)
        if not right:
            wrong.append(f"row {got['row']} {got.get('name')}: {key} got {value!r}, want {want!r}")
    return wrong


def _equal(got: Any, want: Any) -> bool:
    return (
        got == want
        and (got is None) == (want is None)
        and isinstance(got, bool) == isinstance(want, bool)
    )


def _problems(case: Case, answer: dict[str, Any]) -> list[str]:
    got = [(p["sheet"], p["row"], p["code"]) for p in answer["problems"]]
    wrong = [
        f"row {row}: problem {code} not reported"
        for sheet, row, code in sorted(case.problems, key=str)
        if not any(_same_sheet(sheet, s) and (row, code) == (r, c) for s, r, c in got)
    ]
    expected: dict[int, set[str]] = defaultdict(set)
    for _, row, code in case.problems:
        expected[row].add(code)
    for p in answer["problems"]:
        known = p["code"] in expected[p["row"]] | case.allowed
        if not known and (p["severity"] != "note" or p["code"] in CODES):
            wrong.append(
                f"row {p['row']}: unexpected {p['code']} ({p['severity']}): {p['message']}"
            )
    return wrong


def _places(case: Case, answer: dict[str, Any]) -> list[str]:
    wrong = []
    for sheet, row, code in case.problems & set(case.places):
        letter = case.places[(sheet, row, code)]
        letters = {
            p.get("column")
            for p in answer["problems"]
            if _same_sheet(sheet, p["sheet"]) and (p["row"], p["code"]) == (row, code)
        }
        if letter not in letters:
            wrong.append(f"row {row}: {code} reported in {letters}, want {letter}")
    return wrong


def _skipped(case: Case, answer: dict[str, Any]) -> list[str]:
    got = [(line["sheet"], line["row"]) for line in answer["skipped"]]
    return [
        f"row {row}: not listed as skipped"
        for sheet, row in sorted(case.skipped, key=str)
        if not any(_same_sheet(sheet, s) and row == r for s, r in got)
    ]


def _headers(case: Case, answer: dict[str, Any]) -> list[str]:
    wrong = []
    for name, (rows, letter) in case.headers.items():
        sheet = next((s for s in answer["sheets"] if _same_sheet(name, s["name"])), None)
        if sheet is None:
            wrong.append(f"sheet {name} is not described")
            continue
        if sheet["header_rows"] != rows:
            wrong.append(f"sheet {name}: header rows {sheet['header_rows']}, want {rows}")
        letters = [c["letter"] for c in sheet["columns"] if c["field"] == "name"]
        if letter and letters[:1] != [letter]:
            wrong.append(f"sheet {name}: the names stand in {letters}, want {letter}")
    return wrong

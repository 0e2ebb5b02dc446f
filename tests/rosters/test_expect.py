"""The judge passes the truth and catches each kind of lie."""

import copy
from typing import Any

import pytest

from .expect import OneOf, judge
from .shapes import flat


def _truth() -> dict[str, Any]:
    case = flat("xlsx")
    children = [
        {k: v.values[0] if isinstance(v, OneOf) else v for k, v in child.items()}
        for child in case.children
    ]
    skipped = [{"sheet": s, "row": r, "why": "total"} for s, r in sorted(case.skipped)]
    sheets = [
        {"name": name, "header_rows": rows, "columns": [{"letter": letter, "field": "name"}]}
        for name, (rows, letter) in case.headers.items()
    ]
    return {"sheets": sheets, "children": children, "problems": [], "skipped": skipped}


def test_the_truth_passes() -> None:
    """An answer made of the truth has nothing against it."""
    assert judge(flat("xlsx"), _truth()) == []


@pytest.mark.parametrize(
    "lie",
    [
        lambda a: a["children"].pop(),
        lambda a: a["children"][0].update(row=99),
        lambda a: a["children"][3].update(klass=99),
        lambda a: a["children"][3].pop("guardian_phone"),
        lambda a: a["children"][3].update(guardian_health="健康"),
        lambda a: a["children"].append(copy.deepcopy(a["children"][0])),
        lambda a: a["skipped"].pop(),
        lambda a: a["skipped"][0].pop("why"),
        lambda a: a["sheets"][0].update(header_rows=[1]),
        lambda a: a["sheets"][0]["columns"][0].update(letter="A"),
        lambda a: a["problems"].append(
            {
                "sheet": "留守儿童花名册",
                "row": 5,
                "code": "id_checksum",
                "severity": "note",
                "message": "x",
            }
        ),
    ],
)
def test_a_lie_is_caught(lie: Any) -> None:
    """A lost, doubled, moved, changed, invented or unexplained thing is complained of once."""
    answer = _truth()
    lie(answer)
    assert judge(flat("xlsx"), answer)

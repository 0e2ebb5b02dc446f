"""Phones as typed (domain.md §5.6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuangang.lib import phones

ONE, TWO = "13812345678", "13912345678"
MOBILES = st.from_regex(r"\A1[3-9][0-9]{9}\Z")


@pytest.mark.parametrize(
    "typed",
    [ONE, 13812345678.0, 13812345678, "13812345678.0", "138 1234 5678", "138-1234-5678", "+86 13812345678",
     "8613812345678", "１３８１２３４５６７８", "电话：13812345678", "13812345678（已停机）"],
)  # fmt: skip
def test_one_mobile(typed: object) -> None:
    """Eleven digits come out of every dress."""
    found = phones.read(typed)
    assert [p.number for p in found.phones] == [ONE]
    assert not found.bad


@pytest.mark.parametrize("gap", ["/", "、", "，", ",", ";", "；", "或", "\n", " ", "", " / "])
def test_two_in_one_cell(gap: str) -> None:
    """Whatever stands between them."""
    assert [p.number for p in phones.read(f"{ONE}{gap}{TWO}").phones] == [ONE, TWO]


@pytest.mark.parametrize(
    "typed",
    [f"父{ONE} 母{TWO}", f"父：{ONE}；母：{TWO}", f"爸爸:{ONE}\n妈妈:{TWO}", f"{ONE}（父） {TWO}（母）", f"{ONE}父，{TWO}母"],
)  # fmt: skip
def test_whose(typed: str) -> None:
    """父 and 母 before or after the number."""
    assert [(p.whose, p.number) for p in phones.read(typed).phones] == [
        ("father", ONE),
        ("mother", TWO),
    ]


@pytest.mark.parametrize(
    "typed", ["1381234567", "138123456789", "23812345678", "1.39E+10", "8212345"]
)
def test_bad_ones(typed: str) -> None:
    """Too short, too long, cut to powers of ten."""
    found = phones.read(typed)
    assert not found.phones
    assert found.bad == (typed,)


def test_landlines() -> None:
    """With area code and extension."""
    assert phones.read("0825-1234567").phones[0].number == "08251234567"
    assert phones.read("010-12345678-123").phones[0].number == "01012345678-123"


@pytest.mark.parametrize("typed", ["", "无", "没有", "不详", "—", "/"])
def test_none(typed: str) -> None:
    """A word for none is no bad number."""
    assert phones.read(typed) == phones.PhoneReading()


@given(MOBILES, MOBILES)
def test_round_trip(first: str, second: str) -> None:
    """Two numbers are read back, one if they are the same."""
    found = phones.read(f"{first}、{second}")
    assert [p.number for p in found.phones] == list(dict.fromkeys([first, second]))


@given(st.one_of(st.text(), st.floats(), st.text("0123456789+-.转()父母、/ ")))
def test_anything_is_read(typed: object) -> None:
    """Good numbers only ever look like numbers."""
    for phone in phones.read(typed).phones:
        assert phone.number.replace("-", "").isdigit()

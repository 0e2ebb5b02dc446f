"""Identity numbers: the standard's own examples, made-up ones, and anything at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuangang.lib import idnumber

BIRTHS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("typed", "birth", "gender"),
    [
        ("11010519491231002X", date(1949, 12, 31), "female"),
        ("440524188001010014", date(1880, 1, 1), "male"),
        ("999999201503010016", date(2015, 3, 1), "male"),
        ("99999920150301018x", date(2015, 3, 1), "female"),
        (" '９９９９９９ 20120229 0034", date(2012, 2, 29), "male"),
        ("999999-20140615-1124", date(2014, 6, 15), "female"),
    ],
)
def test_sound_numbers(typed: str, birth: date, gender: str) -> None:
    """Birth and sex come out of a number in any dress."""
    found = idnumber.read(typed)
    assert (found.birth, found.gender) == (birth, gender)
    assert len(found.number) == 18


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("999999201503010017", "check"),
        ("999999201302290031", "date"),
        ("99999920150301001", "length"),
        ("999999201503O10016", "charset"),
    ],
)
def test_bad_numbers(typed: str, reason: str) -> None:
    """Each kind of fault has its name."""
    with pytest.raises(idnumber.BadIdNumber) as caught:
        idnumber.read(typed)
    assert caught.value.reason == reason


@given(birth=BIRTHS, sequence=st.integers(0, 999))
def test_a_made_up_number_is_read_back(birth: date, sequence: int) -> None:
    """Making and reading are each other's inverse."""
    found = idnumber.read(idnumber.made_up(birth, sequence))
    assert found.birth == birth
    assert (found.gender == "male") == (sequence % 2 == 1)


@given(birth=BIRTHS, sequence=st.integers(0, 999), at=st.integers(0, 16), digit=st.integers(0, 9))
def test_one_wrong_digit_is_always_found(birth: date, sequence: int, at: int, digit: int) -> None:
    """The check character catches every single mistyped digit."""
    number = idnumber.made_up(birth, sequence)
    if number[at] == str(digit):
        return
    with pytest.raises(idnumber.BadIdNumber):
        idnumber.read(number[:at] + str(digit) + number[at + 1 :])


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but `BadIdNumber` comes out of nonsense."""
    try:
        idnumber.read(text)
    except idnumber.BadIdNumber:
        return

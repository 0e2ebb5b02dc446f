"""The made-up people are what they say: valid numbers of nobody."""

from .people import Town, check_digit


def test_check_digit_is_the_standards() -> None:
    """The examples of GB 11643 and domain.md §5.1."""
    for number in (
        "11010519491231002X",
        "440524188001010014",
        "999999201503010016",
        "99999920150301018X",
    ):
        assert check_digit(number[:17]) == number[17]


def test_people_differ_and_live_nowhere() -> None:
    """Names and numbers are unique; every number lies in area 999999 and tells birth and sex."""
    children = Town("crowd").children(1000)
    assert len({c.name for c in children}) == len({c.id_number for c in children}) == 1000
    for child in children:
        assert child.id_number.startswith(f"999999{child.birth:%Y%m%d}")
        assert (int(child.id_number[16]) % 2 == 1) == (child.gender == "male")

"""Names are found in a text and other words put in their place."""

import pytest

from nuangang.incidents.standing_in import (
    NO_NUMBER,
    Name,
    found_in,
    pupil,
    replaced,
    with_given,
    without_numbers,
)

LI = Name("李欣怡", "学生甲", must=True)
NAMES = with_given([LI, Name("李欣", "另一名学生"), Name("李秀英", "监护人", must=True)])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("李欣怡摔倒", "学生甲摔倒"),
        ("李 欣　怡摔倒", "学生甲摔倒"),
        ("欣怡说疼，李欣扶她", "学生甲说疼，另一名学生扶她"),
        ("奶奶李秀英已到", "奶奶监护人已到"),
        ("没有人名", "没有人名"),
    ],
)
def test_the_longest_name_goes_also_with_spaces_and_the_given_name_alone(text, said):
    assert replaced(text, NAMES) == said
    assert found_in([said], NAMES) == []


def test_of_two_called_the_same_the_one_concerned_counts():
    same = [Name("王芳", "一名教师"), Name("王芳", "某生", must=True)]
    assert found_in(["王芳"], same)[0].must
    assert replaced("王芳", same) == "某生"


def test_pupils_are_called_in_order():
    assert pupil(0, 1) == "某生"
    assert [pupil(n, 12) for n in (0, 9, 10)] == ["学生甲", "学生癸", "学生11"]


@pytest.mark.parametrize(
    "number", ["13800000001", "138 0000 0001", "999999201501010014", "99999920150101001X"]
)
def test_numbers_go_but_dates_and_amounts_stay(number):
    assert without_numbers(f"电话{number}，5人，2026年") == f"电话{NO_NUMBER}，5人，2026年"
    assert without_numbers("0816-1234567 与 20261128120000") == "0816-1234567 与 20261128120000"

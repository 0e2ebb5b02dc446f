"""CSV that opens as text in Excel and WPS."""

import pytest

from nuangang.lib.csv_file import csv_file

pytestmark = pytest.mark.once


def test_it_says_it_is_utf8_and_keeps_commas_and_lines():
    told = csv_file(["姓名"], [['李，"欣"怡'], ["一\n二"], [3]])
    assert told == '\ufeff姓名\r\n"李，""欣""怡"\r\n"一\n二"\r\n3\r\n'.encode()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "＝1"])
def test_what_looks_like_a_formula_is_text(cell):
    assert csv_file(["x"], [[cell]]).decode("utf-8-sig").splitlines()[1].strip('"')[0] == "'"

"""Which passwords a quick guess finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuangang.lib.guessable import Guess, how_guessed
from nuangang.lib.pinyin import SYLLABLES, syllables_in

ABOUT = ["linxiaohui", "林晓慧", "linxh", "清溪", "qingxi"]
GUESSED = {
    Guess.LISTED: "password1 a123456789 qq123456789 P@ssw0rd woaini1314 1q2w3e4r5t Sunshine99",
    Guess.PATTERN: "abcabcabc 86868686 qwer1234asdf 0000aaaa aaaabbbb",
    Guess.PERSONAL: "linxiaohui88 LinXiaoHui2026! qingxi1986 清溪中学2026 林晓慧520 linxh19860412",
    Guess.NUMBER: "13800001234 19860412 5201314520 110101198601011234 1986-04-12",
    Guess.WORD_AND_NUMBER: "zhangwei123 wang13800001234 xiaoming1986 19860412li laoshi12345 Aa12345678!",
}
FINE = (
    "harbour-lamp-7 maozi-huoche-douya 毛笔豆腐大雨 yueliang-doufu-42 xk9PqLm2 correct-horse-battery "
    "guwen8842zhuozi qingxi-lantern-otter"
)


@pytest.mark.parametrize(
    ("how", "password"), [(h, p) for h, all_ in GUESSED.items() for p in all_.split()]
)
def test_guessed_first(how, password):
    assert how_guessed(password, ABOUT) == how


@pytest.mark.parametrize("password", FINE.split())
def test_not_guessed_quickly(password):
    assert how_guessed(password, ABOUT) is None


@given(st.text(max_size=64))
def test_any_text_is_answered(password):
    how_guessed(password, ABOUT)


@given(st.lists(st.sampled_from(sorted(SYLLABLES)), min_size=1, max_size=6))
def test_pinyin_is_read_in_no_more_syllables_than_it_was_made_of(parts):
    assert 0 < syllables_in("".join(parts)) <= len(parts)


def test_what_is_no_pinyin():
    assert [syllables_in(word) for word in ("lantern", "xk", "qz", "vv")] == [0, 0, 0, 0]

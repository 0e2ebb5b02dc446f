"""Every code has words, in English and as a teacher says it."""

from dataclasses import fields

import pytest
from django.utils.translation import override

from nuangang.mentoring.pairs import Preferences
from nuangang.mentoring.reasons import reason_text, unmet_text

WORDS = [
    ("kept", {"years": 0}, "原来就结对"),
    ("kept", {"years": 1}, "已结对 1 年"),
    ("kept", {"years": 2}, "已结对两年"),
    ("kept", {"years": 5}, "已结对 5 年"),
    ("class_teacher", {}, "班主任"),
    ("teaches_class", {}, "同班"),
    ("same_village", {}, "同村"),
    ("same_sex_boarder", {}, "住校，同性别"),
    ("same_gender", {}, "同性别"),
    ("trained", {}, "受过培训"),
    ("siblings", {}, "和兄弟姐妹一起"),
    ("quota", {"quota": 2}, "每人至少带 2 个"),
    ("even_load", {"children": 3}, "人数匀开"),
    ("locked", {}, "手工锁定"),
]


@pytest.mark.parametrize(("code", "params", "words"), WORDS)
def test_a_reason_in_chinese(code, params, words):
    with override("zh-hans"):
        assert reason_text(code, params) == words


def test_years_in_english():
    with override("en"):
        told = [reason_text("kept", {"years": n}) for n in range(4)]
    assert told == [
        "a pair already", "a pair for one year", "a pair for two years", "a pair for 3 years",
    ]  # fmt: skip


RULES = [
    "no_adults", "all_forbidden", "no_room", "not_paired", "lock", "forbidden", "not_eligible", "over_cap",
    "under_quota", *(field.name for field in fields(Preferences)),
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_sentence_with_its_number(rule):
    with override("en"):
        english = unmet_text(rule, 3)
    with override("zh-hans"):
        chinese = unmet_text(rule, 3)
    assert "3" in english
    assert "3" in chinese
    assert english != chinese

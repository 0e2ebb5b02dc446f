"""The data map names every column kept about children and families, in every app, once."""

import re
from collections import Counter

import pytest
from django.apps import apps

from nuangang.accounts.posts import Post
from nuangang.people.fields import FIELDS
from nuangang.people.purposes import BY_CODE, FIELD_PURPOSE
from nuangang.policy.matrix import FIELD_CLASSES
from nuangang.privacy.data_map import DATA_MAP, MACHINE, lines
from nuangang.privacy.field_words import words_of
from nuangang.privacy.queries.data_map import map_in_words
from nuangang.privacy.queries.everything import HANDED_OUT, WITHHELD
from nuangang.privacy.tests.cast import PrivacyCast

# What is kept of the school, its staff and its machine. A new model stands here or in the map.
NOTHING_OF_A_CHILD = {
    f"{app}.{name}"
    for app, names in {
        "audit": "Block Pruning Check LogRules OddReading Reason",
        "accounts": "Region School User RegionPost Invitation ChatPlatform ChatAccount Factor RecoveryCode "
        "SignInNotice Integration SealingKey SignInAttempt",
        "notify": "ChannelSetting Pulse Notice Wishes PushDevice PushKey SchoolText",
        "terms": "SchoolYear Term DayMark",
        "people": "SchoolClass Department Staff StaffPost Clearance AccessReview",
        "care": "CareRule NightWork",
        "intake": "Layout",
        "privacy": "Assessment AssessmentDraft ConductSigned SelfCheck Pack KeepingTime RetentionRun "
        "RulesVersion RulesDraft",
        "incidents": "PolicyVersion CountyPolicy DutyShift OfficerContact",
        "safety": "AgreementText Round Signature SafetyFigures NumberShown DirectoryLink",
        "desk": "DayFigures DigestRead",
    }.items()
    for name in names.split()
}
WITH_THE_CHILD = {"name", "gender", "klass", "photo"}


def test_every_model_is_in_the_map_or_keeps_nothing_of_a_child():
    ours = {m._meta.label for m in apps.get_models() if m.__module__.startswith("nuangang.")}
    assert ours == DATA_MAP.keys() | NOTHING_OF_A_CHILD
    assert not DATA_MAP.keys() & NOTHING_OF_A_CHILD
    hang = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.label in {"people.Child", *DATA_MAP}
    }
    assert hang <= DATA_MAP.keys()


def test_every_column_has_one_line_and_every_line_a_column():
    for label in DATA_MAP:
        columns = [f.name for f in apps.get_model(label)._meta.concrete_fields]
        told = Counter(column for model, column, _p, _c in lines() if model == label)
        assert {c: n for c, n in told.items() if n > 1} == {}, label
        assert sorted(told) == sorted(columns), label


def test_purposes_are_known_and_optional_columns_wait_for_consent():
    assert {purpose for _m, _c, purpose, _k in lines()} <= BY_CODE.keys()
    optional = {
        (model.split(".")[1].lower(), column): purpose
        for model, column, purpose, _class in lines()
        if BY_CODE[purpose].optional
    }
    assert optional == FIELD_PURPOSE


def test_a_column_has_the_class_by_which_it_is_masked():
    for label, column, _purpose, told in lines():
        model = label.split(".")[1].lower()
        rest = "file" if model == "child" and column not in WITH_THE_CHILD else ""
        if told != MACHINE:
            assert told == FIELDS.get(model, {}).get(column, rest), (label, column)
            assert told in {"", *FIELD_CLASSES}


def test_the_family_is_handed_every_kind_or_told_why_not():
    assert DATA_MAP.keys() == HANDED_OUT.keys() | WITHHELD.keys()
    assert not HANDED_OUT.keys() & WITHHELD.keys()


def test_every_column_that_is_no_key_has_words_of_its_own():
    plain = {
        (model, column)
        for model, column, _p, kind in lines()
        if kind != MACHINE
        and words_of(apps.get_model(model)._meta.get_field(column)) == column.replace("_", " ")
    }
    assert plain == set()


def test_who_sees_a_column_is_what_the_matrix_says():
    (number,) = (line for line in map_in_words(post=Post.CLASS_TEACHER) if line.columns == ["电话"])
    assert ("本班", "班主任") in number.seen
    assert number.seen[0] == (
        "全校",
        "校长（遮住）、副校长（遮住）、德育主任、学籍管理员、心理老师（遮住）、校医（遮住）",
    )
    notes = map_in_words(q="心理辅导记录的内容")
    assert [line.seen for line in notes] == [[("全校", "心理老师")]]
    assert "18 周岁" in str(next(line.kept for line in map_in_words(q="法律援助记录的内容")))
    assert notes[0].title not in {line.title for line in map_in_words(post=Post.HEAD)}


@pytest.mark.once
def test_the_page_is_narrowed_and_names_each_kind_with_purpose_and_time(law: PrivacyCast):
    client = law.client(Post.PRIVACY_PERSON)
    assert "/privacy/data/" in client.get("/privacy/").content.decode()
    page = client.get("/privacy/data/").content.decode()
    for title, _groups in DATA_MAP.values():
        assert str(title) in page, title
    for text in ("曾用名", "转学", "在校期间和离校后 3 年", "code_hash"):
        assert text in page, text
    assert "sha256" not in page
    whole = client.get("/privacy/data/?all=1").content.decode()
    assert "sha256" in whole
    assert re.search(r"<option value=\"1\" selected", whole)
    narrowed = client.get("/privacy/data/?purpose=wechat").content.decode()
    assert "微信" in narrowed
    assert "曾用名" not in narrowed
    assert "没有" in client.get("/privacy/data/?q=nichts").content.decode()
    assert law.client(Post.CLASS_TEACHER).get("/privacy/data/").status_code == 404

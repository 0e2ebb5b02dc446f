"""The data map names every column kept about children and families, once."""

from collections import Counter

from django.apps import apps

from nuangang.people.data_map import DATA_MAP, lines
from nuangang.people.purposes import BY_CODE, FIELD_PURPOSE
from nuangang.policy.matrix import FIELD_CLASSES


def test_every_column_has_one_line_and_every_line_a_column():
    for label in DATA_MAP:
        columns = [f.name for f in apps.get_model(label)._meta.concrete_fields]
        told = Counter(column for model, column, _p, _c in lines() if model == label)
        assert {c: n for c, n in told.items() if n > 1} == {}, label
        assert sorted(told) == sorted(columns), label


def test_purposes_and_classes_are_known_and_optional_columns_wait_for_consent():
    assert {purpose for _m, _c, purpose, _k in lines()} <= BY_CODE.keys()
    assert {kind for _m, _c, _p, kind in lines()} <= {"", "machine", *FIELD_CLASSES}
    optional = {
        (model.split(".")[1].lower(), column): purpose
        for model, column, purpose, _class in lines()
        if BY_CODE[purpose].optional
    }
    assert optional == FIELD_PURPOSE


def test_every_model_that_hangs_on_a_child_in_people_is_mapped():
    hang = {
        m._meta.label
        for m in apps.get_app_config("people").get_models()
        if any(f.is_relation and f.related_model._meta.label == "people.Child" for f in m._meta.concrete_fields)
    }  # fmt: skip
    assert hang - {"people.Tie"} <= DATA_MAP.keys()

"""Consents: what may be used follows from who answered what, and each answer stays as it was given."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from nuangang.people.actions.consents import (
    MissingConsentError,
    Said,
    record_consents,
    refresh_consents,
    require_consent,
)
from nuangang.people.models import Change, Child, Consent, Relative
from nuangang.people.purposes import standing, with_purposes_on

ON = {"portrait": 1, "wechat": 2}
ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(["mother", "father", "self"]),
        st.sampled_from(["portrait", "wechat", "charity"]),
        st.sampled_from(["granted", "refused", "withdrawn"]),
        st.integers(1, 3),
    ),
    max_size=12,
)


def slowly(answers, purpose, since, own):
    """Say whether a purpose may be used, by asking each person in turn for their last word."""
    yes = False
    for who in ("mother", "father", "self"):
        said = [a for a in answers if a[0] == who and a[1] == purpose]
        if not said or (who == "self" and not own):
            continue
        if said[-1][2] != "granted":
            return False
        yes = yes or (who != "self" and said[-1][3] >= since)
    return yes


@given(ANSWERS, st.booleans())
def test_what_stands_is_everybodys_last_word(answers, own):
    found = standing(answers, ON, own_counts=own)
    assert found == [p for p in sorted(ON) if slowly(answers, p, ON[p], own)]


@pytest.fixture
def asked(cast):
    cast.school.preferences = with_purposes_on({"rules_version": 1}, {"portrait": 1})
    cast.school.save()
    return cast


def said(cast, child, answer, relative=None):
    mother = (
        relative
        or Relative.objects.get_or_create(
            school=cast.school, child=child, kin="mother", defaults={"name": "李妈妈"}
        )[0]
    )
    given = [Said(child, mother, "portrait", answer)]
    record_consents(cast.lead, cast.school, given, channel="paper", on=date(2026, 11, 1))


def test_a_yes_holds_and_taking_it_back_too_at_once(asked):
    child = asked.child()
    with pytest.raises(MissingConsentError, match="照片"):
        require_consent(asked.school, child, "portrait")
    said(asked, child, "granted")
    require_consent(asked.school, child, "portrait")
    assert Child.objects.get(school=asked.school, pk=child.pk).consents == ["portrait"]
    said(asked, child, "withdrawn")
    assert not child.may_use("portrait")
    rows = Consent.objects.filter(school=asked.school).order_by("recorded_at")
    assert [row.answer for row in rows] == ["granted", "withdrawn"]


def test_nobody_answers_what_the_rules_do_not_ask(asked):
    child = asked.child()
    with pytest.raises(ValueError, match="charity"):
        record_consents(
            asked.lead, asked.school, [Said(child, None, "charity", "granted")],
            channel="paper", on=date(2026, 11, 1),
        )  # fmt: skip
    assert not Consent.objects.filter(school=asked.school).exists()


def test_a_purpose_asked_anew_waits_for_a_new_yes(asked):
    child = asked.child()
    said(asked, child, "granted")
    asked.school.preferences = with_purposes_on({"rules_version": 2}, {"portrait": 2})
    assert refresh_consents(asked.school) == 1
    said(asked, child, "granted")
    assert child.may_use("portrait")


@pytest.mark.parametrize(("birth", "counts"), [(date(2005, 1, 1), True), (date(2020, 1, 1), False)])
def test_from_fourteen_on_the_childs_own_no_counts(asked, birth, counts):
    child = asked.child(birth=birth)
    said(asked, child, "granted")
    record_consents(
        asked.lead, asked.school, [Said(child, None, "portrait", "refused")],
        channel="in_person", on=date(2026, 11, 1),
    )  # fmt: skip
    assert child.may_use("portrait") != counts


def test_the_database_lets_an_answer_or_a_history_only_be_emptied(asked):
    child = asked.child()
    said(asked, child, "granted")
    row = Consent.objects.get(school=asked.school)
    line = Change.objects.filter(school=asked.school, child=child).first()
    for change in (
        lambda: Consent.objects.filter(school=asked.school, pk=row.pk).update(answer="refused"),
        lambda: Consent.objects.filter(school=asked.school, pk=row.pk).update(reason="别的"),
        lambda: Consent.objects.filter(school=asked.school, pk=row.pk).delete(),
        lambda: Change.objects.filter(school=asked.school, pk=line.pk).update(
            before="", after="", object_label="李四", reason=""
        ),
        lambda: Change.objects.filter(school=asked.school, pk=line.pk).update(
            before="", after="", object_label="", reason="", by_name="别人"
        ),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    Change.objects.filter(school=asked.school, pk=line.pk).update(
        before="", after="", object_label="", reason=""
    )
    assert Change.objects.get(school=asked.school, pk=line.pk).after == ""

"""A child made anonymous, when one asked and the head confirmed, is gone from every table and from the database's file."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from nuangang.accounts.posts import Post
from nuangang.care.actions import record_care
from nuangang.care.models import CareRecord
from nuangang.incidents.actions.raising import raise_incident
from nuangang.incidents.actions.telling import note_attempt
from nuangang.incidents.models import Deadline
from nuangang.people.actions.files import change_file, close_file
from nuangang.people.models import Change, Child
from nuangang.privacy.actions.forgetting import (
    NotYetError,
    ask_forgetting,
    confirm_forgetting,
    drop_forgetting,
    why_not,
)
from nuangang.privacy.models import Forgetting, Hold
from nuangang.privacy.tests.cast import PrivacyCast

NAME, OTHER_NAME, VILLAGE, MOTHER = "欧阳若琳", "欧阳小小", "滴水岩村", "诸葛秋月"
WORDS = "她说想念在东莞的妈妈"


Transfer, Pause = (apps.get_model("desk", name) for name in ("Transfer", "Pause"))  # a floor above


def gone_child(law: PrivacyCast) -> Child:
    child = law.child(NAME, village=VILLAGE, hobby="画画葫芦", roll_number="G9990001234567")
    change_file(law.lead, child, {"former_name": OTHER_NAME}, reason="爸爸欧阳海来说的")
    Transfer.objects.create(
        school=law.school, offer=child.pk, way="out", other_school=law.other_school.pk,
        other_name="清水中学", child=child, child_name=NAME, from_on=date(2026, 10, 20),
        note=f"{NAME}的档案", made_by="德育主任", made_at=timezone.now(),
    )  # fmt: skip
    Pause.objects.create(
        school=law.school, child=child, kind="suspended", since=date(2026, 9, 20),
        until=date(2026, 9, 30), reason=f"{NAME}生病", made_at=timezone.now(),
    )  # fmt: skip
    law.asks("portrait")
    mother = law.mother(child)
    type(mother).objects.filter(school=law.school, pk=mother.pk).update(name=MOTHER)
    law.say(child, portrait="granted")
    hurt = raise_incident(
        law.lead, once=uuid4(), kind="injury", children=[child], words=WORDS, place=VILLAGE
    )
    row = Deadline.objects.select_related("incident").get(incident=hurt, party="parents")
    note_attempt(law.lead, row, result="reached", once=uuid4(), whom=MOTHER)
    record_care(law.lead, [child], kind="talk", happened_on=date(2026, 10, 8), words=WORDS)
    close_file(law.lead, child, on=date(2026, 10, 20), reason="transferred", place="去了滴水镇中学")
    return Child.objects.get(school=law.school, pk=child.pk)


def test_only_who_has_left_is_not_held_and_has_the_yes_of_two(law):
    head, lead = law.acting(Post.HEAD), law.acting(Post.LEAD)
    here = law.child("还在的")
    with pytest.raises(NotYetError, match="here"):
        ask_forgetting(head, here, "到期")
    child = gone_child(law)
    row = ask_forgetting(lead, child, "到期")
    with pytest.raises(NotYetError, match="same"):
        confirm_forgetting(lead, row)
    hold = Hold.objects.create(
        school=law.school,
        child=child,
        reason="案件没结束",
        made_by_name="校长",
        made_at=row.asked_at,
    )
    assert why_not(child) == "held"
    with pytest.raises(NotYetError, match="held"):
        confirm_forgetting(head, row)
    assert Child.objects.get(school=law.school, pk=child.pk).name == NAME
    Hold.objects.filter(school=law.school, pk=hold.pk).update(ended_at=row.asked_at)
    confirm_forgetting(head, row)
    with pytest.raises(NotYetError, match="gone"):
        confirm_forgetting(head, row)


def test_what_was_taken_back_is_not_confirmed_from_an_open_page(law):
    child = gone_child(law)
    row = ask_forgetting(law.acting(Post.LEAD), child, "到期")
    drop_forgetting(law.acting(Post.LEAD), row)
    answer = law.client(Post.HEAD).post(f"/privacy/forget/{row.pk}/confirm/")
    assert answer.status_code == 302
    assert Child.objects.get(school=law.school, pk=child.pk).name == NAME
    assert Forgetting.objects.get(school=law.school, pk=row.pk).confirmed_at is None


def test_counts_stay_and_texts_go(law):
    child = gone_child(law)
    before = (
        CareRecord.objects.filter(school=law.school).count(),
        Change.objects.filter(school=law.school).count(),
    )
    row = ask_forgetting(law.acting(Post.LEAD), child, "到期")
    found = confirm_forgetting(law.acting(Post.HEAD), row)
    assert found["records"] == 1
    assert found["relatives"] == 1
    assert before == (
        CareRecord.objects.filter(school=law.school).count(),
        Change.objects.filter(school=law.school).count(),
    )
    left = Child.objects.get(school=law.school, pk=child.pk)
    assert (left.name, left.search, left.village, left.klass_id) == ("—", "", "", child.klass_id)
    assert left.left_behind == child.left_behind
    assert left.anonymised_on
    record = CareRecord.objects.get(school=law.school)
    assert (record.words, record.kind, record.happened_on) == ("", "talk", date(2026, 10, 8))
    assert Forgetting.objects.get(school=law.school).counts == found


@pytest.mark.django_db(transaction=True)
@pytest.mark.once
def test_the_file_of_the_database_has_nothing_of_the_child(transactional_db):
    law = PrivacyCast()
    child = gone_child(law)
    row = ask_forgetting(law.acting(Post.LEAD), child, "到期")
    confirm_forgetting(law.acting(Post.HEAD), row)
    kept = [
        line
        for line in connection.connection.iterdump()
        if not line.startswith('INSERT INTO "audit_')
    ]
    for text in (
        NAME,
        OTHER_NAME,
        VILLAGE,
        MOTHER,
        "画画葫芦",
        "欧阳海",
        "滴水镇",
        "G9990001234567",
        "oyrl",
    ):
        assert not [line for line in kept if text in line], text
    place = Path(str(connection.settings_dict["NAME"]))
    raw = b"".join(p.read_bytes() for p in place.parent.glob(f"{place.name}*"))
    for text in (VILLAGE, MOTHER, "画画葫芦", "G9990001234567", "滴水镇"):
        assert text.encode() not in raw, text
    assert transaction.get_autocommit()

"""Everybody may write a concern; the writer sees that it was received and acted on, nothing more."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.audit.models import Entry
from nuangang.wellbeing.actions.concerns import act_on_concern, close_concern, receive_concern
from nuangang.wellbeing.models import Concern, ConcernChild, ConcernStep
from nuangang.wellbeing.tests.cast import WORDS, Cast, other_school


def send(cast: Cast, by, *children, **more):
    given = {
        "once": uuid4(), "child": [child.pk for child in children], "words": WORDS,
        "happened_on": timezone.localdate().isoformat(), "urgency": "week", "circle": "all", **more,
    }  # fmt: skip
    return cast.browser(by).post(reverse("concern_new"), given)


def test_a_teacher_names_a_child_whose_file_they_cannot_open(cast: Cast) -> None:
    assert cast.browser(cast.wang).get(reverse("child", args=[cast.chen.pk])).status_code == 404
    page = cast.get(cast.wang, reverse("concern_new"), klass=cast.class_2.pk)
    assert "晨晨" in page
    assert send(cast, cast.wang, cast.chen).status_code == 302
    step = ConcernStep.objects.get()
    assert (step.kind, step.words, step.by_id) == ("told", WORDS, cast.wang.pk)
    assert ConcernChild.objects.get().child_id == cast.chen.pk
    assert "高校长" in cast.get(cast.wang, reverse("concerns_mine"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM wellbeing_concernstep")
        assert WORDS not in cursor.fetchone()[0]


def test_sent_twice_it_is_one(cast: Cast) -> None:
    once = uuid4()
    for _again in range(2):
        assert send(cast, cast.wang, cast.an, once=once).status_code == 302
    assert (Concern.objects.count(), ConcernStep.objects.count()) == (1, 1)
    send(cast, cast.li, cast.an, once=once)
    assert Concern.objects.count() == 2  # nobody takes another's by sending its number


def test_somebody_from_outside_names_only_the_own_children_and_writes_the_others_down(
    cast: Cast,
) -> None:
    cast.tie(cast.child("丹丹"), cast.outside)
    page = cast.get(cast.outside, reverse("concern_new"), klass=cast.class_2.pk)
    assert "丹丹" in page
    assert "晨晨" not in page
    assert send(cast, cast.outside, cast.chen).status_code == 422
    assert send(cast, cast.outside, named="七(2)班 晨晨").status_code == 302
    assert ConcernStep.objects.get().named == "七(2)班 晨晨"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": ""}, "id_words"),
        ({"happened_on": "2199-01-01"}, "id_happened_on"),
        ({"urgency": "never"}, "id_urgency"),
        ({"circle": "everybody"}, "id_circle"),
        ({"child": []}, "id_named"),
        ({"child": ["nonsense"]}, "id_named"),
        ({"once": "x"}, "concern-form"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    cast: Cast, wrong: dict, field: str
) -> None:
    answer = send(cast, cast.wang, cast.an, **{"place": "操场边", **wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"#{field}" in page or field == "concern-form"
    assert "操场边" in page
    assert not Concern.objects.exists()


def test_a_child_of_another_school_cannot_be_named(cast: Cast) -> None:
    _head, stranger = other_school()
    answer = send(cast, cast.wang, stranger)
    assert answer.status_code == 422
    assert "远远" not in answer.content.decode()


def test_choosing_a_class_keeps_what_was_typed(cast: Cast) -> None:
    given = {"again": "1", "child": [cast.an.pk], "klass": cast.class_2.pk, "words": "刚写了一半"}
    page = cast.browser(cast.wang).post(reverse("concern_new"), given).content.decode()
    assert "刚写了一半" in page
    assert "晨晨" in page
    assert f'value="{cast.an.pk}" checked' in page


def test_the_writer_sees_received_and_acted_on_but_no_words(cast: Cast) -> None:
    concern = cast.concern(cast.wang)
    mine = reverse("concerns_mine")
    assert "还没有人收到" in cast.get(cast.wang, mine)
    receive_concern(cast.as_(cast.counsellor), concern)
    act_on_concern(
        cast.as_(cast.counsellor), concern, kind="talked", words="她哭了很久", said="talked"
    )
    page = cast.get(cast.wang, mine)
    assert "心老师" in page
    assert "我们和孩子谈过了" in page
    assert "她哭了很久" not in page
    assert WORDS not in page
    assert "安安" not in cast.get(cast.li, mine)
    assert not cast.get(cast.wang, reverse("concern", args=[concern.pk]))
    assert not cast.get(cast.wang, reverse("concerns"))


def test_a_further_line_makes_it_new_again(cast: Cast) -> None:
    concern = cast.concern(cast.wang)
    close_concern(cast.as_(cast.lead), concern, words="谈妥了", said="settled")
    add = reverse("concern_add", args=[concern.pk])
    assert cast.browser(cast.li).post(add, {"words": "我也看见了"}).status_code == 404
    assert cast.browser(cast.wang).post(add, {"words": ""}).status_code == 422
    assert cast.browser(cast.wang).post(add, {"words": "今天又说了一次"}).status_code == 302
    concern.refresh_from_db()
    assert concern.state == "new"
    assert "今天又说了一次" in cast.get(cast.lead, reverse("concern", args=[concern.pk]))
    assert School.objects.get(pk=cast.school.pk).waiting["concerns"] == {"all": 1}


def test_what_was_told_is_never_changed(cast: Cast) -> None:
    cast.concern()
    with pytest.raises(DatabaseError), transaction.atomic():
        ConcernStep.objects.filter(school=cast.school).update(kind="closed")
    with pytest.raises(DatabaseError), transaction.atomic():
        ConcernStep.objects.filter(school=cast.school).delete()


def test_the_record_names_no_child_and_no_words(cast: Cast) -> None:
    cast.concern()
    entry = Entry.objects.get(verb="raised_concern")
    assert (entry.label, entry.detail, entry.actor_name) == ("", {}, "王老师")


def test_twice_as_many_cost_no_more_statements(cast: Cast) -> None:
    cast.get(cast.wang, reverse("concerns_mine"))
    counts = []
    for _round in range(2):
        cast.concern(cast.wang, cast.an, cast.bo)
        with CaptureQueriesContext(connection) as asked:
            assert "安安" in cast.get(cast.wang, reverse("concerns_mine"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 4

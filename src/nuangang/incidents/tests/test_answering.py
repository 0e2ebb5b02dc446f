"""An answer by SMS settles what it answers: a family is told by it, a colleague takes the lead; nothing else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from nuangang.incidents.actions.texting import send_text
from nuangang.incidents.models import IncidentStep
from nuangang.incidents.tests.cast import AWAY, Cast
from nuangang.incidents.tests.test_raising import carrier
from nuangang.notify.actions import send_out
from nuangang.notify.answers import keep_answer
from nuangang.notify.channels.inbox import Incoming
from nuangang.notify.models import Answer, Channel, Message
from nuangang.people.models import Contact

LATER = timedelta(minutes=20)
LIN = "13900000003"


@pytest.fixture
def reachable(cast: Cast) -> Cast:
    """The school with an SMS service and the leaders' phones."""
    carrier(cast)
    return cast


def texted(cast: Cast, made, now=None):
    """Send An's mother an SMS about an incident; return the deadline."""
    row = cast.due(made, "parents")
    contact = Contact.objects.of(cast.school).get(child=cast.an, relative__kin="mother")
    assert send_text(
        cast.as_(cast.wang), row, contact=contact.pk, whom="妈妈 刘芳", once=uuid4(),
        address_of=None, now=now or timezone.now(),
    )  # fmt: skip
    return row


def answer(cast: Cast, number: str, text: str, now=None) -> str:
    """Let an SMS come in; return what became of it."""
    now = now or timezone.now()
    given = Incoming(uuid4().hex, f"+86{number}", text, now)
    for again in (True, False):
        assert keep_answer(cast.school, "sms_modem", given, now) == again
    return Answer.objects.get(key=given.key).state


@pytest.mark.parametrize("words", ["1", " 收到。", "知道了！", "OK"])
def test_a_family_that_answers_is_told_under_the_name_on_file(reachable: Cast, words: str) -> None:
    cast = reachable
    row = texted(cast, cast.incident())
    assert answer(cast, AWAY, words) == "taken"
    row.refresh_from_db()
    assert (row.told_to, row.told_by) == ("妈妈 刘芳", None)
    step = IncidentStep.objects.get(kind="answered")
    assert (step.words, step.by, step.result) == (words, None, "reached")
    assert answer(cast, AWAY, words) == "left"  # nothing waits any more


def test_other_words_and_other_senders_settle_nothing(reachable: Cast) -> None:
    cast = reachable
    row = texted(cast, cast.incident())
    assert answer(cast, AWAY, "你们是谁？") == "left"
    assert answer(cast, "13899999999", "收到") == "left"
    row.refresh_from_db()
    assert row.told_at is None
    assert not IncidentStep.objects.filter(kind="answered").exists()


def test_where_something_else_was_sent_since_a_person_decides(reachable: Cast) -> None:
    cast, now = reachable, timezone.now()
    row = texted(cast, cast.incident(now=now), now)
    send_out(
        cast.school.pk, Channel.SMS, AWAY, "妈妈 刘芳", "请打开链接", once="c", purpose="consent",
        now=now + timedelta(hours=6),
    )  # fmt: skip
    assert answer(cast, AWAY, "好的", now + timedelta(hours=7)) == "left"
    row.refresh_from_db()
    assert row.told_at is None


def test_of_what_few_may_know_no_word_is_in_the_list(reachable: Cast) -> None:
    cast = reachable
    made = cast.incident(kind="crisis_red")
    number = Message.objects.filter(about_id=made.pk, to_id=cast.lead.pk).get().address
    assert answer(cast, number, "孩子说的事我马上去看") == "taken"
    assert IncidentStep.objects.get(kind="answered").words == "孩子说的事我马上去看"
    for state in ("", "taken", "left"):
        page = cast.get(cast.head, reverse("answers") + f"?state={state}")
        assert "孩子说的事" not in page


def test_of_two_incidents_at_one_time_a_person_decides_else_the_newest(reachable: Cast) -> None:
    cast, now = reachable, timezone.now()
    first = texted(cast, cast.incident(now=now), now)
    second = texted(cast, cast.incident(now=now), now + timedelta(minutes=1))
    assert answer(cast, AWAY, "收到", now + timedelta(minutes=2)) == "left"
    third = texted(cast, cast.incident(now=now), now + LATER)
    assert answer(cast, AWAY, "收到", now + LATER) == "taken"
    for row in (first, second, third):
        row.refresh_from_db()
    assert [row.told_to for row in (first, second, third)] == ["", "", "妈妈 刘芳"]


def test_a_colleague_who_comes_takes_the_lead_and_the_next_only_knows(reachable: Cast) -> None:
    cast = reachable
    made = cast.incident(cast.li)
    assert answer(cast, LIN, "我来") == "taken"
    made.refresh_from_db()
    assert made.led_by == cast.lin
    assert answer(cast, "13900000001", "1") == "taken"
    made.refresh_from_db()
    assert made.led_by == cast.lin
    noted = IncidentStep.objects.filter(kind="answered").order_by("noted_at")
    assert [step.by for step in noted] == [cast.lin, cast.deputy]


def test_who_may_not_lead_any_more_takes_nothing_by_sms(reachable: Cast) -> None:
    cast = reachable
    made = cast.incident(cast.li)
    cast.lin.posts.update(until=timezone.localdate())
    assert answer(cast, LIN, "我来") == "left"
    made.refresh_from_db()
    assert made.led_by is None

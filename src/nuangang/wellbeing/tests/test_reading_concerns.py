"""Few read concerns: they receive, act, close, and what nobody receives goes to the head."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nuangang.accounts.posts import Post
from nuangang.audit.models import Entry
from nuangang.care.clock import tick
from nuangang.terms.calendar import SCHOOL_ZONE
from nuangang.wellbeing.actions.concerns import due_of, receive_concern
from nuangang.wellbeing.models import Concern, ConcernStep
from nuangang.wellbeing.tests.cast import WORDS, Cast, other_school

HOUR = timedelta(hours=1)
LIST = "/concerns/"


def of(concern: Concern, what: str = "concern") -> str:
    return reverse(what, args=[concern.pk])


def test_lead_counsellor_and_head_read_it_and_nobody_else(cast: Cast) -> None:
    concern = cast.concern()
    stranger, _child = other_school()
    for reader in (cast.lead, cast.counsellor, cast.head):
        assert WORDS in cast.get(reader, of(concern))
        assert "安安" in cast.get(reader, LIST)
        assert WORDS not in cast.get(reader, LIST)
    for other in (cast.deputy, cast.secretary, cast.lin, cast.wang, cast.outside, stranger):
        assert cast.browser(other).get(of(concern)).status_code == 404
        assert cast.browser(other).post(of(concern, "concern_receive")).status_code in (403, 404)
    assert Entry.objects.filter(verb="read_concern", object_id=concern.pk).count() == 3
    assert Entry.objects.filter(verb="refused", actor_name="林老师").exists()
    concern.refresh_from_db()
    assert concern.state == "new"


@pytest.mark.parametrize(
    ("circle", "reads", "not_reads"),
    [("head", ["head"], ["lead", "counsellor"]), ("not_head", ["lead", "counsellor"], ["head"])],
)
def test_a_small_circle_is_closed_to_whom_it_is_about(cast, circle, reads, not_reads) -> None:
    concern = cast.concern(circle=circle)
    for who in reads:
        staff = getattr(cast, who)
        assert WORDS in cast.get(staff, of(concern))
        assert 'count-badge">1<' in cast.get(staff, LIST)
    for who in not_reads:
        staff = getattr(cast, who)
        assert cast.browser(staff).get(of(concern)).status_code == 404
        assert cast.browser(staff).get(of(concern, "concern_print")).status_code == 404
        for way in ("receive", "act", "close", "reopen"):
            given = {"kind": "talked", "words": "没事", "said": "settled"}
            answer = cast.browser(staff).post(of(concern, f"concern_{way}"), given)
            assert answer.status_code == 404
        assert 'count-badge">' not in cast.get(staff, LIST)
        assert "王老师" not in cast.get(staff, LIST)
    assert ConcernStep.objects.count() == 1


def test_who_wrote_about_the_head_is_not_named_to_the_head_by_the_record(cast: Cast) -> None:
    concern = cast.concern(circle="not_head")
    entry = Entry.objects.get(verb="raised_concern", object_id=concern.pk)
    assert (entry.actor_name, entry.actor_user_id) == ("", None)


def test_a_head_with_another_post_still_does_not_read_what_is_about_the_head(cast: Cast) -> None:
    cast.post(cast.head, Post.COUNSELLOR)
    assert not cast.get(cast.head, of(cast.concern(circle="not_head")))


def test_received_acted_on_closed_and_opened_again(cast: Cast) -> None:
    concern, lead = cast.concern(), cast.browser(cast.lead)
    assert "1" in cast.get(cast.lead, "/today/matters/")
    assert lead.post(of(concern, "concern_receive")).status_code == 302
    assert 'count-badge">' not in cast.get(cast.lead, LIST)
    lead.post(
        of(concern, "concern_act"), {"kind": "family", "words": "奶奶说下周来", "said": "family"}
    )
    lead.post(of(concern, "concern_close"), {"words": "爸爸请假回来了", "said": "settled"})
    page = cast.get(cast.lead, of(concern))
    assert page.index("奶奶说下周来") < page.index("爸爸请假回来了")
    lead.post(of(concern, "concern_act"), {"kind": "talked", "words": "关了还写"})
    lead.post(of(concern, "concern_reopen"), {"words": "又不来上学了"})
    concern.refresh_from_db()
    kinds = ConcernStep.objects.order_by("at", "pk").values_list("kind", flat=True)
    assert list(kinds) == ["told", "received", "family", "closed", "reopened"]
    assert (concern.state, concern.said, concern.received_by) == ("received", "settled", cast.lead)


def test_no_action_needs_its_why_and_closing_its_outcome(cast: Cast) -> None:
    concern, lead = cast.concern(), cast.browser(cast.lead)
    assert lead.post(of(concern, "concern_act"), {"kind": "nothing"}).status_code == 422
    assert lead.post(of(concern, "concern_act"), {"kind": "printed"}).status_code == 422
    assert lead.post(of(concern, "concern_close"), {"words": ""}).status_code == 422
    assert lead.post(of(concern, "concern_reopen"), {"words": ""}).status_code == 422
    assert ConcernStep.objects.count() == 1


def test_of_two_who_receive_it_one_does(cast: Cast) -> None:
    concern = cast.concern()
    assert receive_concern(cast.as_(cast.lead), concern)
    assert not receive_concern(cast.as_(cast.head), concern)
    concern.refresh_from_db()
    assert concern.received_by == cast.lead


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=SCHOOL_ZONE)


def test_two_hours_or_the_same_hour_of_the_next_school_day(cast: Cast) -> None:
    assert due_of(cast.school, "today", at(19, 20)) == at(19, 22)
    assert due_of(cast.school, "week", at(19, 9)) == at(20, 9)
    assert due_of(cast.school, "week", at(20, 9)) == at(23, 9)  # over the weekend
    february = datetime(2027, 2, 10, 9, tzinfo=SCHOOL_ZONE)
    assert due_of(cast.school, "week", february).date() == date(2027, 2, 13)  # in the holiday


def test_the_clock_turns_to_the_head_with_what_nobody_received(cast: Cast) -> None:
    now = timezone.now()
    late, fresh = cast.concern(urgency="today", now=now - 3 * HOUR), cast.concern(urgency="today")
    received = cast.concern(urgency="today", now=now - 3 * HOUR)
    receive_concern(cast.as_(cast.lead), received)
    tick(now)
    tick(now)
    assert list(ConcernStep.objects.filter(kind="escalated").values_list("concern", flat=True)) == [
        late.pk
    ]
    page = cast.get(cast.head, "/today/matters/")
    assert "有 1 件情况到时间还没人收" in page
    assert "有 1 件情况等着收" in page
    cast.browser(cast.head).post("/today/matters/away/")
    assert "到时间还没人收" in cast.get(cast.head, "/today/matters/")  # not put away until tomorrow
    assert "到时间" not in cast.get(cast.wang, "/today/matters/")
    fresh.refresh_from_db()
    assert fresh.escalated_at is None


def test_the_list_can_be_narrowed_and_costs_the_same_for_twice_as_many(cast: Cast) -> None:
    cast.get(cast.lead, LIST)
    counts = []
    for _round in range(2):
        cast.concern(cast.wang, cast.an)
        receive_concern(cast.as_(cast.lead), cast.concern(cast.li, cast.chen))
        with CaptureQueriesContext(connection) as asked:
            page = cast.get(cast.lead, LIST)
        assert "安安" in page
        assert "晨晨" in page
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 4
    assert "晨晨" not in cast.get(cast.lead, LIST, state="new")
    assert "安安" not in cast.get(cast.lead, LIST, child=cast.chen.pk)
    assert "晨晨" in cast.get(cast.lead, LIST, child="nonsense", state="nonsense")


def test_a_sheet_says_who_printed_it_and_the_concern_keeps_that(cast: Cast) -> None:
    concern = cast.concern()
    page = cast.get(cast.lead, of(concern, "concern_print"))
    assert WORDS in page
    assert page.count("周主任") >= 2
    assert ConcernStep.objects.get(kind="printed").by == cast.lead
    assert Entry.objects.filter(verb="printed_concern").count() == 1

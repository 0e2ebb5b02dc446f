"""What is done after incidents: done with a note, put off, handed on, left by whoever goes; who sees it."""

from datetime import timedelta

from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nuangang.incidents.actions.leading import close_incident
from nuangang.incidents.models import FollowUp, IncidentStep
from nuangang.incidents.queries.afterwards import follow_ups_due
from nuangang.incidents.tests.cast import Cast
from nuangang.people.models import Staff
from nuangang.wellbeing.tests.cast import other_school

WHAT = "去医院看望"


def owed(cast: Cast, staff: Staff, days: int = 3, **more: str) -> FollowUp:
    """Close an incident that leaves something to do for somebody."""
    made = cast.incident(cast.lead, **more)
    day = timezone.localdate() + timedelta(days=days)
    close_incident(
        cast.as_(cast.head), made, outcome="treated", words="好了", lesson="垫子",
        follow_ups=[(WHAT, staff, day)],
    )  # fmt: skip
    return FollowUp.objects.of(cast.school).get(incident=made)


def send(cast: Cast, staff: Staff, row: FollowUp, what: str, **data: object) -> HttpResponse:
    return cast.browser(staff).post(reverse(f"incident_after_{what}", args=[row.pk]), data)


def said(cast: Cast) -> str:
    rows = IncidentStep.objects.of(cast.school).filter(kind="after").order_by("at")
    return "\n".join(row.words for row in rows)


def test_whoever_does_it_sees_the_line_and_not_the_incident(cast: Cast) -> None:
    row = owed(cast, cast.li, kind="mr4")
    page = cast.get(cast.li, reverse("incident_after", args=[row.pk]))
    assert WHAT in page
    incident = reverse("incident", args=[row.incident_id])
    assert incident not in page
    assert cast.browser(cast.li).get(incident).status_code == 404
    assert WHAT in cast.get(cast.li, reverse("incidents_after"))
    assert WHAT not in cast.get(cast.wang, reverse("incidents_after"))
    north, _child = other_school()
    for stranger in (cast.wang, cast.deputy, north):
        assert send(cast, stranger, row, "done").status_code == 404
    row.refresh_from_db()
    assert row.done_at is None


def test_done_with_a_note_put_off_and_handed_on_with_a_reason(cast: Cast) -> None:
    row = owed(cast, cast.li)
    day = timezone.localdate() + timedelta(days=9)
    for wrong in (
        {"due_on": day},
        {"due_on": "2020-01-01", "reason": "忙"},
        {"due_on": row.due_on, "reason": "忙"},
    ):
        assert send(cast, cast.li, row, "move", **wrong).status_code == 422
    assert send(cast, cast.li, row, "move", due_on=day, reason="孩子转院了").status_code == 302
    assert send(cast, cast.li, row, "hand", to=cast.li.pk, reason="忙").status_code == 422
    assert send(cast, cast.li, row, "hand", to=cast.lin.pk, reason="他是班主任").status_code == 302
    row.refresh_from_db()
    assert (row.due_on, row.staff) == (day, cast.lin)
    assert send(cast, cast.li, row, "done").status_code == 404
    send(cast, cast.lin, row, "done", words="石膏拆了")
    send(cast, cast.lin, row, "done", words="再来一次")
    row.refresh_from_db()
    assert row.done_by == cast.lin
    told = said(cast)
    assert all(words in told for words in ("孩子转院了", "他是班主任", "石膏拆了"))
    assert "再来一次" not in told


def test_late_is_shown_and_what_is_left_behind_goes_to_head_and_lead(cast: Cast) -> None:
    row, today = owed(cast, cast.li, days=0), timezone.localdate()
    assert list(follow_ups_due(cast.as_(cast.li), today)) == [row]
    assert not follow_ups_due(cast.as_(cast.lead), today)
    rows = FollowUp.objects.of(cast.school).filter(pk=row.pk)
    rows.update(due_on=today - timedelta(days=1))
    assert "有后续的事逾期" in cast.get(cast.lead, reverse("incidents_list"))
    assert "state=late" in cast.get(cast.lead, reverse("incidents_after_late"))
    assert WHAT in cast.get(cast.lead, reverse("incidents_after"), state="late")
    rows.update(due_on=today + timedelta(days=9))
    assert "state=late" not in cast.get(cast.lead, reverse("incidents_after_late"))
    Staff.objects.filter(school=cast.school, pk=cast.li.pk).update(until=today)
    assert list(follow_ups_due(cast.as_(cast.lead), today)) == [row]
    assert list(follow_ups_due(cast.as_(cast.head), today)) == [row]
    assert WHAT in cast.get(cast.lead, reverse("incidents_after"), state="left")


def test_the_list_asks_no_more_for_twice_the_rows(cast: Cast) -> None:
    def asked() -> int:
        cast.get(cast.head, reverse("incidents_after"))
        with CaptureQueriesContext(connection) as found:
            assert cast.get(cast.head, reverse("incidents_after"))
        return len(found)

    owed(cast, cast.li)
    before = asked()
    owed(cast, cast.lin)
    owed(cast, cast.wang)
    assert asked() == before

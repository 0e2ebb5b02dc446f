"""Who leads, what the board shows, how an incident ends, and who is kept out of what."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nuangang.audit.models import Entry
from nuangang.incidents.actions.leading import close_incident, hand_over, reopen_incident, take_lead
from nuangang.incidents.actions.paging import leaders
from nuangang.incidents.actions.raising import add_child, make_grave
from nuangang.incidents.models import Deadline, FollowUp, Incident, of
from nuangang.incidents.queries.board import board
from nuangang.incidents.tests.cast import Cast

CLOSING = {"outcome": "treated", "words": "骨折，已手术", "lesson": "双杠下加垫子"}


def test_of_two_who_take_the_lead_at_once_one_has_it_and_hands_it_over(cast: Cast) -> None:
    made = cast.incident()
    stale = Incident.objects.get(pk=made.pk)
    assert take_lead(cast.as_(cast.lead), made)
    assert not take_lead(cast.as_(cast.head), stale)
    made.refresh_from_db()
    assert hand_over(cast.as_(cast.lead), made, cast.li, "去医院接")
    made.refresh_from_db()
    assert made.led_by == cast.li
    assert "操场" not in cast.get(cast.li, reverse("incidents"))
    assert cast.get(cast.li, reverse("incident", args=[made.pk]))  # whoever leads sees it


def test_the_board_puts_first_what_runs_out_first(cast: Cast) -> None:
    now = timezone.now()
    later = cast.incident(now=now)
    earlier = cast.incident(cast.lin, cast.bo, now=now - timedelta(minutes=50))
    cards = board(cast.as_(cast.head), now, drill=False)
    assert [card.incident.pk for card in cards] == [earlier.pk, later.pk]
    assert cards[0].late == 3  # class teacher, head, carer; parents in ten minutes
    page = cast.get(cast.head, reverse("incidents"))
    assert page.index("波波") < page.index("安安")
    wall = cast.get(cast.head, reverse("incidents_wall"))
    assert "安安" not in wall
    assert "七(1)" in wall
    assert "波波" not in cast.get(cast.head, reverse("incidents"), clock="crisis")


def test_pages_ask_no_more_for_twice_the_rows(cast: Cast) -> None:
    def asked(view: str, *args: object) -> int:
        cast.get(cast.head, reverse(view, args=args))
        with CaptureQueriesContext(connection) as asked:
            assert cast.get(cast.head, reverse(view, args=args))
        return len(asked)

    made = cast.incident()
    before = [asked("incidents"), asked("incidents_list"), asked("incident", made.pk)]
    more = cast.incident(cast.wang, cast.an, cast.bo, cast.chen)
    assert [asked("incidents"), asked("incidents_list"), asked("incident", more.pk)] == before
    assert before[0] <= 4
    assert before[1] <= 4


def test_closing_needs_outcome_lesson_follow_ups_and_why_somebody_was_not_told(cast: Cast) -> None:
    made = cast.incident()
    address = reverse("incident_close", args=[made.pk])
    refused = cast.browser(cast.lead).post(address, {"outcome": "well", "words": "没事"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert all(f"id_{name}_error" in page for name in ("lesson", "untold"))
    day = (timezone.localdate() + timedelta(days=7)).isoformat()
    given = {
        **CLOSING, "untold": "乡镇已由教育局转告", "what_1": "去医院看望", "who_1": cast.lin.pk, "by_1": day,
    }  # fmt: skip
    assert cast.browser(cast.lead).post(address, {**given, "by_1": "2020-01-01"}).status_code == 422
    assert cast.browser(cast.lead).post(address, given).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.outcome) == ("closed", "treated")
    row = FollowUp.objects.get()
    assert (row.words, row.staff) == ("去医院看望", cast.lin)
    assert of(made, Deadline).filter(told_at=None, called_off_at=None).get().what == "final"
    done = reverse("incident_followed", args=[row.pk])
    assert cast.browser(cast.lin).post(done).status_code == 302
    row.refresh_from_db()
    assert row.done_by == cast.lin


def test_opened_again_the_old_deadlines_run_on(cast: Cast) -> None:
    made, lead = cast.incident(), cast.as_(cast.lead)
    due = cast.due(made, "guardian").due_at
    close_incident(lead, made, **CLOSING)
    assert not close_incident(lead, made, **CLOSING)
    assert reopen_incident(lead, made, "又疼了")
    row = cast.due(made, "guardian")
    assert (row.is_open, row.due_at) == (True, due)


def test_grave_tells_more_and_sooner_and_a_child_more_has_its_own_rows(cast: Cast) -> None:
    now = timezone.now()
    made = cast.incident(now=now - timedelta(minutes=20))
    before = {d.pk: d.due_at for d in of(made, Deadline)}
    assert make_grave(cast.as_(cast.lead), made, "伤到头", now=now)
    assert not make_grave(cast.as_(cast.lead), Incident.objects.get(), now=now)
    assert cast.due(made, "police").due_at == now + timedelta(minutes=30)
    assert all(d.due_at <= before[d.pk] for d in of(made, Deadline) if d.pk in before)
    assert add_child(cast.as_(cast.wang), made, cast.bo)
    assert not add_child(cast.as_(cast.wang), made, cast.bo)
    assert of(made, Deadline).filter(party="guardian").count() == 2
    assert of(made, Deadline).filter(party="bureau", what="tell").count() == 1


def test_who_reported_harm_is_known_to_nobody_else(cast: Cast) -> None:
    made = cast.incident(cast.wang, kind="mr4")
    address = reverse("incident", args=[made.pk])
    page = cast.get(cast.head, address)
    assert "王老师" not in page.replace(">王老师</option>", "")  # to hand over to anybody
    assert "上报人（保密）" in page
    assert "110" in page
    assert "第十一条" in page  # the wording for the police is ready
    assert take_lead(cast.as_(cast.wang), Incident.objects.get())
    for view in ("incidents", "incidents_list", "incidents_wall"):
        shown = cast.get(cast.head, reverse(view))
        assert "上报人（保密）" in shown, view  # leads, and is still who reported
        assert "王老师" not in shown, view
    assert "王老师" in cast.get(cast.wang, address)
    for stranger in (cast.deputy, cast.lin, cast.counsellor, cast.secretary):
        assert cast.browser(stranger).get(address).status_code == 404
    assert not Entry.objects.filter(object_id=made.pk, actor_name="王老师").exists()
    assert Entry.objects.filter(object_id=made.pk, actor_name="高校长").exists()
    police = cast.due(made, "police")
    assert police.due_at == min(d.due_at for d in of(made, Deadline))
    assert not of(made, Deadline).filter(party__in=["guardian", "parents"]).exists()


def test_what_is_about_the_head_does_not_reach_the_head(cast: Cast) -> None:
    made = cast.incident(cast.wang, kind="mr4", suspect="head")
    assert cast.browser(cast.head).get(reverse("incident", args=[made.pk])).status_code == 404
    people = [who.name for who in leaders(made, [cast.an], timezone.now())]
    assert people == ["周主任"]
    assert not of(made, Deadline).filter(party="head").exists()
    only = cast.incident(cast.wang, kind="mr4", suspect="colleague")
    assert cast.browser(cast.lead).get(reverse("incident", args=[only.pk])).status_code == 404
    assert cast.get(cast.head, reverse("incident", args=[only.pk]))


def test_a_crisis_is_for_counsellor_lead_head_and_class_teacher(cast: Cast) -> None:
    address = reverse("incident", args=[cast.incident(cast.wang, kind="crisis_red").pk])
    for reader in (cast.counsellor, cast.lead, cast.head, cast.lin, cast.wang):
        assert cast.get(reader, address), reader.name
    for stranger in (cast.deputy, cast.li, cast.secretary):
        assert cast.browser(stranger).get(address).status_code == 404

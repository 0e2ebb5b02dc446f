"""Two incidents of one event become one: nothing is lost, who raised the second still sees it, and it can be undone."""

from datetime import timedelta
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nuangang.accounts.models import School
from nuangang.incidents.actions.joining import join_incidents, part_incidents
from nuangang.incidents.actions.leading import close_incident, take_lead
from nuangang.incidents.actions.telling import note_attempt
from nuangang.incidents.models import Deadline, Incident, IncidentChild, of
from nuangang.incidents.tests.cast import AWAY, Cast
from nuangang.incidents.tests.test_answering import answer, texted
from nuangang.incidents.tests.test_raising import carrier
from nuangang.wellbeing.tests.cast import other_school

MINUTE = timedelta(minutes=1)


def two(cast: Cast, **more) -> tuple[Incident, Incident]:
    """Let Wang raise an injury of An, and Li five minutes later the same with Bo in it too."""
    now = timezone.now()
    older = cast.incident(now=now - 9 * MINUTE, **more)
    newer = cast.incident(cast.li, cast.an, cast.bo, now=now - 4 * MINUTE, words="两个孩子", **more)
    return older, newer


def page_of(cast: Cast, staff, incident: Incident) -> str:
    return cast.get(staff, reverse("incident", args=[incident.pk]))


def tap(cast: Cast, by, incident: Incident, other: Incident):
    address = reverse("incident_join", args=[incident.pk])
    return cast.browser(by).post(address, {"to": other.pk})


def test_the_second_is_offered_the_first_and_joins_it_with_one_tap(cast: Cast) -> None:
    older, newer = two(cast)
    assert page_of(cast, cast.li, older) == ""  # not theirs, yet
    shown = page_of(cast, cast.li, newer)
    assert "是同一件吗" in shown
    assert "9 分钟前 · 受伤、意外 · 王老师" in shown
    assert tap(cast, cast.li, newer, older).url == reverse("incident", args=[older.pk])
    newer.refresh_from_db()
    assert (newer.state, newer.joined_to_id) == ("joined", older.pk)
    assert not of(newer, Deadline).filter(called_off_at=None, told_at=None).exists()
    children = of(older, IncidentChild).values_list("child_id", flat=True)
    assert set(children) == {cast.an.pk, cast.bo.pk}
    assert of(older, Deadline).filter(party="guardian").count() == 2
    assert School.objects.get(pk=cast.school.pk).waiting["incidents"] == {"all": 1}
    for reader in (cast.head, cast.li):  # the second's words are there, for whoever raised it too
        assert "两个孩子" in page_of(cast, reader, older)
    assert "右手不能动" in page_of(cast, cast.li, newer)
    assert reverse("incident", args=[older.pk]) in page_of(cast, cast.li, newer)
    board = cast.get(cast.head, reverse("incidents"))
    assert board.count("incident-card") >= 1
    assert reverse("incident", args=[newer.pk]) not in board


def test_who_was_told_of_the_second_counts_under_the_same_name_and_time(cast: Cast) -> None:
    older, newer = two(cast)
    at = newer.raised_at + MINUTE
    for party, child in (("bureau", None), ("guardian", cast.bo.pk)):
        row = of(newer, Deadline).select_related("incident").get(party=party, what="tell", child_id=child)  # fmt: skip
        note_attempt(cast.as_(cast.li), row, result="reached", whom="张科长", once=uuid4(), now=at)
    take_lead(cast.as_(cast.lead), newer, now=at)
    newer.refresh_from_db()
    assert join_incidents(cast.as_(cast.head), older, newer) == older  # whichever is named first
    told = of(older, Deadline).filter(told_at__isnull=False).exclude(party="lead")
    assert set(told.values_list("party", "child_id", "told_at", "told_by_id")) == {
        ("bureau", None, at, cast.li.pk), ("guardian", cast.bo.pk, at, cast.li.pk),
    }  # fmt: skip
    older.refresh_from_db()
    assert older.led_by == cast.lead


def test_undone_with_a_reason_both_run_as_before(cast: Cast) -> None:
    older, newer = two(cast)
    row = of(newer, Deadline).select_related("incident").get(party="bureau", what="tell")
    note_attempt(cast.as_(cast.li), row, result="reached", whom="张科长", once=uuid4())
    due = {d.pk: d.due_at for d in of(newer, Deadline).filter(told_at=None)}
    for _again in range(2):  # joined, parted, joined and parted again
        assert join_incidents(cast.as_(cast.head), older, newer)
        newer.refresh_from_db()
        part = reverse("incident_part", args=[newer.pk])
        assert cast.browser(cast.li).post(part, {"words": ""}).status_code == 422
        assert cast.browser(cast.li).post(part, {"words": "是两个地方的两件事"}).status_code == 302
        newer.refresh_from_db()
        older.refresh_from_db()
        assert (newer.state, newer.joined_to_id) == ("open", None)
        running = of(newer, Deadline).filter(told_at=None, called_off_at=None)
        assert {d.pk: d.due_at for d in running} == due
        assert of(older, Deadline).get(party="bureau", what="tell").told_at is None
        assert of(older, IncidentChild).get().child_id == cast.an.pk
        assert not of(older, Deadline).filter(child_id=cast.bo.pk, called_off_at=None).exists()
    assert "是两个地方的两件事" in page_of(cast, cast.head, older)


def test_what_only_the_second_kind_asks_for_stays_due(cast: Cast) -> None:
    now = timezone.now()
    absent = cast.incident(kind="truant", now=now - 20 * MINUTE)
    gone = cast.incident(cast.li, kind="ran_away", now=now - 5 * MINUTE)
    sooner = {
        (row.party, row.child_id): row.due_at for row in of(gone, Deadline).filter(what="tell")
    }
    assert join_incidents(cast.as_(cast.li), gone, absent) == absent
    running = of(absent, Deadline).filter(what="tell", told_at=None, called_off_at=None)
    due = {(row.party, row.child_id): row.due_at for row in running}
    assert {"police", "township"} <= {party for party, _child in due}
    assert all(due[key] <= at for key, at in sooner.items())
    absent.refresh_from_db()
    assert absent.county_at is not None  # and the county hears of it when a time is missed
    gone.refresh_from_db()
    assert part_incidents(cast.as_(cast.head), gone, "不是一件")
    assert not running.filter(party="police").exists()
    assert of(gone, Deadline).filter(party="police", called_off_at=None).exists()


def test_what_a_family_answers_after_the_joining_counts(cast: Cast) -> None:
    carrier(cast)
    older, newer = cast.incident(), cast.incident(cast.li)
    texted(cast, newer)
    assert join_incidents(cast.as_(cast.head), older, newer) == older
    assert answer(cast, AWAY, "收到") == "taken"
    assert cast.due(older, "parents").told_to == "妈妈 刘芳"


def test_a_third_goes_along_and_a_closed_one_takes_nobody(cast: Cast) -> None:
    older, newer = two(cast)
    third = cast.incident(cast.lin, cast.chen, words="第三个人看到的")
    head = cast.as_(cast.head)
    assert join_incidents(head, third, newer) == newer
    newer.refresh_from_db()
    assert join_incidents(head, newer, older) == older
    third.refresh_from_db()
    assert third.joined_to_id == older.pk
    assert "第三个人看到的" in page_of(cast, cast.head, older)
    closing = {"outcome": "well", "words": "好了", "lesson": "看好"}
    close_incident(head, older, **closing)
    newer.refresh_from_db()
    assert not part_incidents(head, newer, "错了")  # the other has to be opened first
    fourth = cast.incident(cast.lin)
    older.refresh_from_db()
    assert join_incidents(head, fourth, older) is None


def test_harm_drills_and_strangers_are_never_joined(cast: Cast) -> None:
    older, newer = two(cast)
    harm = cast.incident(kind="mr4"), cast.incident(cast.li, kind="mr4")
    assert join_incidents(cast.as_(cast.head), *harm) is None
    # Nobody learns that another reported.
    assert "是同一件吗" not in page_of(cast, cast.li, harm[1])
    drill = cast.incident(drill=True)
    assert join_incidents(cast.as_(cast.head), older, drill) is None
    crisis = cast.incident(cast.wang, kind="crisis_red")
    mine = cast.incident(cast.li, kind="crisis_red")
    assert "是同一件吗" not in page_of(cast, cast.li, mine)  # a crisis is not everybody's to know
    assert tap(cast, cast.li, mine, crisis).status_code == 404
    assert tap(cast, cast.secretary, newer, older).status_code == 404
    far, _child = other_school()
    assert cast.browser(far).post(reverse("incident_join", args=[newer.pk]), {"to": older.pk}).status_code == 404  # fmt: skip
    assert tap(cast, cast.li, newer, harm[0]).status_code == 404


def test_the_form_shows_what_was_just_raised_and_joins_at_once(cast: Cast) -> None:
    older = cast.incident(now=timezone.now() - 4 * MINUTE)
    cast.incident(kind="mr4")
    cast.incident(cast.lead, kind="illness", now=timezone.now() - 40 * MINUTE)
    form = cast.get(cast.li, reverse("incident_new"))
    assert "4 分钟前 · 受伤、意外 · 王老师" in form
    assert form.count('name="joins"') == 2
    given = {"once": uuid4(), "child": [cast.bo.pk], "kind": "injury", "words": "我也看到"}
    given["joins"] = older.pk
    answer = cast.browser(cast.li).post(reverse("incident_new"), given)
    assert answer.url == reverse("incident", args=[older.pk])
    assert "我也看到" in page_of(cast, cast.li, older)
    given = {"once": uuid4(), "kind": "injury", "joins": uuid4()}
    assert cast.browser(cast.li).post(reverse("incident_new"), given).status_code == 302
    assert Incident.objects.filter(state="open", kind="injury").count() == 2


def test_a_page_with_three_joined_asks_no_more_than_with_one(cast: Cast) -> None:
    older, newer = two(cast)
    join_incidents(cast.as_(cast.head), older, newer)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert page_of(cast, cast.head, older)
        return len(found)

    asked()
    before = asked()
    for _number in range(2):
        older.refresh_from_db()
        join_incidents(cast.as_(cast.head), older, cast.incident(cast.li))
    assert asked() == before

"""The demonstration's incidents: two that are over, with their time lines, and a drill that runs."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from nuangang.accounts.models import School, User
from nuangang.accounts.posts import Post
from nuangang.incidents.actions.county import escalate, receive
from nuangang.incidents.actions.leading import add_line, close_incident, take_lead
from nuangang.incidents.actions.raising import raise_incident
from nuangang.incidents.actions.reporting import hand_in, keep_report
from nuangang.incidents.actions.rota import set_shifts
from nuangang.incidents.actions.telling import note_attempt
from nuangang.incidents.models import Deadline, Escalation, Incident, of
from nuangang.incidents.queries.reports import versions_of
from nuangang.incidents.rota import in_turn
from nuangang.incidents.writing import Draft
from nuangang.people.actors import actor_for
from nuangang.people.models import Child, Staff, StaffPost, Tie
from nuangang.terms.calendar import school_day_now

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# party → (minutes after it happened, with whom); the township was told too late.
TOLD = {
    "class_teacher": (4, "班主任"), "head": (7, "校长"), "guardian": (21, "奶奶"),
    "parents": (43, "妈妈"), "bureau": (95, "值班室"), "township": (151, "值班室"),
}  # fmt: skip


def tell_incidents(school: School, now: datetime) -> None:
    """Let a child have broken an arm last week, one have been missed for a morning, and a drill run."""
    fill_rota(school, now)
    lead, raiser = _holder(school, Post.LEAD), _visitor(school)
    ties = Tie.objects.of(school).filter(until__isnull=True).select_related("child")
    children = [tie.child for tie in ties.order_by("pk").filter(adult_id=raiser.staff_id)[:3]]
    if len(children) < 3:
        return
    _broken_arm(raiser, lead, children[0], now - 6 * DAY - 3 * 60 * MINUTE)
    _missed(raiser, lead, children[1], now - 13 * DAY)
    drill = raise_incident(
        lead, once=uuid4(), kind="ran_away", children=[children[2]], place="宿舍", drill=True,
        words="演练：晚自习点名少一人。", now=now,
    )  # fmt: skip
    take_lead(lead, drill, now=now)


def fill_rota(school: School, now: datetime) -> None:
    """Let eight colleagues take turns by day and night, from five weeks ago to six weeks ahead."""
    rows = Staff.objects.of(school).filter(outside=False, user__isnull=False, until__isnull=True)
    people, since = list(rows.order_by("pk").values_list("pk", flat=True)[:8]), now - 35 * DAY
    first = school_day_now(since)
    for night in (False, True):
        days = [first + number * DAY for number in range(77)]
        order = people[3:] + people[:3] if night else people
        set_shifts(_holder(school, Post.LEAD), in_turn(days, order), night=night, now=since)


def _holder(school: School, post: Post) -> Any:
    held = StaffPost.objects.of(school).filter(post=post).values("staff__user_id").order_by("pk")
    return actor_for(held[0]["staff__user_id"])


def _visitor(school: School) -> Any:
    staff = Staff.objects.of(school).get(user__login="agent-parent")
    return actor_for(staff.user_id)


def _broken_arm(raiser: Any, lead: Any, child: Child, at: datetime) -> None:
    made = raise_incident(
        raiser, once=uuid4(), kind="injury", children=[child], place="操场双杠旁",
        words="午休时从双杠上摔下，右前臂不能动，神志清楚。", now=at,
    )  # fmt: skip
    take_lead(lead, made, now=at + 6 * MINUTE)
    add_line(lead, made, "done", "校医固定手臂，两位老师送乡镇卫生院。", now=at + 15 * MINUTE)
    escalate(lead, made, "hand", "前臂骨折，请协调县医院床位。", now=at + 20 * MINUTE)
    if officer := User.objects.filter(login="county-officer").first():
        sent = of(made, Escalation).select_related("incident").get()
        receive(actor_for(officer.pk), sent, now=at + 31 * MINUTE)
    for party, (minutes, whom) in TOLD.items():
        _reach(raiser if minutes < 60 else lead, made, party, at + minutes * MINUTE, whom)
        if party == "bureau":
            hurt = "右前臂疑似骨折，神志清楚，正在卫生院检查。"
            _report(lead, made, "first", at + 110 * MINUTE, 1, {"hurt": hurt})
    for number in (1, 2):
        words = {"overview": "学生在卫生院住院，情绪平稳。", "hurt": "右前臂骨折，已复位打石膏。"}
        _report(lead, made, "progress", at + number * DAY - 60 * MINUTE, number, words)
    close_incident(
        lead, made, outcome="treated", words="右前臂骨折，已复位打石膏，住院两天后随奶奶回家。",
        lesson="双杠下加垫子；午休时操场要有值日老师。",
        follow_ups=[("去家里看望，问作业怎么补", _staff(raiser), school_day_now(at) + 20 * DAY)],
        now=at + 3 * DAY,
    )  # fmt: skip
    end = {"hurt": "右前臂骨折，没有别的伤。", "cause": "双杠下没有垫子；午休时操场没有值日老师。"}
    _report(lead, made, "final", at + 3 * DAY + 60 * MINUTE, 1, end)


def _missed(raiser: Any, lead: Any, child: Child, at: datetime) -> None:
    made = raise_incident(
        raiser, once=uuid4(), kind="truant", children=[child], words="第一节没到，没请假。", now=at
    )
    row = of(made, Deadline).select_related("incident").filter(party="guardian").first()
    if row is not None:
        note_attempt(
            raiser, row, result="no_answer", whom="爷爷", once=uuid4(), now=at + 9 * MINUTE
        )
    _reach(raiser, made, "guardian", at + 16 * MINUTE, "奶奶")
    close_incident(
        lead, made, outcome="well", words="发烧在家，奶奶不会用手机请假。",
        lesson="把班主任电话写在联系卡上，请邻居帮忙请假。", now=at + 40 * MINUTE,
    )  # fmt: skip


def _reach(actor: Any, incident: Incident, party: str, at: datetime, whom: str) -> None:
    for row in of(incident, Deadline).select_related("incident").filter(party=party, what="tell"):
        note_attempt(actor, row, result="reached", whom=whom, once=uuid4(), now=at)


def _report(
    actor: Any, incident: Incident, kind: str, at: datetime, issue: int, words: dict[str, str]
) -> None:
    """Write a report as the page begins it, with these words, and hand it to the bureau."""
    draft = Draft(
        actor,
        incident,
        now=at,
        named=False,
        kind=kind,
        issue=issue,
        versions=versions_of(actor, incident),
        corrects=None,
    )
    begun = draft.form(None).initial
    form = draft.form(
        {**begun, "steps": begun["steps"] or "班主任到卫生院看望。", **words, "names": "replace"}
    )
    if not form.is_valid() or not draft.take(form):
        raise ValueError(form.errors or draft.left)
    kept = keep_report(
        actor, incident, once=uuid4(), kind=kind, issue=issue, body=draft.body(), now=at
    )
    hand_in(actor, kept, once=uuid4(), party="bureau", result="reached", whom="安全科", now=at)


def _staff(actor: Any) -> Staff:
    return Staff.objects.get(school_id=actor.school_id, pk=actor.staff_id)

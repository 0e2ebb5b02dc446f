"""Answers by SMS to what an incident sent: a family has seen it, a colleague knows of it or takes the lead."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from nuangang.audit.actions import Person, record
from nuangang.incidents.actions.leading import take_lead
from nuangang.incidents.actions.steps import add_step
from nuangang.incidents.actions.telling import settle_deadline
from nuangang.incidents.models import Incident, IncidentStep, SeenLink
from nuangang.notify.answers import plain_words, takes_answers
from nuangang.notify.models import Answer, Message
from nuangang.people.actors import actor_for
from nuangang.people.models import Staff
from nuangang.policy.actor import Clock
from nuangang.policy.guards import visible

KNOWS = frozenset("1 收到 已收到 知道 知道了 我知道了 看到了 已看到 好 好的 收到谢谢 ok".split())
COMES = frozenset(("1", "我来", "我来牵头", "我牵头"))
AT_ONE_TIME = timedelta(minutes=10)
Kind, State = IncidentStep.Kind, Incident.State


class Ask(NamedTuple):
    """A message that waits for an answer: of which incident, to a family (`link`) or to a colleague."""

    message: Message
    incident: Incident
    link: SeenLink | None = None


@takes_answers
def take(answer: Answer, messages: list[Message], now: datetime) -> bool:
    """Settle the newest open message to this number; what can't be told for sure is left to a person."""
    # Where something else was sent since, it may be that which is answered.
    if not messages or not _of_incident(messages[0]):
        return False
    asks = _open(answer.school_id, messages)
    if not asks:
        return False
    newest = asks[0]
    near = [ask for ask in asks if newest.message.queued_at - ask.message.queued_at < AT_ONE_TIME]
    if len({ask.incident.pk for ask in near}) > 1:
        few = next((ask for ask in near if _is_for_few(ask)), None)
        return few is not None and _colleague(few, answer, "", now)
    words = plain_words(answer.text)
    if newest.link is not None:
        return words in KNOWS and _family(newest.link, answer, now)
    # Words about what only some may know stand in its time line, not in the list of head and keeper.
    known = _is_for_few(newest) or words in KNOWS | COMES
    return known and _colleague(newest, answer, words, now)


def _is_for_few(ask: Ask) -> bool:
    return ask.link is None and ask.incident.circle != Incident.Circle.ALL


def _of_incident(message: Message) -> bool:
    return message.purpose == "incident"


def _open(school_id: Any, messages: list[Message]) -> list[Ask]:
    """Return what of these still waits, the newest first; three statements at most."""
    sent = [m for m in messages if _of_incident(m)]
    if not sent:
        return []
    rows = SeenLink.objects.filter(school_id=school_id, message_id__in=[m.pk for m in sent])
    links = {row.message_id: row for row in rows.select_related("deadline__incident")}
    wanted = {m.about_id for m in sent if m.to_id and m.about_id}
    rows_of = Incident.objects.filter(school_id=school_id, pk__in=wanted, drill=False)
    runs = {row.pk: row.joined_to or row for row in rows_of.select_related("joined_to")}
    incidents = {pk: row for pk, row in runs.items() if row.state == State.OPEN}
    return [ask for m in sent if (ask := _ask(m, links.get(m.pk), incidents))]


def _ask(message: Message, link: SeenLink | None, incidents: dict[UUID, Incident]) -> Ask | None:
    if link is not None:
        incident = link.deadline.incident
        waits = link.deadline.is_open and link.seen_at is None and incident.state == State.OPEN
        return Ask(message, incident, link) if waits else None
    found = incidents.get(message.about_id) if message.to_id and message.about_id else None
    return Ask(message, found) if found else None


def _family(link: SeenLink, answer: Answer, now: datetime) -> bool:
    """Note that the family answered: by that it is told, under the name on file."""
    rows = SeenLink.objects.filter(school_id=link.school_id, pk=link.pk, seen_at__isnull=True)
    if not rows.update(seen_at=now):
        return False
    incident, family = link.deadline.incident, Clock(school_id=link.school_id)
    add_step(
        family, incident, Kind.ANSWERED, now, pk=uuid5(link.pk, "answered"), at=min(answer.at, now),
        deadline_id=link.deadline_id, result=IncidentStep.Result.REACHED, whom=link.whom,
        words=answer.text,
    )  # fmt: skip
    settle_deadline(link.deadline)
    record(
        Person("", school_id=link.school_id), "seen_by_family", kind="incident",
        object_id=incident.pk,
    )  # fmt: skip
    return True


def _colleague(ask: Ask, answer: Answer, words: str, now: datetime) -> bool:
    """Note that a colleague answered; who says to come takes the lead, where nobody has it and they may."""
    who = Staff.objects.filter(school_id=answer.school_id, pk=ask.message.to_id).first()
    actor = actor_for(who.user_id, who.pk) if who and who.user_id else None
    if actor is None or actor.school_id != answer.school_id:
        return False
    if not visible(actor, Incident, "write").filter(pk=ask.incident.pk).exists():
        return False
    add_step(
        actor, ask.incident, Kind.ANSWERED, now, pk=uuid5(answer.pk, "answered"),
        at=min(answer.at, now), words=answer.text,
    )  # fmt: skip
    if words in COMES and ask.incident.led_by_id is None:
        take_lead(actor, ask.incident, now=now)
    return True

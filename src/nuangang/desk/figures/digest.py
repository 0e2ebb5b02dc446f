"""What a person has to know today, once a day: one short block, put away with one tap."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuangang.care.kinds import LOOKS
from nuangang.care.models import Duty
from nuangang.care.queries.follow_ups import follow_up_rows
from nuangang.care.states import escalated
from nuangang.desk.figures.access import unconfirmed
from nuangang.desk.figures.incident_news import after_incidents, incidents_running
from nuangang.desk.figures.new_year import overdue
from nuangang.desk.figures.news import yesterday
from nuangang.desk.figures.sealed_news import pressing, talks_due
from nuangang.desk.models import Pause, Transfer
from nuangang.mentoring.queries.absences import absences, standing_in_for
from nuangang.mentoring.queries.at_home import children_home
from nuangang.people.clearance_queries import TO_ASK, staff_to_check
from nuangang.people.models import Child, Staff, Tie, holding
from nuangang.people.queries import here
from nuangang.people.vetting import DUE, EXPIRED, state_of
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.privacy.queries.breaches import cases
from nuangang.privacy.queries.packs import is_due
from nuangang.safety.queries.news import to_sign
from nuangang.terms.calendar import DAY, end_of

NAMED = 4
LATE_FOR_PACKS = 3
COLLEAGUES = 3


@dataclass(frozen=True)
class Line:
    """One thing to know: its mark, words, where a tap leads, and the record to tick off."""

    state: str
    text: str
    url: str = ""
    action: str = ""
    follow_up: Any = None
    phone: str = ""


@dataclass
class Digest:
    """One person's day."""

    lines: list[Line] = field(default_factory=list)

    def add(self, state: str, text: str, **more: Any) -> None:
        """Add a line."""
        self.lines.append(Line(state, text, **more))


def digest(actor: Actor, on: date, now: datetime) -> Digest:
    """Return what `actor` should know on `on`; about ten statements, loaded beside the page."""
    found = Digest()
    incidents_running(found.add, actor)
    pressing(found.add, actor, on, now)
    talks_due(found.add, actor, on)
    after_incidents(found.add, actor, on)
    if actor.may("care_record", "write"):
        _due(found, actor, on, now)
        _follow_ups(found, actor, on)
        _birthdays(found, actor, on)
        _ties(found, actor, on)
    if actor.everywhere("duty", "write"):
        _escalations(found, actor, now)
        _alone(found, actor, on)
    to_sign(found.add, actor, on)
    if actor.may("pairing", "write"):
        _home(found, actor, on)
    if actor.may("transfer", "write"):
        _moves(found, actor, on)
    if actor.may("privacy", "write"):
        _papers(found, actor, on)
    if actor.everywhere("clearance", "write"):
        _checks(found, actor, on)
    if actor.may("new_year", "write") and on.month in (8, 9, 10) and overdue(actor, on):
        text = _("The new school year waits for your yes")
        found.add("urgent", text, url=reverse("new_year"), action=_("Look"))
    if actor.may("access_review", "write") and (count := unconfirmed(actor, on)):
        text = ngettext(
            "Who can see what: %(num)d person not confirmed this term",
            "Who can see what: %(num)d people not confirmed this term",
            count,
        )
        url = f"{reverse('access_review')}?kind=due"
        found.add("waiting", text % {"num": count}, url=url, action=_("Look"))
    return found


def what_presses(actor: Actor, on: date, now: datetime) -> Digest:
    """Return what `actor` has to know even after putting the digest away."""
    found = Digest()
    incidents_running(found.add, actor)
    pressing(found.add, actor, on, now)
    return found


def _due(found: Digest, actor: Actor, on: date, now: datetime) -> None:
    """Say what falls due today, and what became late since yesterday morning."""
    rows = visible(actor, Duty).filter(
        staff_id=actor.staff_id, closed_on__isnull=True, exempt=False, done__lt=F("owed"),
        due_at__gt=yesterday(on), due_at__lte=end_of(on),
    )  # fmt: skip
    today: dict[str, list[str]] = defaultdict(list)
    late: dict[str, list[str]] = defaultdict(list)
    names = ("rule__kind", "child__name", "rule__name", "due_at")
    for kind, child, rule, due_at in rows.order_by("child__search", "pk").values_list(*names):
        group = late if due_at < now else today
        group[str(LOOKS[kind].short)].append(child or rule)
    for what, whom in late.items():
        found.add("urgent", _("Late since yesterday – %(what)s: %(whom)s") % _said(what, whom))
    for what, whom in today.items():
        found.add("waiting", _("Due today – %(what)s: %(whom)s") % _said(what, whom))


def _said(what: str, whom: list[str]) -> dict[str, str]:
    return {"what": what, "whom": few(whom)}


def few(names: list[str]) -> str:
    """Return up to four names, and how many more there are."""
    shown = "、".join(names[:NAMED])
    if len(names) <= NAMED:
        return shown
    more = ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", len(names))
    return more % {"names": shown, "count": len(names) - NAMED}


def _follow_ups(found: Digest, actor: Actor, on: date) -> None:
    for row in follow_up_rows(actor, on):
        words = {
            "child": row["child__name"],
            "what": LOOKS[row["kind"]].short,
            "day": formats.date_format(row["happened_on"], "MONTH_DAY_FORMAT"),
        }
        found.add(
            "waiting",
            _("Come back to %(child)s, as noted with the %(what)s of %(day)s") % words,
            url=f"{reverse('record')}?child={row['child_id']}&kind={row['kind']}",
            action=_("Record"),
            follow_up=row["pk"],
        )


def _birthdays(found: Digest, actor: Actor, on: date) -> None:
    mine = visible(actor, Tie).filter(holding(on), adult_id=actor.staff_id).values("child_id")
    days = Q(birth__month=on.month, birth__day=on.day)
    if (on.month, on.day) == (2, 28) and (on + DAY).month == 3:
        days |= Q(birth__month=2, birth__day=29)
    rows = here(visible(actor, Child), on).filter(days, pk__in=mine, birth_is_month=False)
    for pk, name, birth in rows.values_list("pk", "name", "birth"):
        text = _("%(name)s turns %(age)d today") % {
            "name": name,
            "age": on.year - (birth or on).year,
        }
        found.add("met", text, url=reverse("child", args=[pk]))


def _ties(found: Digest, actor: Actor, on: date) -> None:
    """Say who is new with me, who is not any more, and for whom I stand in."""
    since = yesterday(on).date()
    mine = visible(actor, Tie).filter(adult_id=actor.staff_id, capacity=Tie.Capacity.AGENT_PARENT)
    given = mine.filter(holding(on)).filter(Q(since__gte=since) | Q(made_at__gte=yesterday(on)))
    names = list(given.order_by("child__search").values_list("child__name", flat=True))
    if names:
        found.add("met", _("New with you: %(names)s") % {"names": few(names)})
    ended = mine.filter(until__gte=since, until__lte=on).exclude(until=F("since"))
    ended = ended.exclude(child__leave_reason=Child.LeaveReason.DIED)
    for name, reason in ended.values_list("child__name", "end_reason"):
        why = Tie.EndReason(reason).label if reason else ""
        found.add(
            "excused", _("No longer with you: %(name)s (%(why)s)") % {"name": name, "why": why}
        )
    for row in standing_in_for(actor, on):
        words = {
            "who": row["name"],
            "names": few(row["children"]),
            "day": formats.date_format(row["until"] - DAY, "MONTH_DAY_FORMAT"),
        }
        found.add("waiting", _("You stand in for %(who)s until %(day)s: %(names)s") % words)


def _escalations(found: Digest, actor: Actor, now: datetime) -> None:
    """Name for the lead who has missed a child twice in a row, with the number to ring."""
    rows = visible(actor, Duty).filter(escalated(now), closed_on__isnull=True)
    children: dict[Any, set[str]] = defaultdict(set)
    for staff, child in rows.values_list("staff_id", "child__name"):
        children[staff].add(child or _("the class"))
    people = Staff.objects.filter(school_id=actor.school_id).in_bulk([s for s in children if s])
    most = sorted(children.items(), key=lambda item: -len(item[1]))
    for staff, names in most[:COLLEAGUES]:
        person = people.get(staff)
        words = {
            "who": person.name if person else _("Nobody in charge"),
            "count": len(names),
            "names": few(sorted(names)),
        }
        found.add(
            "urgent",
            _("Missed twice – %(who)s: %(names)s") % words,
            url=reverse("duties") + f"?state=missed_twice&staff={staff or ''}",
            action=_("Look"),
            phone=person.phone if person else "",
        )
    if len(most) > COLLEAGUES:
        text = _("Missed twice – %(count)d more colleagues") % {"count": len(most) - COLLEAGUES}
        found.add("urgent", text, url=reverse("duties") + "?state=missed_twice", action=_("Look"))


def _alone(found: Digest, actor: Actor, on: date) -> None:
    for row in absences(actor, on):
        if row.alone and row.excuse.begins <= on + DAY:
            words = {"who": str(row.excuse.staff), "names": few(row.alone)}
            found.add(
                "urgent",
                _("%(who)s is away and nobody stands in for %(names)s") % words,
                url=reverse("absence", args=[row.excuse.pk]),
                action=_("Choose a stand-in"),
            )


def _home(found: Digest, actor: Actor, on: date) -> None:
    names = [row["name"] for row in children_home(actor, on)]
    if names:
        found.add(
            "waiting",
            _("No longer left-behind, still with an agent parent: %(names)s")
            % {"names": few(names)},
            url=reverse("pairs_home"),
            action=_("Keep or end"),
        )


def _papers(found: Digest, actor: Actor, on: date) -> None:
    """Say that last year's compliance pack is due, and who was not told of a breach yet."""
    if on.month <= LATE_FOR_PACKS and is_due(actor, on):
        text = _("The compliance pack of %(year)d is to be made by 31 January") % {
            "year": on.year - 1
        }
        found.add(
            "urgent" if on.month > 1 else "waiting", text, url=reverse("packs"), action=_("Look")
        )
    for case in cases(actor, state="open"):
        if untold := case.untold():
            words = {"what": case.now.what, "who": "、".join(map(str, untold))}
            address = reverse("breach", args=[case.now.case])
            text = _("Breach: %(what)s – still to do: %(who)s") % words
            found.add("urgent", text, url=address, action=_("Look"))


def _checks(found: Digest, actor: Actor, on: date) -> None:
    """Name whose check by the police has run out, and say how many are due soon."""
    columns = ("name", "outside", "cleared_until", "barred_on", "check_asked_on")
    rows = staff_to_check(actor, on, state=TO_ASK).values(*columns)
    states = [(row["name"], state_of(row, on)) for row in rows]
    late = [name for name, state in states if state == EXPIRED]
    due = [name for name, state in states if state == DUE]
    for state, names, text in (
        ("urgent", late, _("The check by the police has run out: %(names)s")),
        ("waiting", due, _("The check by the police is due within 30 days: %(names)s")),
    ):
        if names:
            said = text % {"names": few(names)}
            found.add(state, said, url=reverse("staff_checks") + "?state=to_ask", action=_("Look"))


def _moves(found: Digest, actor: Actor, on: date) -> None:
    """Say which files other schools offer, and whose studies should rest no longer."""
    offers = visible(actor, Transfer).filter(state=Transfer.State.OPEN, way=Transfer.Way.IN)
    for row in offers.order_by("made_at", "pk"):
        words = {"school": row.other_name, "name": row.child_name}
        found.add(
            "waiting",
            _("%(school)s offers you the file of %(name)s") % words,
            url=reverse("transfer", args=[row.pk]),
            action=_("Answer"),
        )
    back = visible(actor, Pause).filter(until=None, back_by__lte=on)
    for pk, name in back.order_by("back_by").values_list("child_id", "child__name"):
        found.add(
            "waiting",
            _("%(name)s should be back in class") % {"name": name},
            url=reverse("child_pause", args=[pk]),
            action=_("Look"),
        )

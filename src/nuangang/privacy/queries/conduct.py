"""Who has confirmed the rules of conduct this year, and whom to ask."""

from datetime import date

from django.db.models import DateTimeField, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nuangang.people.models import Staff, not_over
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.privacy.models import ConductSigned
from nuangang.privacy.parts import MET, URGENT, WAITING, Part, State

KEY = "conduct"
DONE, OPEN = "done", "open"


def is_asked(actor: Actor | None, on: date) -> bool:
    """Say whether somebody is to be asked today: their school asks, and they have not said yes."""
    if actor is None or actor.staff_id is None or KEY not in actor.school.preferences:
        return False
    signed = ConductSigned.objects.filter(
        school_id=actor.school_id, staff_id=actor.staff_id, year=on.year
    )
    return not signed.exists()


def everybody(actor: Actor, year: int, *, words: str = "", state: str = "") -> QuerySet[Staff]:
    """Return who works here with `signed_at` in a year (None: not yet), those open first."""
    mine = ConductSigned.objects.filter(
        school_id=OuterRef("school_id"), staff_id=OuterRef("pk"), year=year
    )
    signed = Subquery(mine.values("at")[:1], output_field=DateTimeField())
    rows = visible(actor, Staff).filter(not_over(timezone.localdate())).annotate(signed_at=signed)
    if words:
        rows = rows.filter(search__contains=words.lower())
    if state:
        rows = rows.filter(signed_at__isnull=state == OPEN)
    return rows.order_by("name")


def counts(actor: Actor, year: int) -> tuple[int, int]:
    """Return how many confirmed, of how many who work here."""
    rows = everybody(actor, year)
    return rows.filter(signed_at__isnull=False).count(), rows.count()


def state(actor: Actor, on: date) -> State:
    """Say how many have not confirmed."""
    done, total = counts(actor, on.year)
    if KEY not in actor.school.preferences:
        return State(_("nobody is asked yet"), URGENT)
    if done == total:
        return State(_("everybody has"), MET)
    text = ngettext("%(num)d has not", "%(num)d have not", total - done)
    return State(text % {"num": total - done}, WAITING)


PART = Part(
    gettext_lazy("Rules of conduct"),
    gettext_lazy("Read and confirmed by everybody once a year, asked at sign-in"),
    "conduct_list",
    "privacy",
    state,
    "L17",
)

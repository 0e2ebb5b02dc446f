"""Questions about lists in public."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from nuangang.accounts.models import School
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.privacy.models import PublicList
from nuangang.privacy.parts import WAITING, Part, State

WAITS, SHOWN, OVER = "waits", "shown", "over"
STATES = {
    WAITS: pgettext_lazy("public list", "waits for a second yes"),
    SHOWN: pgettext_lazy("public list", "in public"),
    OVER: pgettext_lazy("public list", "over"),
}


def narrowing(on: date) -> dict[str, Q]:
    """Return the condition for each state."""
    over = Q(ended_at__isnull=False) | Q(until__lt=on)
    return {
        WAITS: ~over & Q(approved_at__isnull=True),
        SHOWN: ~over & Q(approved_at__isnull=False),
        OVER: over,
    }


def state_of(row: PublicList, on: date) -> str:
    """Return how a list stands: one of STATES."""
    if row.ended_at or row.until < on:
        return OVER
    return SHOWN if row.approved_at else WAITS


def lists(actor: Actor, *, words: str = "", state: str = "") -> QuerySet[PublicList]:
    """Return the lists, newest first."""
    rows = visible(actor, PublicList).select_related("made_by", "approved_by", "ended_by")
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(purpose__icontains=words))
    return rows.filter(narrowing(timezone.localdate()).get(state, Q())).order_by("-made_at")


def in_public(school: str, address: str) -> tuple[School, PublicList] | None:
    """Return the list at a public address while it is to be seen, None before, after and for others."""
    found = School.objects.filter(short_name=school).first()
    if found is None:
        return None
    shown = narrowing(timezone.localdate())[SHOWN]
    row = PublicList.objects.filter(shown, school_id=found.pk, address=address).first()
    return (found, row) if row else None


def state(actor: Actor, on: date) -> State:
    """Say how many lists are in public, or wait for a yes."""
    waiting = visible(actor, PublicList).filter(narrowing(on)[WAITS]).count()
    if waiting:
        text = ngettext("%(num)d waits for a yes", "%(num)d wait for a yes", waiting)
        return State(text % {"num": waiting}, WAITING)
    shown = visible(actor, PublicList).filter(narrowing(on)[SHOWN]).count()
    text = ngettext("%(num)d in public", "%(num)d in public", shown) % {"num": shown}
    return State(text if shown else _("None in public"))


PART = Part(
    gettext_lazy("Public lists"),
    gettext_lazy("Names for the notice board: allowed columns only, a second yes, and a last day"),
    "public_lists",
    "privacy",
    state,
    "L13",
)

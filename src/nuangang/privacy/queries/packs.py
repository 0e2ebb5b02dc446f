"""Which yearly pack is due, and which were made."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.privacy.models import Pack
from nuangang.privacy.parts import MET, URGENT, WAITING, Part, State

FIRST_WARNING = 15


def is_due(actor: Actor, on: date) -> bool:
    """Say whether last year's pack is still to be made; asked from 1 January on, due by the 31st.

    A school that began here this year had nothing to hand in for the year before.
    """
    began = actor.school.created_at.date() if actor.school.created_at else None
    if began and began.year >= on.year:
        return False
    return not visible(actor, Pack).filter(year=on.year - 1).exists()


def state(actor: Actor, on: date) -> State:
    """Say whether last year's pack is made."""
    latest = visible(actor, Pack).order_by("-year", "-at").first()
    if is_due(actor, on):
        late = (on.month, on.day) > (1, FIRST_WARNING)
        text = _("%(year)d to be made by 31 January") % {"year": on.year - 1}
        return State(text, URGENT if late else WAITING)
    if latest is None:
        return State(_("none made yet"))
    return State(_("%(year)d made") % {"year": latest.year}, MET)


PART = Part(
    gettext_lazy("Yearly compliance pack"),
    gettext_lazy(
        "For the cyberspace office, by the end of January: figures and self-check in one file"
    ),
    "packs",
    "privacy",
    state,
    "L9 L10",
)

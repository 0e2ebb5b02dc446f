"""Questions about the rules for children's data."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.privacy.models import RulesVersion
from nuangang.privacy.parts import MET, URGENT, Part, State


def state(actor: Actor, _on: date) -> State:
    """Say which version of the rules is published."""
    latest = visible(actor, RulesVersion).order_by("-number").first()
    if latest is None:
        return State(_("Not published yet"), URGENT)
    given = {"number": latest.number, "day": latest.valid_from.isoformat()}
    return State(_("Version %(number)s, since %(day)s") % given, MET)


PART = Part(
    gettext_lazy("Rules for children's data"),
    gettext_lazy("What the school keeps, what for, who sees it, for how long, whom to turn to"),
    "privacy",
    "privacy",
    state,
    "L3 L5",
)

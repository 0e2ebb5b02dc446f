"""Questions about the rules for children's data."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.accounts.models import School
from nuangang.people.purposes import OPTIONAL, purposes_on
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.privacy.models import RulesDraft, RulesVersion
from nuangang.privacy.parts import MET, URGENT, Part, State
from nuangang.privacy.rules_text import SECTIONS


def latest_version(actor: Actor) -> RulesVersion | None:
    """Return the rules in force, which are nobody's secret."""
    return RulesVersion.objects.of(actor.school_id).order_by("-number").first()


def public_versions(school: School) -> list[RulesVersion]:
    """Return all published versions, the newest first: anybody may read them."""
    return list(RulesVersion.objects.of(school).order_by("-number"))


def text_to_edit(actor: Actor) -> dict[str, Any]:
    """Return what the form begins with: the draft, the rules in force, or the text as shipped."""
    draft = visible(actor, RulesDraft).first()
    latest = latest_version(actor)
    if draft:
        return {
            "sections": draft.sections,
            "optional": draft.optional,
            "anew": draft.anew,
            "changed": draft.changed,
        }
    return {
        "sections": latest.sections if latest else [list(each) for each in SECTIONS],
        "optional": list(purposes_on(actor.school)) if latest else [p.code for p in OPTIONAL[:2]],
        "anew": [],
        "changed": "",
    }


def state(actor: Actor, _on: date) -> State:
    """Say which version of the rules is published."""
    latest = latest_version(actor)
    if latest is None:
        return State(_("Not published yet"), URGENT)
    given = {"number": latest.number, "day": latest.valid_from.isoformat()}
    return State(_("Version %(number)s, since %(day)s") % given, MET)


PART = Part(
    gettext_lazy("Rules for children's data"),
    gettext_lazy("What the school keeps, what for, who sees it, for how long, whom to turn to"),
    "data_rules",
    "privacy",
    state,
    "L3 L5",
)

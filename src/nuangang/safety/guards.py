"""Who may see the safety agreements and the directory."""

from django.db.models import Q

from nuangang.policy.actor import Actor
from nuangang.policy.guards import guard, unguarded
from nuangang.policy.matrix import Scope
from nuangang.safety.levels import roles_below
from nuangang.safety.models import (
    AgreementText,
    DirectoryLink,
    NumberShown,
    Round,
    SafetyFigures,
    Signature,
)


def _own_and_below(actor: Actor) -> Q:
    """One's own signatures, and those opposite to which one's posts sign."""
    return Q(staff_id=actor.staff_id) | Q(role__in=roles_below(actor.posts))


guard(Signature, "safety_agreement", {Scope.OWN: _own_and_below})
guard(Round, "safety_round")
guard(AgreementText, "safety_text")
guard(NumberShown, "own_number", {Scope.OWN: lambda actor: Q(staff_id=actor.staff_id)})
guard(DirectoryLink, "directory", {Scope.CLASS: lambda actor: Q(klass_id__in=actor.class_ids)})
unguarded(
    SafetyFigures, "numbers of a school, read by the county's page, which asks for the right to it"
)

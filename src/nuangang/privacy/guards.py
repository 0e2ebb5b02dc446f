"""Who may see the papers the law asks for."""

from nuangang.policy.guards import guard
from nuangang.privacy.models import (
    Assessment,
    AssessmentDraft,
    Breach,
    BreachStep,
    ConductSigned,
    Pack,
    PublicList,
    RulesDraft,
    RulesVersion,
    SelfCheck,
    Sharing,
)

guard(RulesVersion, "privacy")
guard(RulesDraft, "privacy")
for _model in (
    Assessment, AssessmentDraft, Breach, BreachStep, ConductSigned, Pack, PublicList, SelfCheck,
    Sharing,
):  # fmt: skip
    guard(_model, "privacy")

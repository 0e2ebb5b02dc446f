"""Who may see the papers the law asks for."""

from nuangang.policy.guards import guard, unguarded
from nuangang.privacy.models import (
    Assessment,
    AssessmentDraft,
    Breach,
    BreachStep,
    ConductSigned,
    ConsentLink,
    DataRequest,
    Forgetting,
    Hold,
    KeepingTime,
    Pack,
    PublicList,
    RetentionRun,
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
guard(DataRequest, "data_request")
guard(Forgetting, "retention")
guard(Hold, "retention")
guard(KeepingTime, "retention")
guard(RetentionRun, "retention")
unguarded(ConsentLink, "found by the secret code of a slip only")

"""The law's papers: one module for each thing."""

from nuangang.privacy.models.assessments import Assessment, AssessmentDraft
from nuangang.privacy.models.breaches import Breach, BreachStep
from nuangang.privacy.models.conduct import ConductSigned
from nuangang.privacy.models.links import ConsentLink
from nuangang.privacy.models.packs import Pack, SelfCheck
from nuangang.privacy.models.public_lists import PublicList
from nuangang.privacy.models.requests import DataRequest, Forgetting, Hold
from nuangang.privacy.models.retention import KeepingTime, RetentionRun
from nuangang.privacy.models.rules import RulesDraft, RulesVersion
from nuangang.privacy.models.sharing import Sharing

__all__ = [
    "Assessment",
    "AssessmentDraft",
    "Breach",
    "BreachStep",
    "ConductSigned",
    "ConsentLink",
    "DataRequest",
    "Forgetting",
    "Hold",
    "KeepingTime",
    "Pack",
    "PublicList",
    "RetentionRun",
    "RulesDraft",
    "RulesVersion",
    "SelfCheck",
    "Sharing",
]

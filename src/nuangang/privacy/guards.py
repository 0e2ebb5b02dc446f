"""Who may see the papers the law asks for."""

from nuangang.policy.guards import guard
from nuangang.privacy.models import RulesDraft, RulesVersion

guard(RulesVersion, "privacy")
guard(RulesDraft, "privacy")

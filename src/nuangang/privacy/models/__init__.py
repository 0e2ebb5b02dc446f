"""The law's papers: one module for each thing."""

from nuangang.privacy.models.rules import RulesDraft, RulesVersion

__all__ = ["RulesDraft", "RulesVersion"]

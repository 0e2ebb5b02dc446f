"""Concerns, sealed notes, and the glass that is broken to read one in an emergency."""

from nuangang.wellbeing.models.concerns import Concern, ConcernChild, ConcernStep
from nuangang.wellbeing.models.glass import Glass, GlassEvent
from nuangang.wellbeing.models.notes import CounsellingWords, LegalWords, SealedNote

__all__ = [
    "Concern",
    "ConcernChild",
    "ConcernStep",
    "CounsellingWords",
    "Glass",
    "GlassEvent",
    "LegalWords",
    "SealedNote",
]

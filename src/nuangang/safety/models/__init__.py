"""Safety agreements and their signatures; the directory of numbers for parents."""

from nuangang.safety.models.agreements import AgreementText, Round, SafetyFigures, Signature
from nuangang.safety.models.directory import DirectoryLink, NumberShown

__all__ = [
    "AgreementText",
    "DirectoryLink",
    "NumberShown",
    "Round",
    "SafetyFigures",
    "Signature",
]

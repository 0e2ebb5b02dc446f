"""What a school sets about children's data: who is in charge, and how fast it answers."""

from dataclasses import dataclass
from typing import Any

KEY = "privacy"
ANSWER_DAYS = 15


@dataclass(frozen=True)
class PrivacySettings:
    """Who is in charge of children's data, their phone, and the working days for an answer."""

    person: str = ""
    phone: str = ""
    answer_days: int = ANSWER_DAYS


def privacy_settings(school: Any) -> PrivacySettings:
    """Return the school's settings; what was never set has its default."""
    return PrivacySettings(**school.preferences.get(KEY, {}))

"""What can be done for a child: our kinds, and those that a school names itself."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What was done for a child."""

    TALK = "talk", _("Talk")
    TUTORING = "tutoring", _("Tutoring")
    PARENT_CALL = "parent_call", _("Call to the parents")
    CARER_CALL = "carer_call", _("Call to the carer")
    CHILD_CALL = "child_call", _("Child called the parents")
    HOME_VISIT = "home_visit", _("Home visit")
    GIFT = "gift", _("Gift or aid")
    LETTER = "letter", _("Letter")
    REUNION = "reunion", _("Talk with the parents at home")
    ACTIVITY = "activity", _("Activity")
    MEETING = "meeting", _("Meeting with the carers")
    LOOK_IN = "look_in", _("Looked in on the child")
    CLASS_MEETING = "class_meeting", _("Class meeting on a theme")
    HEALTH_CHECK = "health_check", _("Health check")
    PAIR_CHECK = "pair_check", _("Looked how the pair gets on")
    SUMMARY = "summary", _("Written summary")


# A kind that a school has named itself is kept as this and its name: "own:生日祝福".
OWN = "own:"
LONGEST_OWN = 12
# What nobody sees and what turns the line about has no place in a name; nor a blank at its ends.
# The API's schema publishes the same pattern, so that it promises just what is taken.
_UNSEEN = r"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
OWN_PATTERN = rf"^{OWN}[^\s{_UNSEEN}](?:[^{_UNSEEN}]{{0,{LONGEST_OWN - 2}}}[^\s{_UNSEEN}])?$"


def own_kind(name: str) -> str:
    """Return the kind that stands for a name of the school's own."""
    return f"{OWN}{name.strip()[:LONGEST_OWN]}"


def kind_label(kind: str) -> str:
    """Return what a kind is called, one of ours or the school's own."""
    return kind.removeprefix(OWN) if kind.startswith(OWN) else str(Kind(kind).label)


def is_kind(text: str) -> bool:
    """Say whether `text` is a kind of ours, or has the form of a school's own."""
    return text in Kind.values or re.fullmatch(OWN_PATTERN, text) is not None

"""The people of the demonstration school whom a visitor can be, only where no real school is."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from nuangang.accounts.models import School, User


@dataclass(frozen=True)
class Part:
    """One part in the demonstration: its sign-in name, what it is, and what to look at."""

    login: str
    role: Any
    sees: Any


PARTS = (
    Part("head", _("Head"), _("who has been left out, and every number's list")),
    Part("lead", _("Moral-education lead"), _("rosters, pairing, rules and the whole school")),
    Part("class-teacher", _("Class teacher"), _("the files and duties of one class")),
    Part("agent-parent", _("Agent parent"), _("my children, and a talk recorded in three taps")),
    Part("counsellor", _("Counsellor"), _("children of the whole school, as counsellor")),
    Part("county", _("County viewer"), _("figures of several schools, no names")),
    Part(
        "outside-mentor",
        _("Outside mentor"),
        _("three children of the village, without family facts"),
    ),
    Part("records", _("School-roll officer"), _("files and rosters, numbers in full")),
    Part("doctor", _("School doctor"), _("health, and numbers that are dialled unseen")),
    Part("subject-teacher", _("Subject teacher"), _("names and classes of those taught")),
    Part("money-keeper", _("Money keeper"), _("names and classes for aid, nothing else")),
    Part("room-keeper", _("Room keeper"), _("no child who is not theirs")),
    Part("auditor", _("Auditor"), _("the log of who looked at what, no child's file")),
    Part("keeper", _("System keeper"), _("sign-ins and the machine, no child's file")),
    Part("county-officer", _("County officer"), _("figures, and what is escalated to the county")),
)


def is_demonstration() -> bool:
    """Say whether every school here is a demonstration school, and there is one."""
    kinds = set(School.objects.values_list("is_demo", flat=True).distinct())
    return kinds == {True}


def cast() -> list[tuple[Part, User]]:
    """Return the parts with their users; empty outside the demonstration."""
    if not is_demonstration():
        return []
    users = {u.login: u for u in User.objects.filter(login__in=[p.login for p in PARTS])}
    return [(part, users[part.login]) for part in PARTS if part.login in users]

"""What a phone keeps for raising without a network: which kinds are in use, and whom to ring by voice."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.accounts.posts import Post
from nuangang.incidents.dialling import numbers_in
from nuangang.incidents.kinds import KINDS, Party
from nuangang.incidents.queries.policy import in_force
from nuangang.incidents.table import rule_of
from nuangang.people.models import StaffPost, holding
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible

WHO = (Post.HEAD.value, Post.DEPUTY.value, Post.LEAD.value)


def phone_help(actor: Actor) -> dict[str, Any]:
    """Return the kinds in use and [whose, number] of the leaders, the school and the authorities."""
    table = in_force(actor.school).table
    held = visible(actor, StaffPost).filter(holding(timezone.localdate()), post__in=WHO)
    rows = sorted(held.select_related("staff"), key=lambda row: WHO.index(row.post))
    numbers = [
        [f"{row.get_post_display()} {row.staff.name}", row.staff.phone]
        for row in rows
        if row.staff.phone
    ]
    if actor.school.phone:
        numbers.append([_("School"), actor.school.phone])
    for party, text in table.get("numbers", {}).items():
        numbers += [[str(Party(party).label), found.shown] for found in numbers_in(text)]
    once: dict[str, list[str]] = {}
    for row in numbers:
        once.setdefault(row[1], row)
    kinds = [code for code in KINDS if rule_of(table, code).on]
    return {"kinds": kinds, "numbers": list(once.values())}

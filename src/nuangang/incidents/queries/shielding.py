"""Whose name a reader of an incident is shown: never who reported harm to a child."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from nuangang.incidents.models import Incident
from nuangang.policy.actor import Actor


def who_did(actor: Actor, incident: Incident, staff: Any) -> str:
    """Return a colleague's name, or that it is kept secret who reported harm to a child."""
    if staff is None:
        return ""
    if incident.is_shielded and staff.pk == incident.raised_by_id and staff.pk != actor.staff_id:
        return str(_("who reported (kept secret)"))
    return str(staff.name)

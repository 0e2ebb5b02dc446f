"""What today's page says of incidents: those that run to whoever leads in them, follow-ups to whoever does them."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuangang.incidents.queries.afterwards import follow_ups_due
from nuangang.incidents.queries.board import running_for
from nuangang.lib.dates import day_text
from nuangang.policy.actor import Actor

Add = Any


def incidents_running(add: Add, actor: Actor) -> None:
    """Say how many incidents run, from the school's row: no statement."""
    if count := running_for(actor):
        text = ngettext("An incident runs", "%(count)d incidents run", count) % {"count": count}
        add("urgent", text, url=reverse("incidents"), action=_("Look"))


def after_incidents(add: Add, actor: Actor, on: date) -> None:
    """Say what the actor has to do after incidents by today."""
    for row in follow_ups_due(actor, on):
        words = {"what": row.words, "day": day_text(row.due_on)}
        text = _("After an incident, by %(day)s: %(what)s") % words
        if row.staff_id != actor.staff_id:
            said = _("After an incident, by %(day)s, but %(who)s has left: %(what)s")
            text = said % {**words, "who": row.staff.name}
        url = reverse("incident_after", args=[row.pk])
        add("urgent" if row.due_on < on else "waiting", text, url=url, action=_("Look"))

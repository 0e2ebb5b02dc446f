"""Questions about the impact assessment."""

import hashlib
import json
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.people.models import Child, Staff, not_over
from nuangang.people.queries import here
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.privacy.assessment_text import SECTIONS, ready_text
from nuangang.privacy.models import Assessment, AssessmentDraft, RulesVersion
from nuangang.privacy.parts import MET, URGENT, WAITING, Part, State

LASTS = timedelta(days=365)


def signed(actor: Actor) -> list[Assessment]:
    """Return the signed assessments, newest first."""
    return list(visible(actor, Assessment).order_by("-number"))


def purposes_digest(school_id: Any) -> str:
    """Return a digest of the purposes as the newest rules tell them, '' when none are published."""
    latest = RulesVersion.objects.filter(school_id=school_id).order_by("-number").first()
    if latest is None:
        return ""
    return hashlib.sha256(json.dumps(latest.purposes, sort_keys=True).encode()).hexdigest()


def why_again(actor: Actor, latest: Assessment | None, on: date) -> str:
    """Return why an assessment has to be signed (again), '' when it need not."""
    if latest is None:
        return _("No assessment is signed yet; the law asks for one before sensitive data is used.")
    if latest.signed_on + LASTS <= on:
        return _("The last assessment is more than a year old.")
    if latest.about != purposes_digest(actor.school_id):
        return _("The purposes in the school's rules have changed since the last assessment.")
    return ""


def beginning(actor: Actor) -> dict[str, str]:
    """Return the texts to edit: the draft, else the last signed ones, else the ready ones."""
    draft = visible(actor, AssessmentDraft).first()
    if draft is not None:
        return {code: draft.answers.get(code, "") for code in SECTIONS}
    last = visible(actor, Assessment).order_by("-number").first()
    if last is not None:
        return {code: last.answers.get(code, "") for code in SECTIONS}
    return ready_text(figures(actor))


def figures(actor: Actor) -> dict[str, Any]:
    """Return what the ready text says in numbers."""
    today = timezone.localdate()
    children = here(Child.objects.filter(school_id=actor.school_id), today)
    return {
        "school": actor.school.name,
        "children": children.count(),
        "young": children.filter(birth__gt=fourteen_before(today)).count(),
        "staff": Staff.objects.filter(not_over(today), school_id=actor.school_id).count(),
    }


def fourteen_before(day: date) -> date:
    """Return the day on which somebody who turns 14 on `day` was born."""
    try:
        return day.replace(year=day.year - 14)
    except ValueError:
        return day.replace(year=day.year - 14, day=28)


def state(actor: Actor, on: date) -> State:
    """Say whether the assessment is signed and still fits."""
    latest = visible(actor, Assessment).order_by("-number").first()
    if why_again(actor, latest, on):
        began = visible(actor, AssessmentDraft).exists()
        words = _("begun") if began else _("to be signed")
        return State(words, WAITING if began and latest else URGENT)
    assert latest is not None
    return State(_("signed %(day)s") % {"day": latest.signed_on.isoformat()}, MET)


PART = Part(
    gettext_lazy("Impact assessment"),
    gettext_lazy("What we do with the data, what could go wrong, what is done against it; yearly"),
    "assessment",
    "privacy",
    state,
    "L11",
)

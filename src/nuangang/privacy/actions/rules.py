"""Writing and publishing the rules for children's data."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.people.actions.consents import refresh_consents
from nuangang.people.purposes import PURPOSES, purposes_on, with_purposes_on
from nuangang.privacy.models import RulesDraft, RulesVersion
from nuangang.privacy.school_settings import KEY, PrivacySettings, privacy_settings


class NotReadyError(ValueError):
    """Rules that can't be published yet; the message says what is missing."""


@transaction.atomic
def save_draft(
    actor: Any,
    sections: list[list[str]],
    *,
    optional: list[str],
    anew: list[str],
    changed: str,
) -> RulesDraft:
    """Keep the next version as it stands; nothing of it holds before it is published."""
    values = {
        "sections": sections, "optional": optional, "anew": anew, "changed": changed,
        "at": timezone.now(), "by_name": actor.name,
    }  # fmt: skip
    draft, _made = RulesDraft.objects.update_or_create(school_id=actor.school_id, defaults=values)
    record(actor, "saved_draft", kind="rules", object_id=draft.pk)
    return draft


def publish_rules(actor: Any, *, valid_from: date) -> RulesVersion:
    """Publish the draft as the next version.

    A purpose that is new, or that the draft asks anew, waits for consents given from now on.
    """
    with transaction.atomic():
        school = School.objects.select_for_update().get(pk=actor.school_id)
        charge = privacy_settings(school)
        if not (charge.person and charge.phone):
            raise NotReadyError("person")
        if (draft := RulesDraft.objects.of(school).first()) is None:
            raise NotReadyError("draft")
        version = _version(actor, school, draft, charge, valid_from)
        version.save(force_insert=True)
        on = _switched_on(school, draft, version)
        preferences = with_purposes_on(school.preferences, on)
        school.preferences = {**preferences, "rules_version": version.number}
        school.save(update_fields=["preferences"])
        RulesDraft.objects.of(school).delete()
        refresh_consents(school)
        record(
            actor, "published_rules", kind="rules", object_id=version.pk,
            label=str(version.number), anew=version.anew,
        )  # fmt: skip
    return version


def _version(
    actor: Any, school: School, draft: RulesDraft, charge: PrivacySettings, on: date
) -> RulesVersion:
    latest = RulesVersion.objects.of(school).order_by("-number").first()
    optional = draft.optional
    before = purposes_on(school)
    asked = [code for code in optional if code not in before]
    again = [code for code in draft.anew if code in optional]
    with translation.override("zh-hans"):
        told = [p.told() for p in PURPOSES if not p.optional or p.code in optional]
    return RulesVersion(
        school_id=school.pk,
        number=latest.number + 1 if latest else 1,
        sections=draft.sections,
        purposes=told,
        anew=sorted({*asked, *again}),
        person=charge.person,
        phone=charge.phone,
        changed=draft.changed,
        valid_from=on,
        published_at=timezone.now(),
        by_id=actor.staff_id,
        by_name=actor.name,
    )


def _switched_on(school: School, draft: RulesDraft, version: RulesVersion) -> dict[str, int]:
    before = purposes_on(school)
    optional = draft.optional
    return {
        code: version.number if code in version.anew else before[code]
        for code in optional
    }  # fmt: skip


@transaction.atomic
def name_person(actor: Any, settings: PrivacySettings) -> None:
    """Say who is in charge of children's data, and in how many working days requests are answered."""
    school = School.objects.select_for_update().get(pk=actor.school_id)
    kept = {
        "person": settings.person,
        "phone": settings.phone,
        "answer_days": settings.answer_days,
    }
    school.preferences = {**school.preferences, KEY: kept}
    school.save(update_fields=["preferences"])
    record(actor, "named_person", kind="rules", label=settings.person)

"""Writing the sharing register, by hand and from what the product itself gave away."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.accounts.models import School
from nuangang.audit.actions import record
from nuangang.audit.models import Entry
from nuangang.privacy.models import Sharing
from nuangang.privacy.whom import children_of

KEPT = timedelta(days=3 * 366)
LATELY, A_MONTH = timedelta(days=3), timedelta(days=40)
ITSELF = ("transfer_offered", "printed_transfer_card", "token_made")


@transaction.atomic
def note_sharing(
    actor: Any, fields: dict[str, Any], *, wrong: Sharing | None = None, reason: str = ""
) -> Sharing | None:
    """Note what was given to whom; with `wrong` in the place of a line, None if that was done already."""
    if wrong is not None and _superseded(wrong):
        return None
    row = Sharing(school_id=actor.school_id, **fields, **_by(actor))
    row.supersedes, row.reason = wrong, reason
    row.count = children_of(row, row.on).count()
    row.save(force_insert=True)
    verb = "sharing_corrected" if wrong else "sharing_noted"
    record(actor, verb, kind="sharing", object_id=row.pk, label=row.to_name, count=row.count)
    return row


@transaction.atomic
def take_back_sharing(actor: Any, wrong: Sharing, *, reason: str) -> Sharing | None:
    """Say that a line never was; it stays readable. None if that was done already."""
    if _superseded(wrong):
        return None
    names = ("to", "to_name", "data", "whom", "klass_id", "children", "count", "why", "basis",
             "paper", "on")  # fmt: skip
    row = Sharing(
        school_id=wrong.school_id,
        **{name: getattr(wrong, name) for name in names},
        **_by(actor),
        supersedes=wrong,
        reason=reason,
        withdrawn=True,
    )
    row.save(force_insert=True)
    record(actor, "sharing_corrected", kind="sharing", object_id=row.pk, label=row.to_name)
    return row


def _superseded(row: Sharing) -> bool:
    return Sharing.objects.filter(school_id=row.school_id, supersedes_id=row.pk).exists()


def _by(actor: Any) -> dict[str, Any]:
    return {"by_id": actor.staff_id, "by_name": actor.name[:40], "at": timezone.now()}


def enter_what_left(school: School, *, days: timedelta = KEPT) -> int:
    """Note what the product itself gave away in the last `days`, out of the log; return how much.

    Each entry of the log is noted once, however often this runs. The page looks back a few days,
    the night a month, a pack three years: a long log isn't read whole for every look.
    """
    since = timezone.now() - days
    left = Entry.objects.filter(school_id=school.pk, verb__in=ITSELF, at__gte=since)
    known = Sharing.objects.filter(school_id=school.pk, source__isnull=False)
    rows = [_line(school, each) for each in left.exclude(pk__in=known.values("source"))]
    Sharing.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _line(school: School, entry: Entry) -> Sharing:
    """Return the line of the register for one entry of the log."""
    what = {
        "transfer_offered": _a_file,
        "printed_transfer_card": _a_file,
        "token_made": _a_program,
    }[entry.verb]
    return Sharing(
        school_id=school.pk,
        source=entry.pk,
        on=timezone.localdate(entry.at),
        by_name=entry.actor_name[:40],
        at=timezone.now(),
        **what(entry),
    )


def _a_file(entry: Entry) -> dict[str, Any]:
    child = entry.detail.get("child") or (entry.object_id if entry.kind == "child" else "")
    return {
        "to": Sharing.To.SCHOOL,
        "to_name": str(entry.detail.get("school") or _("the new school"))[:80],
        "data": ["names", "identity", "contact", "family", "care"],
        "whom": Sharing.Whom.SOME,
        "children": [str(child)] if child else [],
        "count": 1,
        "why": _("The child changes school (%(name)s)") % {"name": entry.label},
        "basis": Sharing.Basis.LAW,
        "paper": "",
    }


def _a_program(entry: Entry) -> dict[str, Any]:
    scopes = entry.detail.get("scopes") or []
    kinds = {"children": "names", "identity": "identity", "contact": "contact", "family": "family",
             "health": "health", "care_records": "care", "duties": "care"}  # fmt: skip
    data = {kinds[s.split(":")[0]] for s in scopes if s.split(":")[0] in kinds}
    return {
        "to": Sharing.To.PROGRAM,
        "to_name": entry.label[:80],
        "data": sorted(data) or ["names"],
        "whom": Sharing.Whom.ALL,
        "why": str(entry.detail.get("purpose") or _("A program was let in to ask for data"))[:200],
        "basis": Sharing.Basis.CONTRACT,
        "paper": "",
    }

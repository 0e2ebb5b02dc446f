"""What goes when a child is made anonymous, kind by kind; what stays are counts without a name.

Each part tells how much there is of it and lets go of it. Apps above privacy add theirs with `part`,
so nothing here has to know them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nuangang.care.actions.photos import FOLDER as PHOTOS
from nuangang.care.models import CareRecord, Excuse, PeriodResult, Photo
from nuangang.incidents.models import (
    Deadline,
    Escalation,
    FollowUp,
    IncidentChild,
    IncidentReport,
    IncidentStep,
    SeenLink,
)
from nuangang.intake.models import Batch, BatchStep
from nuangang.lib import sealed_files
from nuangang.lib.ids import new_id
from nuangang.notify.models import Message, Try
from nuangang.people.models import (
    Change,
    Child,
    ChildGroup,
    Consent,
    Contact,
    ParentFact,
    Relative,
    Tie,
)
from nuangang.privacy.actions.consents import folder_of
from nuangang.privacy.models import ConsentLink, DataRequest
from nuangang.wellbeing.models import (
    ConcernChild,
    ConcernStep,
    CounsellingWords,
    Glass,
    GlassEvent,
    LegalWords,
    SealedNote,
)

GONE = "—"


@dataclass(frozen=True)
class Part:
    """One kind of data: its name, which rows there are, and how they are let go of, counting them."""

    title: Any
    rows: Callable[[Child], QuerySet[Any]]
    forget: Callable[[QuerySet[Any]], int]


_PARTS: dict[str, Part] = {}


def part(code: str, title: Any, rows: Callable[[Child], QuerySet[Any]], **emptied: Any) -> None:
    """Register a kind of data; `emptied` are the values its columns are left with, none: deleted."""

    def forget(found: QuerySet[Any]) -> int:
        if emptied:
            return found.update(**emptied)
        count: int = found._raw_delete(
            found.db
        )  # no relation of these rows leads to others that stay
        return count

    _PARTS[code] = Part(title, rows, forget)


def of_child(model: Any) -> Callable[[Child], QuerySet[Any]]:
    """Return how to find the rows of `model` that hang on a child."""
    return lambda child: model.objects.filter(school_id=child.school_id, child_id=child.pk)


def messages_about(child: Child) -> QuerySet[Message]:
    """Return what was sent to the child's family."""
    return Message.objects.filter(school_id=child.school_id, about_id=child.pk)


def _of_messages(child: Child) -> QuerySet[Try]:
    told = list(messages_about(child).values_list("pk", flat=True))
    return Try.objects.filter(school_id=child.school_id, message_id__in=told)


def counted(child: Child) -> dict[str, int]:
    """Return how many rows of each kind there are."""
    return {code: each.rows(child).count() for code, each in _PARTS.items()}


def titles() -> dict[str, Any]:
    """Return the name of each kind."""
    return {code: each.title for code, each in _PARTS.items()}


def forget_everything(child: Child) -> dict[str, int]:
    """Let go of all that tells who the child is, in the caller's transaction; return how many of each kind."""
    _files(child)
    went = {code: each.forget(each.rows(child)) for code, each in _PARTS.items()}
    _blank(child)
    return went


def _files(child: Child) -> None:
    """Delete photo, scans and the photos of care that show nobody else, once the rows are gone."""
    own = child.school_id
    if child.photo:
        transaction.on_commit(partial(sealed_files.remove, f"portraits/{own}", child.photo))
    for scan in of_child(Consent)(child).exclude(scan=None).values_list("scan", flat=True):
        transaction.on_commit(partial(sealed_files.remove, folder_of(own), scan))


_KEPT = frozenset(
    "id school gender klass boarding rural_household special_needs joined_on left_on leave_reason "
    "left_behind left_behind_as_of made_at verified_on birth_is_month id_type pause "
    "household_registered".split()
)


def _blank(child: Child) -> None:
    """Empty every column of the file that isn't needed to count it; new columns too."""
    emptied: dict[str, Any] = {
        "name": GONE, "person": uuid4(), "photo": None, "gaps": [], "consents": [], "came_with": {},
        "birth": None, "verified_by": None, "anonymised_on": child.anonymised_on,
    }  # fmt: skip
    for field in Child._meta.concrete_fields:
        if field.name not in _KEPT and field.name not in emptied:
            emptied[field.name] = ""
    Child.objects.filter(school_id=child.school_id, pk=child.pk).update(**emptied)


def _alone_on_photos(child: Child) -> QuerySet[Photo]:
    """Return the photos of care that were taken with this child and nobody else."""
    own = {"school_id": child.school_id}
    mine = CareRecord.objects.filter(**own, child_id=child.pk, together__isnull=False)
    gone = set(mine.values_list("together", flat=True))
    shared = CareRecord.objects.filter(**own, together__in=gone).exclude(child_id=child.pk)
    alone = gone - set(shared.values_list("together", flat=True))
    return Photo.objects.filter(**own, together__in=alone, removed_at__isnull=True)


def _remove_photos(found: QuerySet[Photo]) -> int:
    for photo in found:
        folder = f"{PHOTOS}/{photo.school_id}"
        transaction.on_commit(partial(sealed_files.remove, folder, photo.file))
    return found.update(removed_at=timezone.now(), file=new_id())


def _rosters(child: Child) -> QuerySet[Batch]:
    """Return the rosters that brought something of the child; their report names rows."""
    steps = of_child(BatchStep)(child).values("batch_id")
    return Batch.objects.filter(
        school_id=child.school_id, pk__in=list(steps.values_list("batch_id", flat=True))
    )


def _of_notes(child: Child, words: Any) -> QuerySet[Any]:
    notes = of_child(SealedNote)(child).values_list("pk", flat=True)
    return words.objects.filter(school_id=child.school_id, note_id__in=list(notes))  # type: ignore[no-any-return]


def _of_concerns(child: Child) -> QuerySet[ConcernStep]:
    """Return what was written about this child and nobody else: others' concerns stay theirs."""
    own = {"school_id": child.school_id}
    mine = set(of_child(ConcernChild)(child).values_list("concern_id", flat=True))
    others = ConcernChild.objects.filter(**own, concern_id__in=mine).exclude(child_id=child.pk)
    alone = mine - set(others.values_list("concern_id", flat=True))
    return ConcernStep.objects.filter(**own, concern_id__in=alone)


def _of_incidents(model: Any) -> Callable[[Child], QuerySet[Any]]:
    """Return how to find the rows of incidents about a child and nobody else."""

    def found(child: Child) -> QuerySet[Any]:
        own = {"school_id": child.school_id}
        mine = set(of_child(IncidentChild)(child).values_list("incident_id", flat=True))
        others = IncidentChild.objects.filter(**own, incident_id__in=mine)
        alone = mine - set(others.exclude(child_id=child.pk).values_list("incident_id", flat=True))
        return model.objects.filter(**own, incident_id__in=alone)  # type: ignore[no-any-return]

    return found


def _links_of_incidents(child: Child) -> QuerySet[SeenLink]:
    told = of_child(Deadline)(child).values_list("pk", flat=True)
    return SeenLink.objects.filter(school_id=child.school_id, deadline_id__in=list(told))


def _of_glass(child: Child) -> QuerySet[GlassEvent]:
    broken = of_child(Glass)(child).values_list("pk", flat=True)
    return GlassEvent.objects.filter(school_id=child.school_id, glass_id__in=list(broken))


_PARTS["photos"] = Part(_("Photos of care with this child alone"), _alone_on_photos, _remove_photos)
part("contacts", _("Phone numbers"), of_child(Contact))
part("relatives", _("Relatives and carers"), of_child(Relative))
part("facts", _("Places of the parents"), of_child(ParentFact), place="", place_code="", cause="")
part("groups", _("Bases of recognised groups"), of_child(ChildGroup), basis="")
part("ties", _("Notes on pairs"), of_child(Tie), end_note="", why=[])
part(
    "changes", _("Texts of the history"), of_child(Change),
    before="", after="", object_label="", reason="",
)  # fmt: skip
part("records", _("Texts of care records"), of_child(CareRecord), words="", reason="", with_whom="")
part("results", _("Reasons of periods"), of_child(PeriodResult), reason="")
part("excuses", _("Reasons of days off"), of_child(Excuse), reason=GONE)
part("reports", _("Problems noted with rosters"), _rosters, report="")
part("steps", _("What rosters brought, and how to undo it"), of_child(BatchStep))
for _kind, _words in (("counselling", CounsellingWords), ("legal", LegalWords)):
    part(
        _kind, _("Words of sealed notes"), lambda child, words=_words: _of_notes(child, words),
        body="",
    )  # fmt: skip
part(
    "concerns",
    _("Words of concerns about this child alone"),
    _of_concerns,
    words="",
    place="",
    named="",
)
part(
    "incidents", _("Words of incidents about this child alone"), _of_incidents(IncidentStep),
    words="", place="", whom="", phone="", reason="",
)  # fmt: skip
part(
    "incident_reports", _("Written reports of incidents about this child alone"),
    _of_incidents(IncidentReport), body="", reason="",
)  # fmt: skip
part("told", _("With whom was spoken in incidents"), of_child(Deadline), told_to="")
part("incident_links", _("Links in SMS of an incident"), _links_of_incidents)
part(
    "to_county",
    _("Words to the county office about an incident"),
    _of_incidents(Escalation),
    words="",
)
part("afterwards", _("What was to be done after incidents"), _of_incidents(FollowUp), words="")
part("glass", _("Reasons of broken glass"), of_child(Glass), reason="")
part("glass_words", _("Reasons of broken glass"), _of_glass, words="")
part("links", _("Slips with a code"), of_child(ConsentLink))
part("answers", _("Notes on consents"), of_child(Consent), reason="")
part("requests", _("Words of requests"), of_child(DataRequest), words="", reasons="")
part(
    "messages", _("SMS to the family"), messages_about,
    to_name=GONE, address="", text="", problem="", state=Message.State.FAILED, due_at=None,
)  # fmt: skip
part("tries", _("What carriers answered, numbers among it"), _of_messages, words="")

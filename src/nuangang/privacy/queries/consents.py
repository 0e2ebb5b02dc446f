"""Questions about consents: who answered, who didn't, and what each answer was."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.people.models import Child, Consent, Relative, Staff
from nuangang.people.models.ties import not_over
from nuangang.people.purposes import Purpose, optional_on, purposes_on
from nuangang.people.queries import BY_CLASS, here
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.privacy.parts import MET, PLAIN, WAITING, Part, State

OPEN, YES, NO = "open", "yes", "no"
ANSWERED = {
    OPEN: gettext_lazy("Not answered yet"),
    YES: gettext_lazy("Agreed"),
    NO: gettext_lazy("Not agreed"),
}


def children_asked(actor: Actor, on: date, to: str = "read") -> QuerySet[Child]:
    """Return the children here whose consents the actor may see, or write down."""
    rows = here(visible(actor, Child), on)
    if actor.everywhere("consent", to):
        return rows
    return rows.filter(klass_id__in=actor.class_ids) if actor.may("consent", to) else rows.none()


def reaches(actor: Actor, klass_id: Any, to: str = "read") -> bool:
    """Say whether the actor may see, or write down, the consents of a class."""
    return actor.everywhere("consent", to) or klass_id in actor.class_ids


def witnesses(actor: Actor) -> list[tuple[UUID, str]]:
    """Return the staff who may have been there when somebody answered."""
    rows = visible(actor, Staff).filter(not_over(timezone.localdate()), outside=False)
    return list(rows.order_by("name").values_list("pk", "name"))


def _answered(code: str, since: int) -> Exists:
    rows = Consent.objects.filter(
        school_id=OuterRef("school_id"), child_id=OuterRef("pk"), purpose=code, version__gte=since
    )
    return Exists(rows)


def _agreed(code: str) -> Q:
    return Q(consents__icontains=f'"{code}"')


def narrowed(actor: Actor, rows: QuerySet[Child], *, purpose: str, state: str) -> QuerySet[Child]:
    """Narrow to children for whom a purpose (or any of them) is in `state`."""
    on = purposes_on(actor.school)
    asked = {purpose: on[purpose]} if purpose in on else on
    if not state or not asked:
        return rows
    found = Q(pk__in=[])
    for code, since in asked.items():
        if state == OPEN:
            found |= ~_answered(code, since) & ~_agreed(code)
        elif state == YES:
            found |= _agreed(code)
        else:
            found |= Q(_answered(code, since)) & ~_agreed(code)
    return rows.filter(found)


@dataclass(frozen=True)
class Asked:
    """One child's line: for each purpose open, yes or no."""

    child: Child
    states: dict[str, str]

    @property
    def all_answered(self) -> bool:
        """Say whether nothing is open."""
        return OPEN not in self.states.values()


def lines_of(actor: Actor, children: Iterable[Child]) -> list[Asked]:
    """Return what each of the children's guardians answered; one statement."""
    on, children = purposes_on(actor.school), list(children)
    rows = Consent.objects.filter(
        school_id=actor.school_id, child_id__in=[child.pk for child in children]
    ).values_list("child_id", "purpose", "version")
    heard: dict[UUID, set[str]] = defaultdict(set)
    for child_id, purpose, version in rows:
        if purpose in on and version >= on[purpose]:
            heard[child_id].add(purpose)
    return [
        Asked(
            child,
            {
                code: YES if child.may_use(code) else NO if code in heard[child.pk] else OPEN
                for code in on
            },
        )
        for child in children
    ]


def guardians(school_id: Any, children: Iterable[Child]) -> dict[UUID, list[Relative]]:
    """Return who may answer for each child: carers first, then parents."""
    found: dict[UUID, list[Relative]] = {child.pk: [] for child in children}
    rows = Relative.objects.filter(school_id=school_id, child_id__in=list(found)).filter(
        Q(is_carer=True) | Q(kin__in=["father", "mother"])
    )
    order = ("father", "mother")
    for row in sorted(rows, key=lambda r: (not r.is_carer, r.kin not in order, r.kin, str(r.pk))):
        if row.kin not in ("self", "sibling"):
            found[row.child_id].append(row)
    return found


def said_of(relative: Relative) -> str:
    """Return how a guardian is called on lists: the kin, and the name where it is known."""
    kin = relative.kin_word or str(relative.get_kin_display())
    return f"{kin} {relative.name}".strip()


def history_of(actor: Actor, child: Child) -> list[Consent]:
    """Return all answers for a child, the newest first."""
    rows = visible(actor, Consent).filter(child_id=child.pk)
    return list(rows.order_by("-recorded_at", "-pk"))


def counted(actor: Actor, on: date) -> tuple[int, int]:
    """Return how many children have an open answer, and how many there are."""
    rows = children_asked(actor, on)
    open_ = narrowed(actor, rows, purpose="", state=OPEN).count()
    return open_, rows.count()


def by_class(rows: QuerySet[Child]) -> QuerySet[Child]:
    """Order by class and name, with the class at hand."""
    return rows.select_related("klass").order_by(*BY_CLASS)


def asked_purposes(actor: Actor) -> list[Purpose]:
    """Return the optional purposes that the school asks about."""
    return optional_on(actor.school)


def state(actor: Actor, on: date) -> State:
    """Say how many children's guardians still have to answer."""
    if not purposes_on(actor.school):
        return State(_("Nothing to ask"), PLAIN)
    open_, total = counted(actor, on)
    if open_:
        return State(
            _("%(open)s of %(total)s not answered yet") % {"open": open_, "total": total}, WAITING
        )
    return State(_("All answered"), MET)


PART = Part(
    gettext_lazy("Consents"),
    gettext_lazy("Who agreed to what, who didn't answer yet, the forms for a class"),
    "consents",
    "consent",
    state,
    "L2 L3 L4 L5",
)

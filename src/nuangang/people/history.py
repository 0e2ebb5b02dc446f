"""The history of a child's file in words: who, when, which field, from what to what (R28)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.lib.masking import DOTS
from nuangang.people.fields import FIELDS, GROUPS, Sight, as_allowed
from nuangang.people.models import (
    Change,
    Child,
    ChildGroup,
    Contact,
    Kin,
    ParentFact,
    Relative,
    Tie,
)
from nuangang.people.models.family import VALUES
from nuangang.people.purposes import FIELD_PURPOSE
from nuangang.policy.matrix import CLEAR

MODELS: dict[str, Any] = {
    "child": Child,
    "relative": Relative,
    "contact": Contact,
    "fact": ParentFact,
    "group": ChildGroup,
    "tie": Tie,
}
EVENTS = {
    "opened": gettext_lazy("File opened"),
    "added": gettext_lazy("Put on file"),
    "dropped": gettext_lazy("Taken off the file"),
    "group": gettext_lazy("Group"),
    "photo": gettext_lazy("Photo"),
}
PHOTOS = {"one": gettext_lazy("a photo"), "another": gettext_lazy("another photo")}
CLASSES = {
    **{(model, name): each for model, named in FIELDS.items() for name, each in named.items()},
    ("contact", "dropped"): "contact",
}


def lines(sight: Sight, child: Child, changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Return a child's changes as the page shows them; sensitive values masked or hidden.

    What needs a consent that doesn't stand is hidden from everybody.
    """
    return [_line(sight, child, change) for change in changes]


def _class_of(change: Change) -> str:
    """Return the class of what was changed; a group's is that of the kind it was or became."""
    groups = {GROUPS.get(text) for text in (change.before, change.after, change.object_label)}
    if told := groups & {"legal", "health"}:
        return "legal" if "legal" in told else "health"
    other = "file" if change.kind in ("child", "tie", "staff") else "family"
    return CLASSES.get((change.kind, change.field), other)


def _line(sight: Sight, child: Child, change: Change) -> dict[str, Any]:
    purpose = FIELD_PURPOSE.get((change.kind, change.field))
    without = purpose is not None and not child.may_use(purpose)
    how = "hidden" if without else sight.sees(_class_of(change))
    before, after = (value_in_words(change, text) for text in (change.before, change.after))
    return {
        "at": change.at,
        "who": change.by_name,
        "what": about(change) if how == CLEAR or change.kind != "group" else DOTS,
        "field": field_name(change),
        "before": as_allowed(how, before),
        "after": as_allowed(how, after),
        "hidden": bool(how == "hidden" and (before or after)),
        "reason": change.reason,
        "roster": change.batch_id is not None,
    }


def about(change: Change) -> str:
    """Say what the line is about: a relative by name or kin, a parent's fact."""
    label = change.object_label
    if change.kind == "fact":
        parent, _space, kind = label.partition(" ")
        return f"{ParentFact.Parent(parent).label} · {ParentFact.Kind(kind).label}"
    if label in Kin.values:
        return str(Kin(label).label)
    if label in ChildGroup.Kind.values:
        return str(ChildGroup.Kind(label).label)
    return label


def field_name(change: Change) -> str:
    """Return the words for the field that was changed."""
    if change.kind == "fact" and change.field in ParentFact.Kind.values:
        return _("Stated")
    if change.kind == "tie" and change.field in Tie.Capacity.values:
        return str(Tie.Capacity(change.field).label)
    if change.field in EVENTS:
        return str(EVENTS[change.field])
    model = MODELS[change.kind]
    return str(model._meta.get_field(change.field).verbose_name)


def value_in_words(change: Change, text: str) -> str:
    """Return a stored value in words: codes by the field's choices, yes and no, the rest as is."""
    if not text:
        return ""
    if change.kind == "fact":
        return _fact_value(change, text)
    if change.field in ("added", "dropped"):
        return str(Kin(text).label) if text in Kin.values else _group(text)
    if change.kind == "group" and change.field in ("group", "kind"):
        return _group(text)
    if change.field == "photo":
        return str(PHOTOS.get(text, text))
    if change.kind == "tie" or change.field in EVENTS:
        return text
    field = MODELS[change.kind]._meta.get_field(change.field)
    if isinstance(field, BooleanField):
        return _("yes") if text == "yes" else _("no")
    return str(dict(field.flatchoices).get(text, text))


def _fact_value(change: Change, text: str) -> str:
    kind = change.object_label.partition(" ")[2]
    if change.field in ("since", "until", "place", "place_code", "cause", "source"):
        return text
    if change.field == "distance":
        return str(dict(ParentFact._meta.get_field("distance").flatchoices).get(text, text))
    code, _space, rest = text.partition(" ")
    words = str(VALUES[kind](code).label) if code in VALUES[kind].values else code
    return f"{words} {rest}".strip()


def _group(text: str) -> str:
    return str(ChildGroup.Kind(text).label) if text in ChildGroup.Kind.values else text

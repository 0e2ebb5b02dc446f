"""Rows that somebody may see or change; nothing reaches a page by another way."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet, UUIDField
from django.http import Http404

from nuangang.audit.actions import record
from nuangang.lib.ids import id_of
from nuangang.policy.actor import Actor
from nuangang.policy.matrix import MATRIX, Scope

Row = TypeVar("Row", bound=Model)
Reach = Callable[[Actor], Q]


def _everything(_actor: Actor) -> Q:
    return Q()


class Guard:
    """How one model's rows are narrowed for each scope."""

    def __init__(self, kind: str, reach: Mapping[Scope, Reach]) -> None:
        if kind not in MATRIX:
            raise KeyError(f"{kind} is not in the matrix")
        self.kind = kind
        self.reach = {Scope.SCHOOL: _everything, **reach}

    def narrow(self, actor: Actor, to: str) -> Q:
        """Return the union of what the actor's scopes reach; nothing where none does."""
        scopes = actor.scopes(self.kind, to)
        if Scope.SCHOOL in scopes and self.reach[Scope.SCHOOL] is _everything:
            return Q()
        found = Q(pk__in=[])
        for scope in scopes:
            if scope in self.reach:
                found |= self.reach[scope](actor)
        return found


_GUARDS: dict[type[Model], Guard] = {}
_OPEN: dict[type[Model], str] = {}


def guard(model: type[Model], kind: str, reach: Mapping[Scope, Reach] | None = None) -> None:
    """Declare by which rule of the matrix the rows of `model` are seen."""
    _GUARDS[model] = Guard(kind, reach or {})


def unguarded(model: type[Model], why: str) -> None:
    """Declare that `model` never reaches a page by itself, and why."""
    _OPEN[model] = why


def kind_of(model: type[Model]) -> str:
    """Return the matrix's kind by which rows of `model` are seen, '' for what no page shows by itself."""
    return _GUARDS[model].kind if model in _GUARDS else ""


def is_declared(model: type[Model]) -> bool:
    """Say whether somebody thought about who may see `model`."""
    return model in _GUARDS or model in _OPEN


def visible(actor: Actor, model: type[Row], to: str = "read") -> QuerySet[Row]:
    """Return the rows of the actor's school that the actor may read (or write)."""
    rows = model._default_manager.filter(school_id=actor.school_id)  # type: ignore[misc]
    narrowed = _GUARDS[model].narrow(actor, to)
    return rows.filter(narrowed) if narrowed else rows


def fetch(actor: Actor, model: type[Row], pk: Any, to: str = "read", **joined: Any) -> Row:
    """Return one row or raise: 404 for what the actor may not see, 403 for may not change.

    `joined` takes `rows`, a function that adds select_related and the like, or `prepared`, a
    policy.prepared.PreparedFor made from `visible` that finds the row by `pk`.
    """
    if isinstance(model._meta.pk, UUIDField) and (pk := id_of(pk)) is None:
        raise Http404
    if prepared := joined.get("prepared"):
        row = next(iter(prepared.objects(actor, pk=pk)), None)
    else:
        shape = joined.get("rows", lambda rows: rows)
        row = shape(visible(actor, model)).filter(pk=pk).first()
    if row is None:
        _refuse(actor, model, pk, to)
        raise Http404
    if to == "write" and not visible(actor, model, "write").filter(pk=pk).exists():
        _refuse(actor, model, pk, to)
        raise PermissionDenied
    return row


def _refuse(actor: Actor, model: type[Model], pk: Any, to: str) -> None:
    record(actor, "refused", kind=model._meta.model_name or "", object_id=pk, to=to)

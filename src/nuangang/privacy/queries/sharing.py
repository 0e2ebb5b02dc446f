"""Questions about the sharing register."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nuangang.people.staff_queries import classes_of, school_year_on
from nuangang.policy.actor import Actor
from nuangang.policy.guards import visible
from nuangang.privacy.models import Sharing
from nuangang.privacy.parts import Part, State
from nuangang.privacy.whom import names_for, whom_in_words


def standing(rows: QuerySet[Sharing], school_id: Any) -> QuerySet[Sharing]:
    """Keep the lines that hold: neither superseded nor taken back."""
    later = Sharing.objects.filter(school_id=school_id, supersedes__isnull=False)
    return rows.filter(withdrawn=False).exclude(pk__in=later.values("supersedes_id"))


def sharings(
    actor: Actor, *, to: str = "", words: str = "", year: str = "", all_lines: bool = False
) -> QuerySet[Sharing]:
    """Return the lines of the register, newest first; `all_lines` with those that were corrected."""
    rows = visible(actor, Sharing)
    rows = rows if all_lines else standing(rows, actor.school_id)
    if to:
        rows = rows.filter(to=to)
    if words:
        rows = rows.filter(
            Q(to_name__icontains=words) | Q(why__icontains=words) | Q(paper__icontains=words)
        )
    if re.fullmatch(r"[12][0-9]{3}", year):
        rows = rows.filter(on__year=int(year))
    return rows.order_by("-on", "-at")


def lines(actor: Actor, rows: Iterable[Sharing]) -> list[dict[str, Any]]:
    """Return each line with its children in words; three statements."""
    found = list(rows)
    names = names_for(actor, found)
    year = school_year_on(timezone.localdate())
    classes = {k.pk: k.name_on(year) for k in classes_of(actor, year)}
    ids = [row.pk for row in found]
    later = {
        row.supersedes_id: row for row in visible(actor, Sharing).filter(supersedes_id__in=ids)
    }
    return [
        {
            "row": row,
            "whom": whom_in_words(row, names, classes),
            "data": data_words(row.data),
            "later": later.get(row.pk),
        }
        for row in found
    ]


def data_words(codes: Iterable[str]) -> list[str]:
    """Return kinds of data in words."""
    words = dict(Sharing.Data.choices)
    return [str(words.get(code, code)) for code in codes]


def state(actor: Actor, on: date) -> State:
    """Say how often something was given away this year."""
    count = sharings(actor, year=str(on.year)).count()
    text = ngettext("%(num)d time this year", "%(num)d times this year", count)
    return State(text % {"num": count} if count else _("Nothing this year"))


PART = Part(
    gettext_lazy("Given to others"),
    gettext_lazy(
        "To whom data of children went, what, why and on what basis; kept for three years"
    ),
    "sharing",
    "privacy",
    state,
    "L12",
)

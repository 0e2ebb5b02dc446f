"""The table of times for keeping, and the sums of dates that follow from it (domain.md 4.3).

The law gives no number, only "the shortest necessary"; a school sets its own between bounds.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

YEARS, DAYS, NEXT = "years", "days", "next"
FILE, NOTES, ROSTER, PORTRAIT, WECHAT = "file", "notes", "roster", "portrait", "wechat"


@dataclass(frozen=True)
class Keeping:
    """How long one kind of data is kept: `default` years or days since `since`, else the next clearing."""

    code: str
    title: Any
    since: Any
    unit: str
    default: int = 0
    least: int = 0
    most: int = 0
    goes: Any = ""


KEPT = (
    Keeping(
        FILE, _("File and care records of a child who left"), _("the child left"), YEARS, 3, 1, 30,
        _("The child is made anonymous: name, family, numbers, photo and every text go; counts stay."),
    ),
    Keeping(
        NOTES, _("Sealed notes about a child who left"), _("the child left"), YEARS, 3, 1, 30,
        _("What the notes say goes; that there were notes stays."),
    ),
    Keeping(
        ROSTER, _("What a roster brought, and how to undo it"), _("it was read in"), DAYS, 365, 30, 1095,
        _("Its problems and what stood in the files before go; it can't be taken back any more."),
    ),
    Keeping(
        PORTRAIT, _("Photo without consent"), _("the guardian said no"), NEXT,
        goes=_("The photo on the file goes."),
    ),
    Keeping(
        WECHAT, _("WeChat or QQ without consent"), _("the guardian said no"), NEXT,
        goes=_("WeChat and QQ numbers of the relatives go, from the history too."),
    ),
)  # fmt: skip
BY_CODE = {each.code: each for each in KEPT}
OTHERS = (
    (
        _("Answers to consents"),
        _("go anonymous with the file; who looked for them finds the answer, no name"),
    ),
    (_("Files taken out"), _("are never kept here: they are made, sent and forgotten")),
    (_("Rosters nobody confirmed"), _("go by themselves after a week")),
    (_("The log"), _("has its own times, on the log's page")),
)


def due_on(since: date, unit: str, amount: int) -> date:
    """Return the first day on which data may go; 29 February is kept until 1 March where there is none."""
    if unit != YEARS:
        return since + timedelta(days=amount)
    try:
        return since.replace(year=since.year + amount)
    except ValueError:
        return date(since.year + amount, 3, 1)


def latest_since(today: date, unit: str, amount: int) -> date:
    """Return the latest beginning that is past its time by `today`."""
    if unit != YEARS:
        return today - timedelta(days=amount)
    try:
        return today.replace(year=today.year - amount)
    except ValueError:
        return date(today.year - amount, 2, 28)

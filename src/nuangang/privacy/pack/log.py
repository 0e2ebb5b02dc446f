"""The pack's tables out of the log: what was read, opened, taken out; and whether the log is whole."""

from collections import Counter
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from nuangang.audit.models import Block, Entry
from nuangang.audit.verbs import GROUPS, OPENING, READING, REFUSED, TAKING, VERBS
from nuangang.audit.verifying import keep_check, verify
from nuangang.privacy.pack.tables import Table, Year
from nuangang.terms.calendar import SCHOOL_ZONE

SHOWN = (READING, OPENING, TAKING, REFUSED)


def by_month(of: Year) -> dict[str, Counter[int]]:
    """Return for each group of verbs how many entries each month has; one statement."""
    entries = Entry.objects.filter(school_id=of.school.pk, at__range=of.moments)
    months = entries.annotate(month=TruncMonth("at", tzinfo=SCHOOL_ZONE))
    found: dict[str, Counter[int]] = {group: Counter() for group in SHOWN}
    for verb, kind, month, count in (
        months.order_by().values_list("verb", "kind", "month").annotate(Count("pk"))
    ):
        known = VERBS.get(f"{verb}/{kind}") or VERBS.get(verb)
        if known and known.group in found:
            found[known.group][month.month] += count
    return found


def access_log(of: Year) -> Table:
    """Count readings, unmaskings, exports and refusals month by month."""
    counts = by_month(of)
    rows: list[list[Any]] = []
    for group in SHOWN:
        each = [counts[group][month] for month in range(1, 13)]
        rows.append([str(GROUPS[group]), *each, sum(each)])
    months = [_("month %(number)d") % {"number": month} for month in range(1, 13)]
    return Table("log_by_month", _("The log in figures"), [_("What"), *months, _("together")], rows)


def log_state(of: Year) -> Table:
    """Go through the log's chain and say whether it is whole, with its newest anchor."""
    found = verify(of.school.pk)
    keep_check(found, timezone.now())
    newest = Block.objects.filter(school_id=of.school.pk).order_by("-number").first()
    rows: list[list[Any]] = [
        [_("gone through"), timezone.localtime().strftime("%Y-%m-%d %H:%M")],
        [_("result"), _("whole") if found.broken is None else _broken(found.broken)],
        [_("entries in the chain"), found.entries],
        [_("entries waiting to be chained"), found.waiting],
        [_("newest anchor"), f"{newest.number} {newest.hash}" if newest else "—"],
    ]
    return Table("log_check", _("Whether the log is whole"), [_("What"), _("Result")], rows)


def _broken(broken: Any) -> str:
    given = {"what": broken.what, "block": broken.block, "at": broken.at}
    return _("not whole: %(what)s, block %(block)s, %(at)s") % given

"""How long entries are kept, and letting go of what is past it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from nuangang.audit.actions import Person, record
from nuangang.audit.chain import of_chain
from nuangang.audit.models import HOUSE, Block, Entry, Keep, LogRules, Pruning

LAW_MONTHS = 6  # 网络安全法 21 (23 since 2025): logs of the network at least six months
LONGEST = 240


def months_before(moment: datetime, months: int) -> datetime:
    """Return the moment some months earlier, on the month's last day where there is no such day."""
    whole = moment.year * 12 + moment.month - 1 - months
    year, month = divmod(whole, 12)
    for day in (moment.day, 30, 29, 28):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def rules_of(school_id: UUID) -> LogRules:
    """Return a school's rules, the usual ones where it set none."""
    return LogRules.objects.filter(school_id=school_id).first() or LogRules(school_id=school_id)


def prune(school_id: UUID, now: datetime) -> int:
    """Let go of whole blocks' entries past their time; return how many entries went.

    The blocks stay, so that the chain can still be followed; that it was done is an entry itself.
    """
    rules = rules_of(school_id)
    months = {Keep.NETWORK: rules.network_months, Keep.FILES: rules.files_months}
    return sum(_prune(school_id, keep, now, max(m, LAW_MONTHS)) for keep, m in months.items())


def _prune(school_id: UUID, keep: str, now: datetime, months: int) -> int:
    through = _last_old_block(school_id, months_before(now, months))
    before = Pruning.objects.filter(school_id=school_id, keep=keep).order_by("-through").first()
    if through <= (before.through if before else 0):
        return 0
    with transaction.atomic():
        rows = Entry.objects.filter(**of_chain(school_id), keep=keep, block__lte=through)
        count = rows.count()
        if not count:
            return 0
        Pruning.objects.create(
            school_id=school_id, keep=keep, through=through, at=now, count=count
        )  # fmt: skip
        rows._raw_delete(rows.db)
        clock = Person("clock", school_id=None if school_id == HOUSE else school_id)
        record(clock, "log_pruned", kind="audit", keep=str(keep), through=through, count=count)
    return count


def _last_old_block(school_id: UUID, cutoff: datetime) -> int:
    """Return the number of the last block before the first that holds anything younger."""
    numbers = Block.objects.filter(school_id=school_id).order_by("number")
    young = numbers.filter(Q(made_at__gte=cutoff) | Q(last_at__gte=cutoff)).first()
    last = numbers.last()
    return young.number - 1 if young else (last.number if last else 0)

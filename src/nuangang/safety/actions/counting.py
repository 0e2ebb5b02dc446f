"""The figures of a school's round, counted anew with each signature and each night."""

from typing import Any

from django.utils import timezone

from nuangang.people.staff_queries import school_year_on
from nuangang.safety.levels import ROLES
from nuangang.safety.models import SafetyFigures
from nuangang.safety.queries.owed import DONE, all_lines, current_round
from nuangang.safety.queries.rates import by_level, whole


def recount(school_id: Any) -> None:
    """Keep how many of a school signed this school year; nothing where nobody is asked yet."""
    now = timezone.now()
    today = timezone.localdate(now)
    round_ = current_round(school_id, school_year_on(today))
    if round_ is None:
        return
    lines = all_lines(school_id, round_, today)
    total = whole(lines)
    head = next((line for line in lines if ROLES[line.role].level == 1), None)
    SafetyFigures.objects.update_or_create(
        school_id=school_id,
        year=round_.year,
        defaults={
            "owed": total.owed, "signed": total.signed, "done": total.done,
            "levels": {rate.value: [rate.owed, rate.signed, rate.done] for rate in by_level(lines)},
            "head_name": head.person.name if head else "",
            "head_signed_on": head.own.on if head and head.own else None,
            "head_done_on": head.over.on if head and head.state == DONE and head.over else None,
            "at": now,
        },
    )  # fmt: skip

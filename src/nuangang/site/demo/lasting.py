"""A standing duty while a county's past is written."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from nuangang.care.models import CareRule
from nuangang.site.demo.loading import moment

DUTY = (
    "id", "school", "rule", "child", "staff", "opened_on", "size", "born", "begins", "ends", "due_at", "owed",
    "exempt", "done", "missed_in_a_row", "missed_from", "last_done_on", "last_done_by",
    "frozen_through",
)  # fmt: skip


@dataclass(slots=True)
class Lasting:
    """A duty that has stood since `opened_on`: what `care.models.Duty` keeps, in a tenth of its memory."""

    pk: str
    rule: CareRule
    child_id: Any
    staff_id: Any
    opened_on: date
    size: int = 1
    born: date | None = None
    begins: date | None = None
    ends: date | None = None
    due_at: datetime | None = None
    owed: int = 1
    exempt: bool = False
    done: int = 0
    missed_in_a_row: int = 0
    missed_from: date | None = None
    last_done_on: date | None = None
    last_done_by: str | None = None
    frozen_through: date | None = None

    def row(self, school: str, child: str, staff: str | None) -> tuple[Any, ...]:
        """Return its plain values, in the order of DUTY."""
        return (
            self.pk, school, self.rule.pk.hex, child, staff, _day(self.opened_on),
            self.size, _day(self.born),
            _day(self.begins), _day(self.ends), moment(self.due_at) if self.due_at else None,
            self.owed, int(self.exempt), self.done, self.missed_in_a_row, _day(self.missed_from),
            _day(self.last_done_on), self.last_done_by, _day(self.frozen_through),
        )  # fmt: skip


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None

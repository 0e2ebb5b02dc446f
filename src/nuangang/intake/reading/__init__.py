"""Understanding rosters as they are: from a file's bytes to children, problems and skipped rows.

`understand` is the door; no module in here knows a model or the database.
"""

from nuangang.intake.reading.problems import Problem, UnreadableRoster
from nuangang.intake.reading.report import ChildRow, Column, Reading, SheetReading, Skipped
from nuangang.intake.reading.understand import understand

__all__ = [
    "ChildRow",
    "Column",
    "Problem",
    "Reading",
    "SheetReading",
    "Skipped",
    "UnreadableRoster",
    "understand",
]

"""Who may see what the boards showed."""

from nuangang.desk.models import DayFigures
from nuangang.policy.guards import guard

guard(DayFigures, "board")

"""Who may see what the boards showed."""

from nuangang.desk.models import DayFigures, DigestRead
from nuangang.policy.guards import guard, unguarded

guard(DayFigures, "board")
unguarded(DigestRead, "whether one has put away one's own digest; read for oneself only")

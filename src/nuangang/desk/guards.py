"""Who may see what the boards showed."""

from nuangang.desk.models import DayFigures, DigestRead, NewYear
from nuangang.policy.guards import guard, unguarded

guard(DayFigures, "board")
guard(NewYear, "new_year")
unguarded(DigestRead, "whether one has put away one's own digest; read for oneself only")

"""Who may see what the boards showed."""

from nuangang.desk.models import DayFigures, DigestRead, NewYear, Pause, Transfer
from nuangang.people.guards import by_child
from nuangang.policy.guards import guard, unguarded

guard(DayFigures, "board")
guard(NewYear, "new_year")
guard(Pause, "child", by_child("child__"))
guard(Transfer, "transfer")
unguarded(DigestRead, "whether one has put away one's own digest; read for oneself only")

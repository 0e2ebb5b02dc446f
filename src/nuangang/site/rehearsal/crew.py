"""How many workers live, which is killed when, and when the next takes its place, by chance of the seed."""

import random

from nuangang.site.rehearsal.oracle import Round
from nuangang.site.rehearsal.workers import OUT, Worker

MOST_TOUCHES, LONGEST_SHOT = 14, 0.012
QUIET_END = 600


class Crew:
    """So many workers, one of which is killed about every `every` seconds; another begins up to `down` later.

    Two of three kill themselves as they are about to change or hand over the n-th thing from then, the others
    are shot from outside after a moment by the real clock, wherever they are; none in the last ten minutes.
    """

    def __init__(self, seed: int, *, workers: int, every: int, down: int, seconds: int) -> None:
        self._draw = random.Random(f"crew {seed}")
        self.every, self.down, self.last = every, down, seconds - QUIET_END
        self.workers: list[Worker | None] = [None] * workers
        self.begins = [0] * workers
        self.lit: int | None = None
        self.next = self._when(0)
        self.kills = self.in_the_middle = 0

    def _when(self, second: int) -> int:
        if not self.every:
            return self.last
        return second + 1 + round(self._draw.expovariate(1 / self.every))

    def go_round(self, second: int) -> Round:
        """Let all who live go round in this second; kill one where it is time."""
        self._begin(second)
        living = [place for place, worker in enumerate(self.workers) if worker]
        if not living:
            return Round.DOWN
        shot, fuse = self._aim(second, living)
        for place in living:
            self._at(place).begin(second, fuse if place == self.lit else 0)
        rounds = [self._ended(place, second, shot=place == shot) for place in living]
        return Round.WHOLE if all(rounds) else Round.KILLED

    def _ended(self, place: int, second: int, *, shot: bool) -> bool:
        """Wait for one round's end, or shoot its worker; say whether the round came to its end."""
        worker = self._at(place)
        after = self._draw.uniform(0, LONGEST_SHOT)
        over = worker.shoot(after) if shot else worker.ended()
        if shot or not over:
            self._killed(place, second, over=over)
        return over

    def _aim(self, second: int, living: list[int]) -> tuple[int | None, int]:
        """Return who is shot in this second, and the length of a fuse that is lit now."""
        if second >= self.last:
            return None, OUT
        if second < self.next:
            return None, 0
        self.next = self._when(second)
        if self.lit is not None:  # nothing has happened since: it is shot while it waits
            return self.lit, 0
        victim = self._draw.choice(living)
        if self._draw.random() < 1 / 3:
            return victim, 0
        self.lit = victim
        return None, self._draw.randint(1, MOST_TOUCHES)

    def _begin(self, second: int) -> None:
        for place, worker in enumerate(self.workers):
            if worker is None and self.begins[place] <= second:
                self.workers[place] = Worker()

    def _at(self, place: int) -> Worker:
        worker = self.workers[place]
        assert worker is not None
        return worker

    def _killed(self, place: int, second: int, *, over: bool) -> None:
        self.kills += 1
        self.in_the_middle += not over
        self.workers[place] = None
        self.lit = None if place == self.lit else self.lit
        self.begins[place] = second + self._draw.randint(1, max(1, self.down))

    def end(self) -> None:
        """Let all end."""
        for worker in filter(None, self.workers):
            worker.end()

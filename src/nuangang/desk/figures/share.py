"""A part of a whole, as the boards say it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """`done` of `total`; a total of 0 is nothing owed, not nothing done."""

    done: int = 0
    total: int = 0

    @property
    def percent(self) -> int | None:
        """Return the share rounded down, so that 100 means all; None where there is nothing."""
        return self.done * 100 // self.total if self.total else None

    @property
    def rest(self) -> int:
        """Return how many are still missing."""
        return self.total - self.done

    def __add__(self, other: "Share") -> "Share":
        return Share(self.done + other.done, self.total + other.total)

"""What a school asks of its pairings: who may take children, how many, and how much each wish counts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nuangang.accounts.models import School
from nuangang.mentoring.pairs import Preferences, Weight

KEY = "pairing"
OFF, LOW, MIDDLE, HIGH, HARD = "off", "low", "middle", "high", "hard"
LEVELS = {
    OFF: pgettext_lazy("how much a wish counts", "does not count"),
    LOW: pgettext_lazy("how much a wish counts", "a little"),
    MIDDLE: pgettext_lazy("how much a wish counts", "counts"),
    HIGH: pgettext_lazy("how much a wish counts", "much"),
    HARD: pgettext_lazy("how much a wish counts", "must be"),
}
# The middle points of each wish are the solver's defaults (docs/pairing.md); for evenness, which is
# hard there, and for the same sex, which is off, they are in proportion.
MIDDLES = {
    "keep": 500,
    "trained": 600,
    "teaches_class": 400,
    "class_teacher": 50,
    "same_village": 150,
    "same_sex_boarder": 200,
    "same_gender": 200,
    "siblings": 100,
    "even_load": 100,
}
WISHES = {
    "keep": _("Keep a pair that works"),
    "trained": _("Children with special needs go to somebody trained"),
    "teaches_class": _("The adult teaches the child's class"),
    "class_teacher": _("The adult is the child's class teacher"),
    "same_sex_boarder": _("Boarders go to somebody of the same sex"),
    "same_gender": _("Every child goes to somebody of the same sex"),
    "same_village": _("Both live in the same village"),
    "siblings": _("Brothers and sisters have the same adult"),
    "even_load": _("Everybody has about as many children"),
}
POOLS = {
    "teachers": _("Subject teachers"),
    "class_teachers": _("Class teachers"),
    "party": _("Party members"),
    "staff": _("All others on the staff"),
    "outside": _("People from outside the school"),
}


@dataclass(frozen=True)
class SchoolWishes:
    """A school's settings for pairing (R38–R42, domain.md §1.9); `cap` None means no limit."""

    preferences: Preferences = field(default_factory=Preferences)
    quota: int = 1
    quota_party: int = 2
    cap: int | None = None
    pool: tuple[str, ...] = tuple(POOLS)
    helper_cap: int = 2

    def level(self, wish: str) -> str:
        """Return how much a wish counts as one of LEVELS, the nearest where points were set by hand."""
        weight = getattr(self.preferences, wish)
        if weight in (OFF, HARD):
            return str(weight)
        levels = (LOW, MIDDLE, HIGH)
        return min(levels, key=lambda level: abs(points(wish, level) - int(weight)))

    def as_json(self) -> dict[str, Any]:
        """Return the settings as they are kept."""
        return {**asdict(self), "pool": list(self.pool)}


def points(wish: str, level: str) -> int:
    """Return the points of a soft level: half, the usual, and double."""
    middle = MIDDLES[wish]
    return {LOW: middle // 2, MIDDLE: middle, HIGH: middle * 2}[level]


def weight_of(wish: str, level: str) -> Weight:
    """Return what the solver takes for a wish at a level."""
    if level == OFF:
        return "off"
    return "hard" if level == HARD else points(wish, level)


def wishes_of(school: School) -> SchoolWishes:
    """Return the school's settings; what was never set is as by default."""
    return read_wishes(school.preferences.get(KEY, {}))


def read_wishes(kept: Mapping[str, Any]) -> SchoolWishes:
    """Return kept settings, ignoring names that are no longer known."""
    plain = {f.name for f in fields(SchoolWishes)} - {"preferences", "pool"}
    known = {f.name for f in fields(Preferences)}
    given = kept.get("preferences", {})
    return SchoolWishes(
        preferences=Preferences(**{name: w for name, w in given.items() if name in known}),
        pool=tuple(name for name in kept.get("pool", POOLS) if name in POOLS),
        **{name: kept[name] for name in plain if name in kept},
    )

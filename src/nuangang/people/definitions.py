"""Who counts as left-behind: the definitions in use, as rules on a reference date (domain.md §2.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuangang.people import facts as on_file
from nuangang.people.facts import PARENTS, ChildFacts, Fact, groups_on, held_on, running_since
from nuangang.people.findings import Finding, all_of, any_of, taken_as
from nuangang.people.reasons import FACTS, REASONS
from nuangang.terms.calendar import add_months

COMPULSORY = frozenset({on_file.PRIMARY, on_file.JUNIOR})
WITH_KINDERGARTEN = COMPULSORY | {on_file.KINDERGARTEN}
ENROLLED = WITH_KINDERGARTEN | {on_file.SENIOR}
FOR_WORK, FOR_ANY_REASON = frozenset({"away"}), frozenset({"away", "elsewhere"})
ALONE = {"divorced", "unmarried", "widowed"}
UNKNOWN_LIFE, IN_TOWNSHIP = "unknown", "village"


class Away(StrEnum):
    """Which of the parents have to be away; a parent who has died or is missing can't be."""

    ANY = "any"
    ALL = "all"
    ALL_OR_UNABLE = "all_or_unable"


@dataclass(frozen=True)
class Definition:
    """One rule of who counts; `name`, `source` and `words` are printed beside its figures.

    `months`: how long away at least. `residences`: what counts as away. `under_age`, `stages`,
    `rural`, `at_registered_place`: further tests, absent where the source has none. `groups`:
    children counted besides, wherever their parents are.
    """

    code: str
    name: str | Promise
    source: str | Promise
    words: str | Promise
    away: Away
    months: int = 0
    residences: frozenset[str] = FOR_WORK
    outside_township: bool = False
    under_age: int | None = None
    stages: frozenset[str] | None = None
    rural: bool = False
    at_registered_place: bool = False
    groups: frozenset[str] = frozenset()

    def printed(self, on: date) -> str:
        """Return the line to print beside a figure: which definition, on which date."""
        words = {"name": self.name, "date": on.isoformat()}
        return str(_("%(name)s, as of %(date)s")) % words


@dataclass(frozen=True, slots=True)
class Label:
    """Whether a child counts by one definition on one date, and why.

    `answer` is True, False or None (not known). `level` of a yes is "one" or "both" parents away,
    or "other" (counted for a group). `because`, `missing`, `presumed` as in Finding.
    """

    code: str
    on: date
    answer: bool | None
    level: str = ""
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    presumed: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """Return one of Child.LeftBehind: no, one, both, other, unknown."""
        if self.answer is None:
            return "unknown"
        return self.level if self.answer else "no"

    @property
    def roll_mark(self) -> str:
        """Return the school-roll system's 0, 1 or 2; empty where not known or counted otherwise."""
        return {"no": "0", "one": "1", "both": "2"}.get(self.state, "")

    def reasons(self) -> list[str]:
        """Return why, in words."""
        return [str(REASONS[code]) for code in self.because]

    def missing_words(self) -> list[str]:
        """Return in words which facts are needed to decide."""
        return [str(FACTS[code]) for code in self.missing]

    def presumed_words(self) -> list[str]:
        """Return in words which facts were taken as usual, not being on file."""
        return [str(FACTS[code]) for code in self.presumed]


def decide(definition: Definition, facts: ChildFacts, on: date, *, presume: bool = True) -> Label:
    """Return whether the child counts by `definition` on the date `on`.

    With `presume`, what rosters leave out is taken as usual and named in the label: away long
    enough and out of the township when nobody wrote since when and where, a parent able to care,
    a rural household at its registered place, in the stages counted. Without, it is not known.
    """
    away = _aways(facts, definition, on, presume)
    parents = _parents(definition.away, facts, away, on, presume)
    if parents.answer is not True and _not_said_which(facts, on):
        parents = _one_of_two(parents, facts, definition, on, presume)
    groups = _groups(definition.groups, facts, on)
    found = all_of(any_of(parents, groups), *_tests(definition, facts, on, presume))
    level, missing = _level(away, parents) if found.answer else ("", found.missing)
    because, presumed = found.because, found.presumed
    return Label(definition.code, on, found.answer, level, because, missing, presumed)


def labels(
    facts: ChildFacts,
    on: date,
    codes: Iterable[str] | None = None,
    *,
    presume: bool = True,
) -> dict[str, Label]:
    """Return the labels of several definitions, of all unless `codes` says which."""
    chosen = DEFINITIONS if codes is None else codes
    return {code: decide(DEFINITIONS[code], facts, on, presume=presume) for code in chosen}


def _level(away: list[Finding], parents: Finding) -> tuple[str, tuple[str, ...]]:
    if not parents.answer:
        return "other", parents.missing
    missing = tuple(code for finding in away if finding.answer is None for code in finding.missing)
    return ("both" if all(finding.answer for finding in away) else "one"), missing


def _aways(facts: ChildFacts, definition: Definition, on: date, presume: bool) -> list[Finding]:
    """Say of father and mother whether they are away; the one not named is, if the other isn't.

    A roster's “one parent away” gives way to whatever the file says of a parent by name.
    """
    away = [_away(parent, facts, definition, on, presume) for parent in PARENTS]
    named = [_is_placed(parent, facts, on) for parent in PARENTS]
    if named.count(True) == 1 and _unnamed(facts, on):
        known = named.index(True)
        if _value(facts, PARENTS[known], on_file.RESIDENCE, on) != "away":
            away[1 - known] = _away(on_file.EITHER, facts, definition, on, presume)
    return away


def _one_of_two(
    parents: Finding, facts: ChildFacts, definition: Definition, on: date, presume: bool
) -> Finding:
    """Decide on a child of whom only “one parent away” is known, where one is enough."""
    if definition.away is Away.ANY:
        return any_of(parents, _away(on_file.EITHER, facts, definition, on, presume))
    return Finding(None, missing=("which_parent",))


def _not_said_which(facts: ChildFacts, on: date) -> bool:
    named = any(_is_placed(parent, facts, on) for parent in PARENTS)
    return _unnamed(facts, on) and not named


def _unnamed(facts: ChildFacts, on: date) -> bool:
    return held_on(facts.either, on_file.RESIDENCE, on) is not None


def _is_placed(parent: str, facts: ChildFacts, on: date) -> bool:
    life = _value(facts, parent, on_file.LIFE, on)
    return life in {"dead", "missing"} or bool(_value(facts, parent, on_file.RESIDENCE, on))


def _parents(
    rule: Away, facts: ChildFacts, away: list[Finding], on: date, presume: bool
) -> Finding:
    father_away, mother_away = away
    if rule is Away.ANY:
        return any_of(father_away, mother_away)
    father, mother = (_lost(parent, rule, facts, on, presume) for parent in PARENTS)
    return any_of(
        all_of(father_away, mother_away),
        all_of(father_away, mother),
        all_of(father, mother_away),
    )


def _away(
    parent: str, facts: ChildFacts, definition: Definition, on: date, presume: bool
) -> Finding:
    if (life := _value(facts, parent, on_file.LIFE, on)) in {"dead", "missing"}:
        return Finding(False, (f"{parent}_{life}",))
    fact = held_on(facts.of(parent), on_file.RESIDENCE, on)
    if fact is None:
        return Finding(None, missing=(f"{parent}_residence",))
    if fact.value not in definition.residences:
        return Finding(False, (f"{parent}_{fact.value}",))
    return all_of(
        _far_enough(parent, fact, definition, presume),
        _long_enough(parent, facts.of(parent), definition, on, presume),
    )


def _far_enough(parent: str, fact: Fact, definition: Definition, presume: bool) -> Finding:
    yes = (f"{parent}_away",)
    if not definition.outside_township:
        return Finding(True, yes)
    if not fact.distance:
        return taken_as(True, f"{parent}_distance", presume=presume, because=yes)
    if fact.distance == IN_TOWNSHIP:
        return Finding(False, (f"{parent}_near",))
    return Finding(True, yes)


def _long_enough(
    parent: str, theirs: Iterable[Fact], definition: Definition, on: date, presume: bool
) -> Finding:
    yes = (f"{parent}_away",)
    if not definition.months:
        return Finding(True, yes)
    since = running_since(
        tuple(theirs), on_file.RESIDENCE, on, lambda fact: _counts(fact, definition)
    )
    if since is None:
        return taken_as(True, f"{parent}_since", presume=presume, because=yes)
    if add_months(since, definition.months) <= on:
        return Finding(True, yes)
    return Finding(False, (f"{parent}_away_short",))


def _counts(fact: Fact, definition: Definition) -> bool:
    near = definition.outside_township and fact.distance == IN_TOWNSHIP
    return fact.value in definition.residences and not near


def _lost(parent: str, rule: Away, facts: ChildFacts, on: date, presume: bool) -> Finding:
    """Say whether the child is without this parent though they aren't away: dead, missing, unable."""
    life = _value(facts, parent, on_file.LIFE, on)
    if life in {"dead", "missing"}:
        return Finding(True, (f"{parent}_{life}",))
    if life == UNKNOWN_LIFE:
        return Finding(None, missing=(f"{parent}_alive",))
    if rule is Away.ALL:
        return Finding(False)
    ability = _value(facts, parent, on_file.ABILITY, on)
    if not ability:
        return taken_as(False, f"{parent}_ability", presume=presume)
    return Finding(ability == "unable", (f"{parent}_{ability}",))


def _value(facts: ChildFacts, parent: str, kind: str, on: date) -> str:
    fact = held_on(facts.of(parent), kind, on)
    return fact.value if fact else ""


def _groups(wanted: frozenset[str], facts: ChildFacts, on: date) -> Finding:
    belongs = groups_on(facts, on)
    lives = [_value(facts, parent, on_file.LIFE, on) for parent in PARENTS]
    if lives.count("dead") == len(PARENTS):
        belongs.add("orphan")
    elif "dead" in lives or any(
        _value(facts, parent, on_file.MARITAL, on) in ALONE for parent in PARENTS
    ):
        belongs.add("single_parent")
    found = tuple(sorted(wanted & belongs))
    return Finding(bool(found), found)


def _tests(definition: Definition, facts: ChildFacts, on: date, presume: bool) -> list[Finding]:
    tests = []
    if definition.under_age is not None:
        tests.append(_young_enough(definition.under_age, facts, on))
    if definition.stages is not None:
        in_stage = facts.stage in definition.stages if facts.stage else None
        tests.append(_known(in_stage, "stage", "not_in_stage", presume))
    if definition.rural:
        tests.append(_known(facts.rural_household, "rural_household", "not_rural", presume))
    if definition.at_registered_place:
        here = facts.at_registered_place
        tests.append(_known(here, "at_registered_place", "not_at_registered_place", presume))
    return tests


def _known(fits: bool | None, fact: str, against: str, presume: bool) -> Finding:
    if fits is None:
        return taken_as(True, fact, presume=presume)
    return Finding(True) if fits else Finding(False, (against,))


def _young_enough(under: int, facts: ChildFacts, on: date) -> Finding:
    if facts.birth is None:
        return Finding(None, missing=("birth",))
    youngest, oldest = on_file.ages_on(facts.birth, facts.birth_is_month, on)
    if youngest < under <= oldest:
        return Finding(None, missing=("birth_day",))
    return Finding(True) if oldest < under else Finding(False, ("too_old",))


_ALL = (
    Definition(
        code="D-MCA",
        name=_("State Council definition (2016)"),
        source=_("State Council document Guofa [2016] 13; register of civil affairs"),
        words=_(
            "Under 16, rural household; both parents away for work, or one away and the other "
            "not able to care."
        ),
        away=Away.ALL_OR_UNABLE,
        under_age=16,
        rural=True,
    ),
    Definition(
        code="D-SCH",
        name=_("School-roll definition"),
        source=_("National school-roll system, field “left-behind child”"),
        words=_(
            "In compulsory education, left at the place of registration; one or both parents "
            "away for work for 3 months or more."
        ),
        away=Away.ANY,
        months=3,
        stages=COMPULSORY,
        at_registered_place=True,
    ),
    Definition(
        code="D-WF",
        name=_("Women's federation definition (before 2016)"),
        source=_("Women's federation, after the census of 2010"),
        words=_("Under 18; one or both parents away for work."),
        away=Away.ANY,
        under_age=18,
    ),
    Definition(
        code="D-CEN",
        name=_("Census definition (2020)"),
        source=_("Census of 2020, statistics bureau with UNICEF and UNFPA"),
        words=_(
            "Under 18, left at the place of registration; one or both parents out of the township "
            "for 6 months or more."
        ),
        away=Away.ANY,
        months=6,
        residences=FOR_ANY_REASON,
        outside_township=True,
        under_age=18,
        at_registered_place=True,
    ),
    Definition(
        code="D-CQ",
        name=_("Chongqing education statistics (2015)"),
        source=_("Education statistics of Chongqing, 2015"),
        words=_("Kindergarten to grade 9; neither parent at home."),
        away=Away.ALL,
        residences=FOR_ANY_REASON,
        stages=WITH_KINDERGARTEN,
    ),
    Definition(
        code="D-LOC",
        name=_("Local form for children in difficulty"),
        source=_("A local form for children in difficulty"),
        words=_("Both parents away for half a year."),
        away=Away.ALL,
        months=6,
        residences=FOR_ANY_REASON,
    ),
    Definition(
        code="D-P2",
        name=_("Wide definition of the founding plan"),
        source=_("A school's work plan for left-behind children"),
        words=_(
            "Pupils with one or both parents away for work for 3 months or more; also orphans, "
            "abandoned children and children of single parents."
        ),
        away=Away.ANY,
        months=3,
        stages=ENROLLED,
        groups=frozenset({"orphan", "abandoned", "single_parent"}),
    ),
)
DEFINITIONS = MappingProxyType({definition.code: definition for definition in _ALL})

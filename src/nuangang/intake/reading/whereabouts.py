"""Who is away and who boards, from words, flags and tick columns (domain.md §2.1, §6.4)."""

import re

from nuangang.intake.reading import choices
from nuangang.intake.reading.draft import Draft

_AT_HOME = re.compile(r"在家|未外出|没外出|不外出|务农|本地|家中|在校")
_GONE = re.compile(r"外出|务工|打工|在外|经商|外地")


def read_boarding(draft: Draft) -> None:
    """Put boarding; 就读方式 with 1 and 2 is the school roll's code, other columns mean yes and no."""
    ticked = [word for word, _ in draft.ticks.get("boarding", [])]
    typed = draft.words("boarding")
    if len(ticked) == 1:
        draft.put("boarding", choices.boarding(ticked[0]))
    elif typed:
        found = choices.boarding(typed, coded="方式" in draft.said.get("boarding", ""))
        draft.put("boarding", found)
        if found is None and draft.text("boarding"):
            draft.problem("value_unknown", "boarding", typed=typed)


def read_away(draft: Draft) -> None:
    """Put both_parents_away, father_away, mother_away and left_type from all columns that tell of it."""
    _from_words(draft)
    for parent in ("father", "mother"):
        _from_flag(draft, parent)
        _from_state(draft, parent)
    _from_own_column(draft)
    father, mother = draft.facts.get("father_away"), draft.facts.get("mother_away")
    if "both_parents_away" in draft.facts:
        return
    if father is not None and mother is not None:
        draft.facts["both_parents_away"] = father and mother
    elif (
        ((father or mother) and _other_was_asked(draft, "mother" if father else "father"))
        or choices.yes_no(draft.text("one_away_unable"))
        or choices.yes_no(draft.text("one_away"))
    ):
        draft.facts["both_parents_away"] = False


def _other_was_asked(draft: Draft, parent: str) -> bool:
    return bool({f"{parent}_away", "both_parents_away"} & draft.present.keys())


def _from_words(draft: Draft) -> None:
    words = [word for word, _ in draft.ticks.get("left_type", [])]
    typed = draft.words("left_type")
    words += (
        [t for t in (typed, draft.words("left_flag")) if t] if "left_flag" in draft.cells else []
    )
    if not words and not typed:
        return
    found = [a for a in (choices.away(w) for w in words or [typed]) if a]
    draft.put("left_type", "、".join(words) or typed)
    if not found:
        if draft.text("left_type"):
            draft.problem("value_unknown", "left_type", typed=typed)
        return
    _put_away(draft, found)


def _put_away(draft: Draft, found: list[choices.Away]) -> None:
    both = any(a.both for a in found)
    father, mother = any(a.father for a in found), any(a.mother for a in found)
    if both or (father and mother):
        draft.facts |= {"both_parents_away": True, "father_away": True, "mother_away": True}
        return
    if any(a.both is False for a in found):
        draft.put("both_parents_away", False)
    for parent, gone in (("father", father), ("mother", mother)):
        told = [getattr(a, parent) for a in found if getattr(a, parent) is not None]
        if told:
            draft.put(f"{parent}_away", gone)


def _from_flag(draft: Draft, parent: str) -> None:
    field = f"{parent}_away"
    typed = draft.words(field)
    if not typed:
        return
    flag = choices.yes_no(typed)
    if flag is None and _AT_HOME.search(typed):
        flag = False
    elif flag is None and draft.text(field):
        flag = True
        if not _GONE.search(typed):
            draft.put(f"{parent}_workplace", typed)
    if flag is not None:
        draft.put(field, flag)


def _from_state(draft: Draft, parent: str) -> None:
    """父亲情况: 外出务工, 在家."""
    typed = draft.text(f"{parent}_state")
    if _AT_HOME.search(typed):
        draft.put(f"{parent}_away", False)
    elif _GONE.search(typed):
        draft.put(f"{parent}_away", True)


def _from_own_column(draft: Draft) -> None:
    ticked = [word for word, _ in draft.ticks.get("both_parents_away", [])]
    typed = draft.words("both_parents_away")
    if len(ticked) == 1:
        typed = ticked[0]
    if not typed:
        return
    flag = choices.yes_no(typed)
    if flag is None and (away := choices.away(typed)):
        flag = away.both
    if flag is not None:
        draft.facts["both_parents_away"] = flag
    elif draft.text("both_parents_away"):
        draft.problem("value_unknown", "both_parents_away", typed=typed)

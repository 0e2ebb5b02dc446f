"""What a set of pairs is like: loads, reasons, the objective, and the rules that don't hold."""

from collections.abc import Iterator
from time import perf_counter

import numpy as np

from nuangang.mentoring.flow import NOBODY
from nuangang.mentoring.pairs import Load, Pair, Proposal, Reason, Unmet
from nuangang.mentoring.siblings import groups, together


def proposal(case, chosen: np.ndarray, caps_hold: bool, started: float) -> Proposal:
    """Return the finished proposal for `chosen`, the adult's index (or NOBODY) of each child."""
    paired = np.flatnonzero(chosen != NOBODY)
    loads = np.bincount(chosen[paired], minlength=len(case.adults))
    united = together(case.children, chosen)
    return Proposal(
        pairs=_pairs(case, chosen, paired, loads, united),
        loads=[
            Load(adult.id, adult.party_member, adult.quota, adult.cap, int(n))
            for adult, n in zip(case.adults, loads, strict=True)
            if adult.eligible or n
        ],
        unmet=list(_unmet(case, chosen, paired, loads, united, caps_hold)),
        objective=_points(case, chosen[paired], paired, loads, united),
        seconds=perf_counter() - started,
    )


def _points(case, adults, paired, loads, united) -> int:
    """Return all points earned, less those that soft evenness takes: w per level of each child."""
    even = case.preferences.points("even_load") * int((loads * (loads + 1) // 2).sum())
    siblings = case.preferences.points("siblings") * int(united.sum())
    return int(case.objective.points(paired, adults).sum()) + siblings - even


def _pairs(case, chosen, paired, loads, united) -> list[Pair]:
    reasons = _reasons(case, chosen, paired, loads, united)
    return [
        Pair(
            case.children[i].id,
            case.adults[chosen[i]].id,
            case.adults[chosen[i]].id == case.children[i].current_adult,
            tuple(reasons[i]),
        )
        for i in paired.tolist()
    ]


def _reasons(case, chosen, paired, loads, united) -> dict[int, list[Reason]]:
    """Return why each pair is right, the weightiest wish first; always at least one reason."""
    told: dict[int, list[Reason]] = {i: [] for i in paired.tolist()}
    for i in told:
        if case.children[i].locked_adult == case.adults[chosen[i]].id:
            told[i].append(Reason("locked"))
    for wish in case.objective.wishes:
        for i in paired[wish.holds[wish.key[paired], chosen[paired]]].tolist():
            told[i].append(_reason(wish.name, case.children[i]))
    for i, reasons in told.items():
        if united[i] and case.preferences.active("siblings"):
            reasons.append(Reason("siblings"))
        if not reasons:
            reasons.append(_by_number(case.adults[chosen[i]], int(loads[chosen[i]])))
        codes = {reason.code for reason in reasons}
        if "class_teacher" in codes:
            reasons[:] = [reason for reason in reasons if reason.code != "teaches_class"]
    return told


def _reason(name: str, child) -> Reason:
    return Reason("kept", {"years": child.current_years}) if name == "keep" else Reason(name)


def _by_number(adult, load: int) -> Reason:
    if load <= adult.quota:
        return Reason("quota", {"quota": adult.quota})
    return Reason("even_load", {"children": load})


def _unmet(case, chosen, paired, loads, united, caps_hold) -> Iterator[Unmet]:
    """Yield the rules that don't hold, the weightiest first."""
    yield from _left_out(case, chosen, caps_hold)
    yield from _of_locks(case, chosen, paired)
    for wish in case.objective.wishes:
        if case.preferences.hard(wish.name):
            against = paired[case.objective.broken(wish, paired, chosen[paired])]
            yield from _children(case, wish.name, against)
    yield from _adults(case, "over_cap", loads - case.cap)
    yield from _adults(case, "under_quota", np.where(case.eligible, case.quota - loads, 0))
    if case.preferences.hard("even_load"):
        yield from _uneven(case, chosen, loads)
    if case.preferences.hard("siblings"):
        apart = [i for members in groups(case.children) for i in members if not united[i]]
        yield from _children(case, "siblings", apart)


def _left_out(case, chosen, caps_hold) -> Iterator[Unmet]:
    """Yield the children without an adult, by what stands in the way."""
    reasons: dict[str, list[int]] = {
        "no_adults": [],
        "all_forbidden": [],
        "no_room": [],
        "not_paired": [],
    }
    eligible = {adult.id for adult in case.adults if adult.eligible}
    for i in np.flatnonzero(chosen == NOBODY).tolist():
        if eligible - case.children[i].forbidden:
            rule = "no_room" if caps_hold else "not_paired"
        else:
            rule = "all_forbidden" if eligible else "no_adults"
        reasons[rule].append(i)
    for rule, who in reasons.items():
        yield from _children(case, rule, who)


def _of_locks(case, chosen, paired) -> Iterator[Unmet]:
    """Yield what locks and moves by hand go against, and locks that could not be kept."""
    pairs = [(i, case.children[i], case.adults[chosen[i]]) for i in paired.tolist()]
    lost = [
        i
        for i, child in enumerate(case.children)
        if child.locked_adult is not None
        and (chosen[i] == NOBODY or case.adults[chosen[i]].id != child.locked_adult)
    ]
    yield from _children(case, "lock", lost)
    yield from _children(case, "forbidden", [i for i, c, a in pairs if a.id in c.forbidden])
    yield from _children(case, "not_eligible", [i for i, _, a in pairs if not a.eligible])


def _uneven(case, chosen, loads) -> Iterator[Unmet]:
    """Yield by how many children loads are further apart than one beyond quotas, caps and locks.

    Those above a cap or short of a quota are told of by these rules already.
    """
    locked = [
        chosen[i]
        for i, child in enumerate(case.children)
        if chosen[i] != NOBODY and case.adults[chosen[i]].id == child.locked_adult
    ]
    held = np.bincount(np.array(locked, dtype=np.intp), minlength=len(loads))
    least, most = fair_range(loads, np.maximum(case.quota, held), case.cap, case.eligible)
    over = (np.minimum(loads, case.cap) - most).clip(0)
    under = (least - np.maximum(loads, case.quota)).clip(0)
    yield from _adults(case, "even_load", over if over.sum() >= under.sum() else under)


def fair_range(loads, quota, cap, eligible) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the most each adult has in a fair share-out of the same children.

    Water is filled into vessels with a floor at the quota and a lid at the cap: all stand at one
    level or one above it, except those held up by their floor or down by their lid.
    """
    total = int(loads[eligible].sum())
    floor, lid = np.minimum(quota, cap)[eligible], cap[eligible]
    low, high = 0, max(total, int(floor.max(initial=0)))
    while low < high:
        middle = (low + high + 1) // 2
        if int(np.clip(middle, floor, lid).sum()) <= total:
            low = middle
        else:
            high = middle - 1
    least, most = loads.copy(), loads.copy()
    if floor.sum() <= total <= lid.sum():
        least[eligible], most[eligible] = np.clip(low, floor, lid), np.clip(low + 1, floor, lid)
    return least, most


def _children(case, rule: str, who) -> Iterator[Unmet]:
    if len(who):
        yield Unmet(rule, len(who), tuple((case.children[i].id, 1) for i in who))


def _adults(case, rule: str, amounts: np.ndarray) -> Iterator[Unmet]:
    who = np.flatnonzero(amounts > 0).tolist()
    if who:
        shares = tuple((case.adults[j].id, int(amounts[j])) for j in who)
        yield Unmet(rule, sum(n for _, n in shares), shares)

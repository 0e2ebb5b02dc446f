"""Answers of yes, no or not known, each with what it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """True, False or None (not known), in codes of reasons.py.

    `because`: the facts that decide it. `missing`: facts without which it can't be decided.
    `presumed`: facts not on file that were taken as usual.
    """

    answer: bool | None
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    presumed: tuple[str, ...] = ()


def all_of(*findings: Finding) -> Finding:
    """Return yes if all are, no if one is no, else not known."""
    if against := [finding for finding in findings if finding.answer is False]:
        return _merged(False, _firm(against))
    if unsure := [finding for finding in findings if finding.answer is None]:
        return _merged(None, unsure)
    return _merged(True, findings)


def any_of(*findings: Finding) -> Finding:
    """Return yes if one is, no if all are no, else not known."""
    if in_favour := [finding for finding in findings if finding.answer]:
        return _merged(True, _firm(in_favour))
    if unsure := [finding for finding in findings if finding.answer is None]:
        return _merged(None, unsure)
    return _merged(False, findings)


def taken_as(answer: bool, fact: str, *, presume: bool, because: tuple[str, ...] = ()) -> Finding:
    """Return `answer` as presumed while `fact` is not on file, or not known without presuming."""
    if presume:
        return Finding(answer, because, presumed=(fact,))
    return Finding(None, missing=(fact,))


def _firm(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if not finding.presumed] or findings


def _merged(answer: bool | None, findings: Iterable[Finding]) -> Finding:
    parts = list(findings)
    return Finding(
        answer,
        _joined(finding.because for finding in parts),
        _joined(finding.missing for finding in parts),
        _joined(finding.presumed for finding in parts),
    )


def _joined(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for codes in lists for code in codes))

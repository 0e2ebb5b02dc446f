"""Pairing one child by hand, and ending a pair."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from nuangang.care.actions import reconcile_duties
from nuangang.mentoring.actions.mending import refuse_unless_possible
from nuangang.mentoring.effect import effect_of
from nuangang.mentoring.roll import roll_of
from nuangang.people.actions.ties import end_tie, tie
from nuangang.people.models import Child, Staff, Tie


@transaction.atomic
def pair_one(actor: Any, child: Child, adult: Staff, *, since: date) -> Tie:
    """Give a child to an agent parent from `since` on, outside any draft; why is kept.

    Raises ValidationError when the adult may not take children, or the child isn't here.
    """
    roll = roll_of(actor.school, timezone.localdate(), also=[child.pk])
    refuse_unless_possible(roll, child.pk, adult)
    effect = effect_of(roll, roll.held, child.pk, adult.pk, preferences=roll.wishes.preferences)
    made = tie(actor, child, adult, since=since, why=effect.why)
    reconcile_duties(actor.school, now=timezone.now())
    return made


@transaction.atomic
def end_pair(actor: Any, tie: Tie, *, until: date, reason: str, note: str = "") -> Tie:
    """End a pair: `until` is the first day it no longer holds; the duties follow."""
    end_tie(actor, tie, until=until, reason=reason, note=note)
    reconcile_duties(actor.school, now=timezone.now())
    return tie

"""By what each kind of message reaches somebody, as delivered and as they wish."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from nuangang.notify.models import Channel, Kind, Wishes
from nuangang.notify.quiet import Quiet, quiet_of

# What carries messages to one person; the inbox has every one of them anyway.
PERSONAL = (Channel.SMS, Channel.EMAIL, Channel.PUSH)
DELIVERED: dict[str, tuple[str, ...]] = {
    Kind.INCIDENT: (Channel.SMS, Channel.PUSH),
    Kind.MACHINE: (Channel.SMS, Channel.PUSH),
    Kind.DIGEST: (Channel.EMAIL, Channel.PUSH),
    Kind.WORK: (Channel.EMAIL, Channel.PUSH),
}
# An SMS costs money but needs no internet and no app: nobody is left without it when a child is hurt.
ALWAYS: dict[str, tuple[str, ...]] = {Kind.INCIDENT: (Channel.SMS,)}
PREFERENCE = "messages"
QUIET_AS_DELIVERED, DIGEST_AS_DELIVERED = "21:00-06:30", "07:00"


def ways_of(wishes: Wishes | None, kind: str) -> tuple[str, ...]:
    """Return by which channels somebody is told of this kind, in the order of PERSONAL."""
    wished = wishes.ways.get(kind) if wishes else None
    chosen = DELIVERED[kind] if wished is None else wished
    return tuple(way for way in PERSONAL if way in chosen or way in ALWAYS.get(kind, ()))


def quiet_for(wishes: Wishes | None, preferences: Mapping[str, Any]) -> Quiet | None:
    """Return somebody's quiet hours: their own, or their school's."""
    if wishes is None or wishes.hours == Wishes.Hours.SCHOOL:
        return quiet_of_school(preferences)
    if wishes.hours == Wishes.Hours.NONE or not (wishes.quiet_from and wishes.quiet_until):
        return None
    return Quiet(wishes.quiet_from, wishes.quiet_until)


def quiet_of_school(preferences: Mapping[str, Any]) -> Quiet | None:
    """Return the school's quiet hours from its preferences; None where it has set none."""
    return quiet_of(preferences.get(PREFERENCE, {}).get("quiet", QUIET_AS_DELIVERED))


def digest_at(preferences: Mapping[str, Any]) -> time | None:
    """Return when the school's digests go on school days; None where the school sends none."""
    kept = preferences.get(PREFERENCE, {}).get("digest_at", DIGEST_AS_DELIVERED)
    return time.fromisoformat(kept) if kept else None

"""The loops' heart-beat: noted as they go round, and looked at by those who would miss them."""

from datetime import datetime, timedelta

from nuangang.notify.models import Pulse

BEAT_EVERY = timedelta(seconds=10)
Loop = Pulse.Loop
# A night's work of a whole county may hold the clock up, never this long; messages wait for nothing.
SILENT_AFTER = {Loop.CLOCK.value: timedelta(minutes=15), Loop.MESSAGES.value: timedelta(minutes=3)}


def beat(loop: str, now: datetime) -> None:
    """Note that `loop` goes round; of several at once the latest counts."""
    if not Pulse.objects.filter(loop=loop).update(at=now):
        Pulse.objects.update_or_create(loop=loop, defaults={"at": now})


def silent(now: datetime) -> list[Pulse]:
    """Return the loops that stand still at `now`; one that never ran was never asked to."""
    return [row for row in Pulse.objects.order_by("at") if now - row.at > SILENT_AFTER[row.loop]]

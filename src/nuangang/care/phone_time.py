"""When something was written on a phone, whatever that phone's clock says."""

from datetime import datetime, timedelta

OLDEST = timedelta(days=120)


def written_at(written: datetime | None, sent: datetime | None, now: datetime) -> datetime | None:
    """Return when it was written, by our clock: as long before `now` as the phone says it was ago.

    `written` and `sent` are both by the phone's clock, so a clock that is hours or years wrong does
    no harm. None when the phone can't say: written after it was sent, or longer ago than OLDEST.
    """
    if written is None or sent is None:
        return None
    age = sent - written
    return now - age if timedelta(0) <= age <= OLDEST else None

"""How each kind of care is spoken of: its short mark, its drawing, and what is said when it is due."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from nuangang.care.models import Kind, kind_label, own_kind

OWN_KINDS = "own_kinds"


@dataclass(frozen=True)
class Look:
    """A kind's one-character mark, its short name for counts, its icon, its sentence for never."""

    mark: Any
    short: Any
    icon: str
    never: Any


_OURS: dict[str, Look] = {
    Kind.TALK: Look(
        pgettext_lazy("mark", "T"),
        pgettext_lazy("short", "Talks"),
        "talk",
        gettext_lazy("No talk yet"),
    ),
    Kind.TUTORING: Look(
        pgettext_lazy("mark", "H"),
        pgettext_lazy("short", "Homework"),
        "study",
        gettext_lazy("No help with homework yet"),
    ),
    Kind.PARENT_CALL: Look(
        pgettext_lazy("mark", "P"),
        pgettext_lazy("short", "Calls"),
        "call",
        gettext_lazy("The parents not called yet"),
    ),
    Kind.CARER_CALL: Look(
        pgettext_lazy("mark", "C"),
        pgettext_lazy("short", "Carer calls"),
        "call",
        gettext_lazy("The carer not called yet"),
    ),
    Kind.CHILD_CALL: Look(
        pgettext_lazy("mark", "K"),
        pgettext_lazy("short", "Family calls"),
        "call",
        gettext_lazy("No call with the parents yet"),
    ),
    Kind.HOME_VISIT: Look(
        pgettext_lazy("mark", "V"),
        pgettext_lazy("short", "Visits"),
        "home",
        gettext_lazy("Not visited at home yet"),
    ),
    Kind.GIFT: Look(
        pgettext_lazy("mark", "G"),
        pgettext_lazy("short", "Gifts"),
        "gift",
        gettext_lazy("No gift yet"),
    ),
    Kind.LETTER: Look(
        pgettext_lazy("mark", "L"),
        pgettext_lazy("short", "Letters"),
        "envelope",
        gettext_lazy("No letter yet"),
    ),
    Kind.REUNION: Look(
        pgettext_lazy("mark", "R"),
        pgettext_lazy("short", "Reunions"),
        "people",
        gettext_lazy("No talk with the parents at home yet"),
    ),
    Kind.ACTIVITY: Look(
        pgettext_lazy("mark", "A"),
        pgettext_lazy("short", "Activities"),
        "flag",
        gettext_lazy("No activity yet"),
    ),
    Kind.MEETING: Look(
        pgettext_lazy("mark", "M"),
        pgettext_lazy("short", "Meetings"),
        "people",
        gettext_lazy("No meeting with the carers yet"),
    ),
    Kind.LOOK_IN: Look(
        pgettext_lazy("mark", "I"),
        pgettext_lazy("short", "Look-ins"),
        "eye",
        gettext_lazy("Nobody looked in yet"),
    ),
    Kind.CLASS_MEETING: Look(
        pgettext_lazy("mark", "D"),
        pgettext_lazy("short", "Class meetings"),
        "people",
        gettext_lazy("No class meeting yet"),
    ),
    Kind.HEALTH_CHECK: Look(
        pgettext_lazy("mark", "B"),
        pgettext_lazy("short", "Health checks"),
        "health",
        gettext_lazy("No health check yet"),
    ),
    Kind.PAIR_CHECK: Look(
        pgettext_lazy("mark", "E"),
        pgettext_lazy("short", "Pair checks"),
        "check",
        gettext_lazy("Nobody looked how the pair gets on yet"),
    ),
    Kind.SUMMARY: Look(
        pgettext_lazy("mark", "S"),
        pgettext_lazy("short", "Summaries"),
        "write",
        gettext_lazy("No summary yet"),
    ),
}


class _Looks(dict[str, Look]):
    """The looks of our kinds; a school's own kind shows its first character and its name."""

    def __missing__(self, kind: str) -> Look:
        name = kind_label(kind)
        return Look(name[:1], name, "heart", _("%(what)s: not yet") % {"what": name})


LOOKS = _Looks(_OURS)
CALLS = (Kind.PARENT_CALL, Kind.CARER_CALL, Kind.CHILD_CALL)
# What a child feels the lack of: a duty of these kinds never met is late from its first day.
CONTACTS = (Kind.TALK, Kind.LOOK_IN, *CALLS)
# Written down for a child, but nobody turned to this child or the family by it.
REACHES_NOBODY = (Kind.CLASS_MEETING, Kind.PAIR_CHECK, Kind.SUMMARY)
ASPECTS = {
    "study": pgettext_lazy("aspect", "Study"),
    "life": pgettext_lazy("aspect", "Daily life"),
    "mood": pgettext_lazy("aspect", "Mood"),
    "friends": pgettext_lazy("aspect", "Friends"),
    "body": pgettext_lazy("aspect", "Body"),
}
FACES = {"good": "face1", "so_so": "face2", "low": "face3"}


def own_kinds(school: Any) -> list[str]:
    """Return the kinds that the school has named itself, in the order it named them."""
    return [own_kind(name) for name in school.preferences.get(OWN_KINDS, ())] if school else []


def kind_choices(school: Any) -> list[tuple[str, Any]]:
    """Return every kind of care of a school with its name, its own ones last."""
    return [*Kind.choices, *((kind, kind_label(kind)) for kind in own_kinds(school))]


def not_since(kind: str, days: int) -> str:
    """Return how long it has not been done, in words: “18 天没谈过心”."""
    texts: dict[str, str] = {
        Kind.TALK: ngettext("No talk for %(count)d day", "No talk for %(count)d days", days),
        Kind.TUTORING: ngettext(
            "No help with homework for %(count)d day",
            "No help with homework for %(count)d days",
            days,
        ),
        Kind.PARENT_CALL: ngettext(
            "The parents not called for %(count)d day",
            "The parents not called for %(count)d days",
            days,
        ),
        Kind.HOME_VISIT: ngettext(
            "Not visited at home for %(count)d day",
            "Not visited at home for %(count)d days",
            days,
        ),
    }
    other = ngettext("%(what)s: %(count)d day ago", "%(what)s: %(count)d days ago", days)
    return texts.get(kind, other) % {"count": days, "what": kind_label(kind)}


def unanswered(whom: str, times: int) -> str:
    """Return how often a call was not answered: “爸爸电话没打通 2 次”."""
    words = ngettext(
        "%(whom)s did not answer %(count)d call", "%(whom)s did not answer %(count)d calls", times
    )
    return words % {"whom": whom or _("The family"), "count": times}

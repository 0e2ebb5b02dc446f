"""What to do first and what to say on the phone, by kind: read out while somebody is frightened."""

from typing import Any

from django.utils.translation import gettext as _

from nuangang.incidents.kinds import OF_CHILD, Clock, Party
from nuangang.incidents.models import Incident

_BLANK = "____"


def first_steps(incident: Incident) -> list[str]:
    """Return what comes before any phone call, in the order of doing."""
    special = {
        "poisoning": [
            _("Send those who vomit or are dazed to hospital; ring 120."),
            _("Keep the food, the dishes and what was vomited. Nobody eats of it any more."),
        ],
        "fire": [_("Everybody out, count by classes."), _("Ring 119.")],
        "drowning": [_("Ring 120 and 110. Never let children go into the water to help.")],
        "ran_away": [
            _("Look in the school, the dormitory, the way home, where friends live; ask who saw the child last."),
            _("Not found in an hour, or night is coming: ring 110. Nobody has to wait 24 hours."),
        ],
        "bullying": [
            _("Part them, stay with the one who was hurt, look for injuries."),
            _("Don't let them face each other. The parents of both sides are told."),
        ],
    }  # fmt: skip
    special["out_all_night"] = special["ran_away"]
    if incident.kind in special:
        return special[incident.kind]
    return _BY_CLOCK[incident.clock]()


def _notice() -> list[str]:
    return [
        _("Help first: stay with the child. Heavy bleeding, unconscious, head or spine: ring 120, don't move the child."),
        _("Keep the others away. One colleague fetches the school doctor, one makes the calls."),
    ]  # fmt: skip


def _report() -> list[str]:
    return [
        _("Get the child to a safe place and stay there."),
        _("Ring 110 yourself, now. You need nobody's permission, and you don't have to be sure."),
        _("Don't question the child in detail; keep the child's own words. Don't wash, don't throw anything away."),
        _("Don't tell whoever may have done it. Who reported stays secret."),
    ]  # fmt: skip


def _crisis() -> list[str]:
    return [
        _("Don't leave the child alone for a minute; two adults, one always in reach."),
        _(
            "Take away what can hurt: blades, rope, medicine, pesticide. Away from windows and roofs."
        ),
        _("Listen, don't argue, don't promise to keep it secret."),
        _("In danger now: ring 120 or 110. Advice at any hour: 12356."),
    ]


def _care() -> list[str]:
    return [
        _("Ask class mates and the neighbour who saw the child last, and when."),
        _("A child alone, or in danger: ring 110."),
    ]


_BY_CLOCK: dict[str, Any] = {
    Clock.NOTICE: _notice, Clock.REPORT: _report, Clock.CRISIS: _crisis, Clock.CARE: _care,
}  # fmt: skip


def script(incident: Incident, party: str, *, child: str, klass: str, by: str, place: str) -> str:
    """Return what to say to a party; blanks are left for what only the caller knows."""
    given = {
        "school": incident.school.name, "who": by, "child": child or _BLANK, "klass": klass or _BLANK,
        "what": incident.kind_words, "place": place or _BLANK, "blank": _BLANK,
    }  # fmt: skip
    if party in OF_CHILD:
        return _to_family(incident) % given
    if party == Party.POLICE:
        return _to_police(incident) % given
    if party == Party.HOSPITAL:
        return _(
            "%(school)s, at %(place)s. A pupil: %(what)s. Conscious: yes/no. Breathing: yes/no. "
            "Somebody waits at the gate. My number is %(blank)s."
        ) % given  # fmt: skip
    return _(
        "This is %(who)s of %(school)s. At %(blank)s o'clock, at %(place)s: %(what)s. Pupils concerned: "
        "%(blank)s. Hurt: %(blank)s. We have done: %(blank)s. The family knows / is being told. "
        "Written report follows. Ask back: %(blank)s."
    ) % given  # fmt: skip


def _to_family(incident: Incident) -> str:
    if incident.clock == Clock.CRISIS:
        return _(
            "This is %(who)s of %(school)s. It is about %(child)s. The child is with us and is not alone. "
            "%(child)s said or did something that worries us. Please come at once; don't scold the child. "
            "Until a doctor has looked at it, the child must not be alone, and please lock away medicine, "
            "pesticide and knives. When can you be here?"
        )  # fmt: skip
    if incident.clock == Clock.CARE:
        return _(
            "This is %(who)s of %(school)s. Do you know where %(child)s is? We miss the child since %(blank)s "
            "o'clock; we are looking at %(place)s and with friends. Who may know more? Please keep this line free, "
            "and ring me at once when you hear something."
        )  # fmt: skip
    return _(
        "This is %(who)s of %(school)s. %(child)s: %(what)s, at %(place)s. A teacher is with the child; we have "
        "done: %(blank)s. We go to: %(blank)s. Please come there. Has the child an illness or allergy we must know? "
        "I ring again as soon as there is news, and I stay on this number."
    )  # fmt: skip


def _to_police(incident: Incident) -> str:
    if incident.clock == Clock.REPORT:
        return _(
            "I am a teacher of %(school)s and report under article 11 of the Law on the Protection of Minors. A "
            "pupil, %(child)s %(klass)s, may have been harmed: %(what)s. I saw or heard: %(blank)s. The child is now "
            "at: %(place)s, with an adult. The one who may have done it can / cannot get to the child. Please "
            "keep who reports secret. Which number has this report, and what is your name?"
        )  # fmt: skip
    return _(
        "This is %(who)s of %(school)s. %(what)s, at %(place)s. A pupil, %(child)s %(klass)s. Last seen: %(blank)s. "
        "Wears: %(blank)s. The family has been rung. My number is %(blank)s."
    )  # fmt: skip

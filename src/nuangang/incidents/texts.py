"""The texts of messages about incidents, which a school may put into its own words."""

from django.utils.translation import gettext_lazy as _

from nuangang.notify.wordings import Wording, known

RAISED = known(
    Wording(
        "incident_raised", _("An incident: take the lead"),
        _("暖港: something happened at school. Open 暖港 and take the lead."), to_group=True,
    )
).code  # fmt: skip
UNLED = known(
    Wording(
        "incident_unled", _("An incident that nobody leads yet"),
        _("暖港: something happened at school and nobody leads yet. Open 暖港."), to_group=True,
    )
).code  # fmt: skip
HANDED = known(
    Wording(
        "incident_handed", _("An incident: the lead was handed over"),
        _("暖港: you lead in an incident now. Open 暖港."),
    )
).code  # fmt: skip
NEARLY = known(
    Wording(
        "incident_nearly", _("An incident: a party's time is nearly up"),
        _("暖港: an incident runs and somebody is not told yet; the time is nearly up."),
    )
).code  # fmt: skip
FAMILY = known(
    Wording(
        "incident_family", _("An incident: to a family that doesn't answer the phone"),
        _("%(school)s: it is urgent, please ring %(who)s at school at once."),
        ("school", "who"), ("school",),
    )
).code  # fmt: skip
SEEN = known(
    Wording(
        "incident_seen", _("An incident: the family's link, after the text before"),
        _("Seen it? Tap %(link)s"), ("link",), ("link",),
    )
).code  # fmt: skip
SEEN_ANSWER = known(
    Wording(
        "incident_seen_answer", _("An incident: the family's answer where there is no link"),
        _("Seen it? Answer 1."),
    )
).code  # fmt: skip

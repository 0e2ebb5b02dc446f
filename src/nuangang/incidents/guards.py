"""Who reaches incidents, their deadlines, time line and follow-ups, and the rules."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from nuangang.incidents.models import (
    CountyPolicy,
    Deadline,
    DutyShift,
    Escalation,
    FollowUp,
    Incident,
    IncidentChild,
    IncidentReport,
    IncidentStep,
    OfficerContact,
    PolicyVersion,
    ReportHanding,
    SeenLink,
)
from nuangang.incidents.queries.rota import shifts_now
from nuangang.policy.actor import Actor
from nuangang.policy.guards import Reach, guard, unguarded
from nuangang.policy.matrix import HEAD, Scope

Circle = Incident.Circle


def circles(actor: Actor) -> list[str]:
    """Return which circles of incidents somebody reads over the whole school.

    A head who holds another post besides still does not read what is about the head.
    """
    found = [Circle.ALL.value]
    if actor.everywhere("incident_crisis"):
        found.append(Circle.CRISIS)
    if actor.everywhere("incident_report"):
        found += [Circle.REPORT, Circle.ONLY_HEAD if HEAD in actor.roles else Circle.NOT_HEAD]
    return found


def _in_circle(path: str) -> Reach:
    return lambda actor: Q(**{f"{path}circle__in": circles(actor)})


def _mine(path: str) -> Reach:
    """Let whoever raised an incident, whoever leads it, and who is on duty meanwhile, see that one."""
    return lambda actor: _own(actor, path) | _on_my_duty(actor, path)


def _own(actor: Actor, path: str) -> Q:
    """Return what the actor raised or leads in, and what an incident of theirs has joined."""
    joined = Incident.objects.filter(
        school_id=actor.school_id, raised_by_id=actor.staff_id,
        joined_to_id=OuterRef(f"{path}pk" if not path else f"{path.removesuffix('__')}_id"),
    )  # fmt: skip
    return (
        Q(**{f"{path}raised_by_id": actor.staff_id})
        | Q(**{f"{path}led_by_id": actor.staff_id})
        | Q(Exists(joined))
    )


def _on_my_duty(actor: Actor, path: str) -> Q:
    """Return what runs while the actor is on duty or stands in: no crisis, no report of harm."""
    mine = Q(staff_id=actor.staff_id) | Q(stand_in_id=actor.staff_id)
    on_duty = Exists(shifts_now(actor.school_id, timezone.now()).filter(mine))
    running = Q(**{f"{path}state": Incident.State.OPEN, f"{path}circle": Circle.ALL})
    return running & Q(on_duty)


def _of_class(incident: str, path: str, child: str = "") -> Reach:
    """Let a class teacher see what is about a child of the class, but no report of harm."""

    def reached(actor: Actor) -> Q:
        about = IncidentChild.objects.filter(
            school_id=actor.school_id,
            incident_id=OuterRef(incident),
            child__klass_id__in=actor.class_ids,
        )
        found = Q(Exists(about))
        if child:
            found |= Q(**{f"{child}klass_id__in": actor.class_ids})
        return found & Q(**{f"{path}circle__in": [Circle.ALL, Circle.CRISIS]})

    return reached


def lasting(actor: Actor, path: str) -> Q:
    """Return the incidents of the children a row is about that the actor sees whether on duty or not.

    Depends on the actor's posts and classes alone, never on the hour: a statement may be kept for a day.
    """
    reach: dict[Scope, Reach] = {
        Scope.OWN: lambda who: _own(who, path),
        Scope.CLASS: _of_class(f"{path.removesuffix('__')}_id", path),
        Scope.SCHOOL: _in_circle(path),
    }
    found = Q(pk__in=[])
    for scope in actor.scopes("incident"):
        found |= reach[scope](actor)
    return found


for _model, _path, _key, _child in (
    (Incident, "", "pk", ""),
    (IncidentChild, "incident__", "incident_id", "child__"),
    (Deadline, "incident__", "incident_id", "child__"),
    (IncidentStep, "incident__", "incident_id", ""),
    (IncidentReport, "incident__", "incident_id", ""),
    (ReportHanding, "incident__", "incident_id", ""),
):
    guard(
        _model,
        "incident",
        {
            Scope.OWN: _mine(_path),
            Scope.CLASS: _of_class(_key, _path, _child),
            Scope.SCHOOL: _in_circle(_path),
        },
    )
guard(
    FollowUp,
    "incident",
    {
        # Whoever is to do something afterwards sees that one line, not the incident.
        Scope.OWN: lambda actor: Q(staff_id=actor.staff_id) | _mine("incident__")(actor),
        Scope.CLASS: _of_class("incident_id", "incident__"),
        Scope.SCHOOL: _in_circle("incident__"),
    },
)
guard(PolicyVersion, "incident_rules")
guard(DutyShift, "rota")
unguarded(Escalation, "read with its incident; by the county in incidents.queries.county")
unguarded(OfficerContact, "officers keep their own; read when an incident goes to the county")
unguarded(SeenLink, "found by its secret code only")
unguarded(
    CountyPolicy, "names no school's rows; read and written by region in incidents.queries.policy"
)

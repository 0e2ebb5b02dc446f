"""Incidents, their deadlines, their time line, and the rules they run under."""

from nuangang.incidents.models.county import Escalation, OfficerContact
from nuangang.incidents.models.incidents import Deadline, FollowUp, Incident, IncidentChild, of
from nuangang.incidents.models.links import SeenLink
from nuangang.incidents.models.policy import CountyPolicy, PolicyVersion
from nuangang.incidents.models.reports import IncidentReport, ReportHanding
from nuangang.incidents.models.rota import DutyShift
from nuangang.incidents.models.steps import IncidentStep

__all__ = [
    "CountyPolicy",
    "Deadline",
    "DutyShift",
    "Escalation",
    "FollowUp",
    "Incident",
    "IncidentChild",
    "IncidentReport",
    "IncidentStep",
    "OfficerContact",
    "PolicyVersion",
    "ReportHanding",
    "SeenLink",
    "of",
]

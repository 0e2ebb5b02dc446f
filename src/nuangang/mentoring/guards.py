"""How far each scope reaches into pairing."""

from nuangang.mentoring.models import HelperPair, Plan, PlannedPair
from nuangang.people.guards import by_child
from nuangang.policy.guards import guard

guard(Plan, "pairing")
guard(PlannedPair, "pairing")
guard(HelperPair, "helper", by_child("child__"))

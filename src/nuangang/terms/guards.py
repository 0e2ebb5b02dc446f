"""How far each scope reaches into the school's calendar."""

from nuangang.policy.guards import guard
from nuangang.terms.models import DayMark, SchoolYear, Term

for _model in (SchoolYear, Term, DayMark):
    guard(_model, "calendar")

"""Who may see rosters that were read in."""

from nuangang.intake.models import Batch, BatchStep, Layout
from nuangang.policy.guards import guard, unguarded

guard(Batch, "roster")
guard(BatchStep, "roster")
unguarded(Layout, "headers only, used while reading a roster")

"""The rules for the models of the floors below policy."""

from nuangang.accounts.models import (
    Invitation,
    Region,
    RegionPost,
    School,
    Session,
    SignInAttempt,
    User,
)
from nuangang.audit.models import Entry
from nuangang.policy.guards import guard, unguarded

guard(Entry, "audit")
unguarded(Region, "names of places are public")
unguarded(School, "reached through the actor, or by the county through its own queries")
unguarded(User, "reached through Staff only")
unguarded(RegionPost, "read when somebody signs in")
unguarded(Session, "read with the person it belongs to when a page is asked for")
unguarded(Invitation, "found by its secret code only")
unguarded(SignInAttempt, "counted, never shown")

"""The rules for the models of the floors below policy."""

from django.db.models import Q

from nuangang.accounts.models import (
    ChatAccount,
    ChatPlatform,
    Factor,
    Integration,
    Invitation,
    RecoveryCode,
    Region,
    RegionPost,
    School,
    SealingKey,
    Session,
    SignInAttempt,
    SignInNotice,
    User,
)
from nuangang.audit.models import Block, Check, Entry, LogRules, OddReading, Pruning, Reason
from nuangang.policy.guards import guard, unguarded
from nuangang.policy.matrix import Scope

for _of_the_log in (Entry, Block, Pruning, Check):
    guard(_of_the_log, "audit")
for _of_the_auditor in (LogRules, OddReading, Reason):
    guard(_of_the_auditor, "audit_rules")
guard(Integration, "integration", {Scope.OWN: lambda actor: Q(user_id=actor.user_id)})
unguarded(ChatPlatform, "set up by who may change sign-ins; its name stands on the sign-in page")
unguarded(ChatAccount, "found when somebody signs in; everybody lists and ends their own")
unguarded(Region, "names of places are public")
unguarded(School, "reached through the actor, or by the county through its own queries")
unguarded(User, "reached through Staff only")
unguarded(RegionPost, "read when somebody signs in")
unguarded(
    Session, "read with its person when a page is asked for; everybody lists and ends their own"
)
unguarded(Invitation, "found by its secret code only")
unguarded(SealingKey, "wrapped by a master key outside the database; no page shows one")
unguarded(SignInAttempt, "counted, never shown")
unguarded(Factor, "everybody keeps their own")
unguarded(RecoveryCode, "kept as digests, compared only")
unguarded(SignInNotice, "told to whom it concerns when they sign in")

"""Who may see messages, carriers, and how people wish to be told."""

from django.db.models import Q

from nuangang.notify.models import (
    Answer,
    ChannelSetting,
    Message,
    Notice,
    Pulse,
    PushDevice,
    PushKey,
    SchoolText,
    Try,
    Wishes,
)
from nuangang.policy.actor import Actor
from nuangang.policy.guards import guard, unguarded
from nuangang.policy.matrix import Scope


def _own(actor: Actor) -> Q:
    return Q(to_id=actor.staff_id) if actor.staff_id else Q(pk__in=[])


guard(Message, "message", {Scope.OWN: _own})
guard(Try, "message", {Scope.OWN: lambda actor: Q(message__to_id=actor.staff_id)})
guard(Answer, "message")
guard(ChannelSetting, "channel")
guard(SchoolText, "channel")
for _of_oneself in (Notice, Wishes, PushDevice):
    guard(_of_oneself, "notice", {Scope.OWN: _own})
unguarded(PushKey, "the public half stands on every page that asks for it, the other is sealed")
unguarded(Pulse, "when the machine's loops last went round; says nothing of anybody")

"""Who may see messages and channels."""

from django.db.models import Q

from nuangang.notify.models import ChannelSetting, Message, Try
from nuangang.policy.guards import guard
from nuangang.policy.matrix import OWN

guard(Message, "message", {OWN: lambda actor: Q(staff_id=actor.staff_id)})
guard(Try, "message", {OWN: lambda actor: Q(message__staff_id=actor.staff_id)})
guard(ChannelSetting, "channel")

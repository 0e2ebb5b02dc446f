"""Who may see messages and channels."""

from nuangang.notify.models import ChannelSetting, Message, Pulse, Try
from nuangang.policy.guards import guard, unguarded

guard(Message, "message")
guard(Try, "message")
guard(ChannelSetting, "channel")
unguarded(Pulse, "when the machine's loops last went round; says nothing of anybody")

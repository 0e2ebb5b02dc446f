"""Who may see messages and channels."""

from nuangang.notify.models import ChannelSetting, Message, Try
from nuangang.policy.guards import guard

guard(Message, "message")
guard(Try, "message")
guard(ChannelSetting, "channel")

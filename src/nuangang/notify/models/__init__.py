"""The inbox, the outbox, and how people wish to be told."""

from nuangang.notify.models.answers import Answer
from nuangang.notify.models.inbox import Kind, Notice
from nuangang.notify.models.outbox import (
    LEASE,
    Carrier,
    Channel,
    ChannelSetting,
    Message,
    Pulse,
    Try,
)
from nuangang.notify.models.texts import SchoolText
from nuangang.notify.models.wishes import PushDevice, PushKey, Wishes

__all__ = [
    "LEASE",
    "Answer",
    "Carrier",
    "Channel",
    "ChannelSetting",
    "Kind",
    "Message",
    "Notice",
    "Pulse",
    "PushDevice",
    "PushKey",
    "SchoolText",
    "Try",
    "Wishes",
]

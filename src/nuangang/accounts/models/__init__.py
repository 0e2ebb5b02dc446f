"""Regions, schools, sign-in users, and what signing in keeps."""

from nuangang.accounts.models.chat import ChatAccount, ChatPlatform
from nuangang.accounts.models.factors import Factor, RecoveryCode, SignInNotice
from nuangang.accounts.models.integrations import Integration
from nuangang.accounts.models.keys import SealingKey
from nuangang.accounts.models.sessions import Session, SignInAttempt
from nuangang.accounts.models.users import (
    Invitation,
    Region,
    RegionPost,
    School,
    User,
    UserManager,
)

__all__ = [
    "ChatAccount",
    "ChatPlatform",
    "Factor",
    "Integration",
    "Invitation",
    "RecoveryCode",
    "Region",
    "RegionPost",
    "School",
    "SealingKey",
    "Session",
    "SignInAttempt",
    "SignInNotice",
    "User",
    "UserManager",
]

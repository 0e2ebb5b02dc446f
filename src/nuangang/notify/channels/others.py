"""Services that have no sender of their own here, through Apprise: the catch-all.

Apprise takes some refusals for success: it looks at the status, and several services answer 200 with an
error's code. So it serves only what has no own sender, and what it took is never more than handed over.
Only services with addresses of their own are let through: nothing that writes to a host of one's
choosing, to a file, to the desktop, or starts a program. It is loaded when something is sent, not before.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.notify.channels.outcome import Field, Outcome, Result, Sending

ALLOWED = (
    "chanify", "discord", "line", "pbul", "pover", "pushme", "pushplus", "pushy", "schan", "tgram",
    "wxpusher",
)  # fmt: skip
HAS_ITS_OWN = ("dingtalk", "feishu", "lark", "mailto", "mailtos", "vapid", "wecombot")
FIELDS = [
    Field(
        "url",
        gettext_lazy("Address of the service"),
        gettext_lazy("As Apprise writes it, such as wxpusher://… or schan://…"),
        secret=True,
    )
]


def send(settings: Mapping[str, str], message: Sending) -> Outcome:
    """Hand the text to the service."""
    if not_allowed(settings["url"]):
        return Outcome(Result.NEVER, code="address", words=_("This address is not complete."))
    from apprise import Apprise, AppriseAsset

    told = Apprise(asset=AppriseAsset(async_mode=False, secure_logging=True))
    told.add(settings["url"])
    try:
        taken = told.notify(body=message.text)
    except Exception as error:  # whatever one of a hundred services may throw
        words = _("The service can't be reached: %(error)s") % {"error": type(error).__name__}
        return Outcome(Result.LATER, code=type(error).__name__, words=words)
    if not taken:
        return Outcome(Result.LATER, code="refused", words=_("The service did not take it."))
    return Outcome(Result.HANDED)


def find(_settings: Mapping[str, str], _message: Sending) -> bool | None:
    """Say that such a service can't be asked."""
    return None


def report(_settings: Mapping[str, str], _message: Sending) -> Outcome | None:
    """Say that nothing is heard of it afterwards."""
    return None


def not_allowed(url: str) -> str:
    """Return why an address is not used, in a sentence; empty when it is."""
    scheme = url.partition("://")[0].strip().lower()
    if scheme in HAS_ITS_OWN:
        return _(
            "For this service there is a line of its own above; use that, it reads the service's own answer."
        )
    if scheme not in ALLOWED or any(sign in url for sign in " ,\n\r\t"):
        told = {"allowed": "、".join(f"{name}://" for name in ALLOWED)}
        return _("This kind of address is not allowed. Allowed are: %(allowed)s") % told
    from apprise import Apprise

    return "" if Apprise.instantiate(url) else _("This address is not complete.")

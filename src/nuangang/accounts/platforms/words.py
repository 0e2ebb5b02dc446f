"""What a platform's refusal means, and what to do about it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.accounts.platforms import ODD, REFUSED, STRANGER, PlatformError

_SECRET = gettext_lazy("The app's ID or secret is not right. Copy both again from the console.")
_AGAIN = gettext_lazy("That took too long or was used already. Start again.")
_NOT_ALLOWED = gettext_lazy("This person may not use the app. Open it to all staff in the console.")

# The platforms' own codes, from their lists of errors.
KNOWN = {
    ("dingtalk", "invalidClientIdOrSecret"): _SECRET,
    ("wecom", "40001"): _SECRET,
    ("wecom", "40091"): _SECRET,
    ("wecom", "40013"): gettext_lazy("The CorpID is not right. Copy it again from “My company”."),
    ("wecom", "40029"): _AGAIN,
    ("wecom", "60020"): gettext_lazy(
        "The school's internet address is not among the app's trusted IPs. Add it in the console."
    ),
    ("feishu", "10003"): _SECRET,
    ("feishu", "10014"): _SECRET,
    ("feishu", "20002"): _SECRET,
    ("feishu", "20003"): _AGAIN,
    ("feishu", "20004"): _AGAIN,
    ("feishu", "20065"): _AGAIN,
    ("feishu", "20010"): _NOT_ALLOWED,
    ("feishu", "20069"): gettext_lazy("The app is not switched on. Publish it in the console."),
    ("feishu", "20071"): gettext_lazy(
        "The address to lead back to is not entered there. Copy it from this page to the console."
    ),
}


def in_words(error: PlatformError, kind: str, name: str) -> str:
    """Return a sentence for the person, with the platform's own code for who looks after it."""
    about = {"platform": name, "code": error.code}
    if error.how == STRANGER:
        return (
            _("That account is of another organisation. Switch to the school's on %(platform)s.")
            % about
        )
    if error.how == ODD:
        return (
            _("%(platform)s answered something that can't be read (%(code)s). Try again later.")
            % about
        )
    if error.how != REFUSED:
        return (
            _(
                "%(platform)s could not be reached from the school's server (%(code)s). Name and password"
                " still work."
            )
            % about
        )
    if error.code in ("", "access_denied"):
        return _("You did not agree on %(platform)s, so nothing was done.") % about
    if (known := KNOWN.get((kind, error.code))) is not None:
        return f"{known} {_('(%(platform)s: %(code)s)') % about}"
    return _("%(platform)s refused: %(code)s. Tell who looks after signing in.") % about

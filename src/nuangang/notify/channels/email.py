"""E-mail through the school's mail server (SMTP)."""

import smtplib
from collections.abc import Mapping
from email.message import EmailMessage

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuangang.notify.channels.outcome import Field, Outcome, Result, Sending

FIELDS = [
    Field("host", gettext_lazy("Mail server"), gettext_lazy("such as smtp.qq.com")),
    Field(
        "port", gettext_lazy("Port"), gettext_lazy("465 is sealed from the start."), initial="465"
    ),
    Field("user", gettext_lazy("Sign-in name"), needed=False),
    Field("password", gettext_lazy("Password or authorisation code"), secret=True, needed=False),
    Field("sender", gettext_lazy("Sender's address")),
]
_SECONDS = 15


def send(settings: Mapping[str, str], message: Sending) -> Outcome:
    """Hand one mail to the server."""
    try:
        with _server(settings) as server:
            if settings.get("user"):
                server.login(settings["user"], settings.get("password", ""))
            server.send_message(_mail(settings, message))
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused) as error:
        return Outcome(Result.NEVER, code=type(error).__name__, words=_("The address was refused."))
    except smtplib.SMTPAuthenticationError as error:
        words = _("The mail server does not take this sign-in name and password.")
        return Outcome(Result.LATER, code=str(error.smtp_code), words=words)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        words = _("The mail server can't be reached: %(error)s") % {"error": error}
        return Outcome(Result.LATER, code=type(error).__name__, words=words[:200])
    return Outcome(Result.HANDED, message.id)


def find(_settings: Mapping[str, str], _message: Sending) -> bool | None:
    """Say that a mail server can't be asked."""
    return None


def report(_settings: Mapping[str, str], _message: Sending) -> Outcome | None:
    """Say that nothing is heard of a mail once it is handed over."""
    return None


def _server(settings: Mapping[str, str]) -> smtplib.SMTP:
    host, port = settings["host"], int(settings["port"])
    if port == 465:
        return smtplib.SMTP_SSL(host, port, timeout=_SECONDS)
    server = smtplib.SMTP(host, port, timeout=_SECONDS)
    if server.has_extn("starttls") or (server.ehlo() and server.has_extn("starttls")):
        server.starttls()
    return server


def _mail(settings: Mapping[str, str], message: Sending) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = settings["sender"], message.address
    mail["Subject"] = message.text.splitlines()[0][:60]
    mail["Message-ID"] = f"<{message.id}@{settings['sender'].rpartition('@')[2]}>"
    mail.set_content(message.text)
    return mail

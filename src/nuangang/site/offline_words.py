"""What a phone says while it works without the server."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Return the sentences by the names that frontend/src/offline gives them."""
    return {
        "comma": _(", "),
        "waiting": _("%(count)s to be sent"),
        "waits": _("waits to be sent"),
        "kept": _("Kept on this phone. It goes by itself when the network is back."),
        "not_kept": _("This phone could not keep it. Leave the page open and try again later."),
        "choose_children": _("Choose the children first."),
        "form_hint": _("Without a network: it is kept on this phone, encrypted, and sent later."),
        "offline": _(
            "No network now. This is as it was on %(when)s. Record as usual; it is sent when the "
            "network is back."
        ),
        "nothing_kept": _(
            "No network, and this phone keeps nothing. Open this page once while signed in and "
            "connected to the school."
        ),
        "try_again": _("Try again"),
        "only_today": _("Without a network only this page and recording work."),
        "list": _("To be sent"),
        "list_hint": _(
            "Kept on this phone. Nothing is taken out of here before the school has it."
        ),
        "list_empty": _("Nothing waits. The school has everything."),
        "written": _("written %(when)s"),
        "with_pictures": _("with %(count)s photos"),
        "hidden_now": _("Hidden: the school was not reached for too long. Sign in to send it."),
        "refused": _("The school did not take it. Change it and send it again."),
        "school_says": _("Not taken."),
        "tried": _("Tried already, no answer yet"),
        "change": _("Change"),
        "delete": _("Delete"),
        "delete_sure": _("Really delete?"),
        "delete_tried": _("It may have arrived already. Delete it here?"),
        "picture": _("Photo"),
        "picture_waits": _("The words have arrived; the photo follows."),
        "picture_refused": _("The school did not take this photo."),
        "send_now": _("Send now"),
        "sending": _("Sending…"),
        "stopped_line": _("The school can't be reached. It is tried again by itself."),
        "stopped_signed_out": _("You are signed out. Sign in, then it goes by itself."),
        "stopped_other_person": _(
            "Somebody else is signed in now. It goes when you have signed in."
        ),
        "sent": _("Sent: %(count)s"),
        "side_by_side": _("See both side by side"),
        "leaving": _("%(count)s not sent yet"),
        "leaving_hint": _("When you sign out, this phone forgets everything about the children."),
        "stay": _("Stay signed in"),
        "still_there": _("%(count)s were not taken. Look at them in the list above first."),
        "throw_open": _("Sign out and throw them away"),
        "throw_how": _("Type “throw away”:"),
        "throw_word": _("throw away"),
        "throw_away": _("Throw away and sign out"),
        "before_sign_in": _(
            "%(count)s records on this phone are not sent yet. They go by themselves after signing in."
        ),
        "others": _(
            "%(count)s more were recorded here by somebody else; they go when they have signed in."
        ),
    }

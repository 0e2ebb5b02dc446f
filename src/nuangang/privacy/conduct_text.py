"""The rules of conduct for children's data that everybody confirms once a year (L17)."""

from django.utils.translation import gettext_lazy as _

VERSION = "2026-1"
RULES = (
    _("I look only at files I need for my work with the child, today."),
    _(
        "I sign in with my own name, tell nobody my password, and sign out on computers that others use."
    ),
    _("I take no photos of the screen and send nothing about a child by WeChat, QQ or e-mail."),
    _("What I print I lock away, and shred it when it is no longer needed."),
    _("What I learn about a child or a family I tell only those who need it to help."),
    _(
        "I call no child “left-behind” before others, and put no names up in public without a second yes."
    ),
    _("If a child is in danger, I say so at once; secrecy never stands against that."),
    _("If a phone is lost or a list goes astray, I tell the head the same hour."),
)

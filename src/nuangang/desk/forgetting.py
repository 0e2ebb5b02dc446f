"""What the desk keeps of a child that goes when the child is made anonymous."""

from django.utils.translation import gettext_lazy as _

from nuangang.desk.models import Pause, Transfer
from nuangang.privacy.forgetting import GONE, of_child, part

part(
    "transfers", _("Names and notes of transfers"), of_child(Transfer),
    child_name=GONE, note="", answer="",
)  # fmt: skip
part("pauses", _("Reasons of pauses"), of_child(Pause), reason="", told_how="")
